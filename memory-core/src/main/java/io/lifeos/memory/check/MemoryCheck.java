package io.lifeos.memory.check;

import io.lifeos.memory.fact.DamagedStoreException;
import io.lifeos.memory.report.IntegrityReport;
import io.lifeos.memory.sqlite.SqliteDatabase;
import io.lifeos.memory.sqlite.table.Problems;
import io.lifeos.memory.sqlite.table.RowCheck;
import io.lifeos.memory.workspace.Workspace;
import java.nio.file.Files;
import java.util.List;
import java.util.function.Supplier;

/** Looks for all that may be wrong with a memory: its database, the values in its rows, and its daily logs. */
public final class MemoryCheck {

    private final Workspace workspace;
    private final SqliteDatabase database;

    public MemoryCheck(Workspace workspace, SqliteDatabase database) {
        this.workspace = workspace;
        this.database = database;
    }

    public IntegrityReport run() {
        if (!Files.exists(database.file())) {
            return new Problems().report();
        }
        return database.checkIntegrity()
                .and(look(() -> database.read(connection -> new RowCheck(connection).run())))
                .and(look(this::logs));
    }

    private IntegrityReport logs() {
        Problems problems = new Problems();
        LogCheck check = new LogCheck(workspace, database);
        check.run(differences -> differences.forEach(each -> problems.add(each.sentence())));
        check.problems().forEach(problems::add);
        return problems.report();
    }

    /** Runs a check. Damage that makes the check impossible is itself a finding. */
    private static IntegrityReport look(Supplier<IntegrityReport> at) {
        try {
            return at.get();
        } catch (DamagedStoreException e) {
            return new IntegrityReport(List.of("Integrity: " + e.getMessage()), 1);
        }
    }
}
