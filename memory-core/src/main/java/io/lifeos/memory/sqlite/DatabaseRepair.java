package io.lifeos.memory.sqlite;

import io.lifeos.memory.fact.DamagedStoreException;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.jdbc.Jdbc;
import io.lifeos.memory.sqlite.table.FullTextIndex;
import io.lifeos.memory.sqlite.table.RowCheck;
import io.lifeos.memory.sqlite.table.VectorIndexTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Rebuilds everything that a file holds twice: indexes, the full-text index, binary indexes. Touches no fact. */
public final class DatabaseRepair {

    private final SqliteDatabase database;
    private final List<String> done = new ArrayList<>();

    /**
     * Repairs a file.
     *
     * @param database the file, open for writing
     */
    public DatabaseRepair(SqliteDatabase database) {
        this.database = database;
    }

    /**
     * Repairs what is not in step; a file that is sound is not written to. Interrupted, it leaves what it has mended so far,
     * and a repeated call goes on.
     *
     * @return a sentence for each repair made
     * @throws DamagedStoreException if the damage goes deeper; what could be mended safely may be, and no fact was touched
     * @throws StoreException if the file cannot be written
     */
    public List<String> run() {
        repairStructure();
        done.addAll(database.transaction(connection -> new RowCheck(connection).deleteWorthless()));
        if (!new IntegrityCheck(database).isFullTextInStep()) {
            rebuildFullText();
        }
        done.addAll(dropBinaryIndexes());
        return List.copyOf(done);
    }

    private void repairStructure() {
        List<StructureFinding> findings = findings();
        if (!findings.stream().allMatch(StructureFinding::isCurable)) {
            throw tooDamaged(findings);
        }
        if (findings.stream().anyMatch(StructureFinding::isOfTheFullText)) {
            rebuildFullText();
        }
        if (findings.stream().anyMatch(StructureFinding::isOfAnIndex)) {
            database.write(connection -> new Jdbc(connection).execute("REINDEX"));
            done.add("Made the indexes of the tables anew.");
        }
        if (!findings.isEmpty() && !findings().isEmpty()) {
            throw tooDamaged(findings());
        }
    }

    private List<StructureFinding> findings() {
        try (Connection fresh = SqliteDataSource.reader(database.file()).getConnection()) {
            return StructureFinding.of(fresh).stream()
                    .filter(finding -> !finding.isOfAValue())
                    .toList();
        } catch (SQLException e) {
            throw SqliteErrors.translate(database.file(), e);
        }
    }

    private DamagedStoreException tooDamaged(List<StructureFinding> findings) {
        return new DamagedStoreException("The file " + database.file()
                + " is damaged in a way that nothing in it can mend ("
                + findings.get(0).text() + "); no fact was touched; copy the file away, then restore a backup.");
    }

    private void rebuildFullText() {
        database.write(connection -> {
            FullTextTable table = new FullTextTable(connection);
            if (table.isOfAnotherKind()) {
                table.replace();
            }
            new FullTextIndex(connection).rebuild();
        });
        done.add("Made the full-text index anew.");
    }

    /**
     * Drops the binary indexes of vectors, since checking them would take as long as building them again.
     *
     * @return a sentence, if there were any
     * @throws StoreException if the file cannot be written
     */
    public List<String> dropBinaryIndexes() {
        int dropped = database.transaction(VectorIndexTable::deleteAll);
        return dropped == 0
                ? List.of()
                : List.of("Dropped the codes in the binary index, which the next recall by vectors builds again.");
    }
}
