package io.lifeos.memory.sqlite;

import io.lifeos.memory.concurrent.Workers;
import io.lifeos.memory.database.Durability;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.jdbc.Jdbc;
import io.lifeos.memory.report.IntegrityReport;
import io.lifeos.memory.sqlite.table.FactTable;
import io.lifeos.memory.sqlite.table.FullTextIndex;
import io.lifeos.memory.sqlite.table.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.sqlite.SQLiteErrorCode;

/** Looks for damage in a file, without changing it. */
final class IntegrityCheck {

    /**
     * The number of facts above which the full-text check, which holds the write lock for 1.4 s per 100,000 facts, runs on a
     * copy. It also does so if nothing may be written.
     */
    private static final long MOST_FACTS_CHECKED_IN_PLACE = 100_000;

    private final SqliteDatabase database;
    private final long mostFactsCheckedInPlace;

    IntegrityCheck(SqliteDatabase database) {
        this(database, MOST_FACTS_CHECKED_IN_PLACE);
    }

    IntegrityCheck(SqliteDatabase database, long mostFactsCheckedInPlace) {
        this.database = database;
        this.mostFactsCheckedInPlace = mostFactsCheckedInPlace;
    }

    /** One part of the check. */
    @FunctionalInterface
    private interface Look {

        void at(Problems problems) throws SQLException;
    }

    /**
     * Looks for what others put on our tables, runs SQLite's own check, and checks foreign keys; beside that, as each takes
     * half of the time, the full text.
     */
    IntegrityReport run() {
        try (Workers beside = Workers.parallel("lifeos-memory-full-text", 1)) {
            FutureTask<IntegrityReport> fullText = new FutureTask<>(this::fullText);
            beside.execute(fullText);
            return tables().and(Workers.join(fullText));
        }
    }

    private IntegrityReport tables() {
        return report(problems -> {
            try (Connection fresh = SqliteDataSource.reader(database.file()).getConnection()) {
                addForeignTriggers(fresh, problems);
                List<StructureFinding> findings = new FullTextTable(fresh).isOfAnotherKind()
                        ? StructureFinding.of(fresh)
                        : StructureFinding.besideFullText(fresh);
                findings.forEach(finding -> problems.add(finding.sentence()));
                addForeignKeys(fresh, problems);
            }
        });
    }

    private IntegrityReport fullText() {
        return report(problems -> addFullText(countFacts(), problems));
    }

    /** Checks only for damage that makes rows unreadable or hides them. */
    IntegrityReport structure() {
        return report(problems -> {
            try (Connection fresh = SqliteDataSource.reader(database.file()).getConnection()) {
                StructureFinding.of(fresh).stream()
                        .filter(finding -> !finding.isOfAValue())
                        .forEach(finding -> problems.add(finding.sentence()));
            }
        });
    }

    /** Tells whether the full-text index agrees with the facts. */
    boolean isFullTextInStep() {
        return fullText().ok();
    }

    /** Runs a part of the check. Damage can make it fail: that, too, is a finding. */
    private IntegrityReport report(Look look) {
        Problems problems = new Problems();
        try {
            if (Files.exists(database.file()) && Files.size(database.file()) > 0) {
                Optional<StillFile> still = StillFile.of(database.file());
                look(look, problems, () -> still.ifPresent(StillFile::requireUnchanged));
                still.ifPresent(StillFile::requireUnchanged);
            }
        } catch (IOException e) {
            throw new StoreException("The file " + database.file() + " cannot be read (" + e + ").", e);
        }
        return problems.report();
    }

    private void look(Look look, Problems problems, Runnable unchanged) {
        try {
            look.at(problems);
        } catch (SQLException e) {
            addDamage(e, SqliteErrors.translate(database.file(), e, unchanged), problems);
        } catch (StoreException e) {
            if (!(e.getCause() instanceof SQLException sql)) {
                throw e;
            }
            addDamage(sql, e, problems);
        }
    }

    private static void addDamage(SQLException e, StoreException translated, Problems problems) {
        if (!isDamage(e)) {
            throw translated;
        }
        problems.add("Integrity: " + e.getMessage());
    }

    private static boolean isDamage(SQLException e) {
        return SqliteErrors.primaryCode(e) == SQLiteErrorCode.SQLITE_CORRUPT;
    }

    private void addForeignTriggers(Connection connection, Problems problems) throws SQLException {
        if (!database.allowsForeignTriggers()) {
            ForeignObjects.in(connection)
                    .forEach(foreign -> problems.add("Schema: " + foreign.sentence()
                            + " is neither this library's nor the Python program's, and would run with the memory's own"
                            + " statements"));
        }
    }

    private static void addForeignKeys(Connection connection, Problems problems) throws SQLException {
        new Jdbc(connection).forEach("PRAGMA foreign_key_check", row -> {
            String id = row.getString("rowid");
            problems.add("Foreign key: " + (id == null ? "a row" : "row " + id) + " of " + row.getString("table")
                    + " points to a row of " + row.getString("parent") + " that does not exist");
        });
    }

    private long countFacts() {
        return database.read(connection -> new FactTable(connection).count());
    }

    private void addFullText(long facts, Problems problems) {
        if (database.read(connection -> new FullTextTable(connection).isOfAnotherKind())) {
            problems.add(
                    "Full text: the index was made with other columns or another tokenizer, so that a recall does not"
                            + " find all by it");
            return;
        }
        try {
            if (facts <= mostFactsCheckedInPlace && !database.isReadOnly()) {
                checkFullText(database.file(), problems);
            } else {
                checkFullTextOfCopy(problems);
            }
        } catch (SQLException e) {
            throw SqliteErrors.translate(database.file(), e);
        } catch (IOException e) {
            throw new StoreException(
                    "The full-text index could not be checked, as no copy could be made in the temporary folder; the"
                            + " memory was not touched; free some space there (" + e.getMessage() + ").",
                    e);
        }
    }

    private void checkFullTextOfCopy(Problems problems) throws SQLException, IOException {
        Path folder = Files.createTempDirectory("lifeos-memory-check");
        Path copy = folder.resolve("copy.db");
        try {
            try (Snapshot snapshot = Snapshot.of(database.file())) {
                snapshot.copyTo(copy);
            }
            checkFullText(copy, problems);
        } finally {
            for (String suffix : List.of("", "-wal", "-shm")) {
                Files.deleteIfExists(Path.of(copy + suffix));
            }
            Files.delete(folder);
        }
    }

    private static void checkFullText(Path file, Problems problems) throws SQLException {
        try (Connection connection =
                SqliteDataSource.writer(file, Durability.FULL).getConnection()) {
            Jdbc jdbc = new Jdbc(connection);
            jdbc.execute("BEGIN IMMEDIATE");
            try {
                new FullTextIndex(connection).verify();
            } catch (SQLException e) {
                SqliteDatabase.rollback(connection, e);
                if (!isDamage(e)) {
                    throw e;
                }
                problems.add("Full text: the index is not in step with the facts (" + e.getMessage() + ")");
                return;
            }
            jdbc.execute("ROLLBACK");
        }
    }
}
