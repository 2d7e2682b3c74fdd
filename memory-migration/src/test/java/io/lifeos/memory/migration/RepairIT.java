package io.lifeos.memory.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.migration.UnclaimedFact.Reason;
import io.lifeos.memory.postgres.PostgresArchive;
import io.lifeos.memory.postgres.testing.TestDatabase;
import io.lifeos.memory.postgres.testing.TestPostgres;
import io.lifeos.memory.testing.MemoryOracle;
import io.lifeos.memory.testing.PythonMemory;
import io.lifeos.memory.testing.PythonMemory.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the migration of the Python program lost comes back, into the facts that it made. */
class RepairIT {

    private static final int ROWS = 60;
    private static final String DAY_OF_PYTHON = "2026-01-25";
    private static final String LOG_OF_PYTHON =
            "# Daily Log: 2026-01-25\n\n## 15:07:40 UTC\n\nlearning 1 of @user1 and SOL\n\n---";

    @TempDir
    Path folder;

    private final TestDatabase source = TestPostgres.newDatabase();
    private Path root;

    @BeforeEach
    void nameRoot() {
        root = folder.resolve("root");
    }

    private void insertRows(String idType, String id) {
        source.execute(
                "CREATE TABLE archival_memory (id " + idType + " PRIMARY KEY, content text, metadata jsonb,"
                        + " embedding real[], created_at timestamptz)",
                "INSERT INTO archival_memory SELECT " + id + ", 'learning ' || i || ' of @user' || i || ' and SOL',"
                        + " jsonb_build_object('tags', jsonb_build_array('t' || i % 7), 'session_id', 's' || i % 5,"
                        + " 'context', 'context ' || i % 3, 'confidence', 0.5), ARRAY[i, i / 3.0]::real[],"
                        + " CASE WHEN i % 25 <> 0 THEN '2025-11-01 00:00:00.000001+00'::timestamptz"
                        + " + i * interval '37 minutes' END FROM generate_series(1, " + ROWS + ") i");
    }

    /** As its migration left a row: dated on the day of its run, without metadata, and "X" found in it. */
    private static long pythonMigrated(PythonMemory python, Object id, int number) throws SQLException {
        python.execute(
                "INSERT INTO facts (content, context, timestamp, source, confidence) VALUES (?, ?, ?, ?, ?)",
                content(number),
                "learning",
                DAY_OF_PYTHON + " 15:07:" + (10 + number % 50) + ".123456",
                "archival_memory",
                1.0);
        long fact = Long.parseLong(python.query("SELECT last_insert_rowid()").get(0));
        python.mention(fact, "X", "other");
        python.link(fact, id);
        return fact;
    }

    private static String content(int number) {
        return "learning " + number + " of @user" + number + " and SOL";
    }

    private void createMemory(Shape shape) throws Exception {
        PythonMemory.create(root, shape);
        Files.writeString(root.resolve("memory/" + DAY_OF_PYTHON + ".md"), LOG_OF_PYTHON);
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void facts_are_as_if_they_had_been_migrated_right_and_keep_their_ids(Shape shape) throws Exception {
        insertRows("serial", "i");
        createMemory(shape);
        List<String> ids = new ArrayList<>();
        try (PythonMemory python = PythonMemory.open(root)) {
            for (int number = ROWS; number > 10; number--) {
                ids.add(pythonMigrated(python, number, number) + " " + number);
            }
        }
        try (SourceAndMemory both = SourceAndMemory.of(source, root)) {
            MigrationReport report = both.migrateAndProve();
            assertThat(counts(report)).containsExactly(60L, 10L, 50L, 50L, 0L, 0L);
            assertThat(report.unclaimed().isEmpty()).isTrue();
            assertThat(report.mapping().embeddingsByDimension()).isEqualTo(Map.of(2, 60L));
            assertThat(both.stored("SELECT fact_id || ' ' || postgres_memory_id FROM fact_embeddings"
                            + " WHERE fact_id <= 50 ORDER BY fact_id"))
                    .isEqualTo(ids);
            Fact fact = both.memory().find(1).orElseThrow();
            assertThat(fact.happenedAt()).isEqualTo(Instant.parse("2025-11-02T13:00:00.000001Z"));
            assertThat(fact.recordedAt()).contains(Instant.parse("2026-01-25T15:07:20.123456Z"));
            assertThat(fact.sessionId()).contains("s0");
            assertThat(fact.context()).contains("context 0");
            assertThat(fact.confidence()).isEqualTo(0.5);
            assertThat(fact.entities()).containsExactly("#t4", "@user60", "SOL");
            assertThat(both.stored("SELECT 1 FROM entity_mentions m JOIN entities e ON e.id = m.entity_id"
                            + " WHERE e.name = 'X'"))
                    .isEmpty();
            assertThat(both.memory().recall("learning 60").fetch().hits()).isNotEmpty();
            assertThat(Files.readString(both.memory().workspace().dailyLog(LocalDate.parse(DAY_OF_PYTHON))))
                    .startsWith(LOG_OF_PYTHON)
                    .containsOnlyOnce("learning 25 ")
                    .containsOnlyOnce("learning 50 ")
                    .doesNotContain("learning 60 ");
            assertSameAsMigratedAtOnce();
        }
        MemoryOracle.assertSound(root);
    }

    /** Reads what a run counted: read, migrated, updated, repaired, skipped, rejected. */
    private static List<Long> counts(MigrationReport report) {
        return List.of(
                report.read(),
                report.migrated(),
                report.updated(),
                report.repaired(),
                report.skipped(),
                report.rejected());
    }

    /** But for the time of a row without one, which is that of the first import. */
    private void assertSameAsMigratedAtOnce() throws Exception {
        Path fresh = MigratedRows.createFolder(folder.resolve("fresh"));
        try (PostgresArchive archive = PostgresArchive.of(source.url());
                MemoryStore memory = MemoryStore.open(fresh)) {
            assertThat(Migrator.from(archive).into(memory).build().migrate().success())
                    .isTrue();
        }
        Map<String, String> repaired = MigratedRows.of(root);
        Map<String, String> expected = MigratedRows.of(fresh);
        for (Map<String, String> rows : List.of(repaired, expected)) {
            rows.keySet().removeAll(List.of("[25", "[50"));
        }
        assertThat(repaired).isEqualTo(expected);
    }

    @Test
    void a_row_is_recognised_by_id_and_content_and_the_rest_is_reported() throws Exception {
        insertRows("serial", "i");
        createMemory(Shape.FIFTH);
        try (PythonMemory python = PythonMemory.open(root)) {
            pythonMigrated(python, 1, 1); // fact 1
            pythonMigrated(python, 2, 2);
            pythonMigrated(python, 2, 2); // fact 3: a second time
            pythonMigrated(python, 2, 2);
            pythonMigrated(python, 3, 4); // fact 5: another content
            pythonMigrated(python, 9_999, 6); // fact 6: no such row
            pythonMigrated(python, 7, 7); // fact 7: edited, then migrated again
            pythonMigrated(python, 7, 7);
            pythonMigrated(python, 8, 8); // fact 9: forgotten
            python.execute("UPDATE facts SET content = 'mine' WHERE id = 7");
            python.execute("UPDATE facts SET is_active = 0 WHERE id = 9");
            python.execute("UPDATE facts SET timestamp = NULL, confidence = NULL WHERE id = 1");
        }
        UnclaimedFact[] unclaimed = {
            new UnclaimedFact(2L, 3, Reason.DUPLICATE),
            new UnclaimedFact(2L, 4, Reason.DUPLICATE),
            new UnclaimedFact(3L, 5, Reason.DIFFERENT_CONTENT),
            new UnclaimedFact(7L, 7, Reason.DIFFERENT_CONTENT)
        };
        try (SourceAndMemory both = SourceAndMemory.of(source, root)) {
            MigrationReport dryRun = both.migrator().dryRun(true).build().migrateArchivalMemory();
            assertThat(counts(dryRun)).containsExactly(60L, 56L, 4L, 4L, 0L, 0L);
            assertThat(dryRun.unclaimed().first()).containsExactlyInAnyOrder(unclaimed);
            assertThat(both.stored("SELECT 1 FROM fact_embeddings WHERE source_id IS NOT NULL"))
                    .isEmpty();

            MigrationReport report = both.migrateAndProve();
            assertThat(counts(report)).isEqualTo(counts(dryRun));
            assertThat(report.unclaimed().first()).containsExactly(unclaimed);
            assertThat(report.duplicatesForgotten()).isZero();
            assertThat(both.stored("SELECT fact_id || ' ' || coalesce(postgres_memory_id, '-') FROM fact_embeddings"
                            + " WHERE fact_id <= 9 ORDER BY fact_id"))
                    .containsExactly("1 1", "2 2", "3 -", "4 -", "5 -", "6 -", "7 -", "8 7", "9 8");
            assertThat(both.memory().find(9).orElseThrow().active()).isFalse();
            assertThat(both.memory().find(7).orElseThrow().content()).isEqualTo("mine");
            assertThat(both.memory().find(1).orElseThrow().confidence()).isEqualTo(0.5);
            assertThat(both.memory().find(5).orElseThrow().happenedAt().toString())
                    .startsWith(DAY_OF_PYTHON);

            MigrationReport again = both.migrate().run();
            assertThat(again.skipped()).isEqualTo(60);
            assertThat(again.repaired()).isZero();
            assertThat(again.unclaimed()).isEqualTo(report.unclaimed());
        }
        MemoryOracle.assertSound(root);
    }

    @Test
    void duplicates_are_put_to_sleep_if_asked_for_and_stay_in_the_file() throws Exception {
        insertRows("serial", "i");
        createMemory(Shape.FIFTH);
        try (PythonMemory python = PythonMemory.open(root)) {
            for (int copy = 0; copy < 3; copy++) {
                pythonMigrated(python, 1, 1);
                pythonMigrated(python, 2, 2);
            }
            python.execute("UPDATE facts SET is_active = 0 WHERE id = 6");
        }
        try (SourceAndMemory both = SourceAndMemory.of(source, root)) {
            MigratorBuilder forgetting = both.migrator().forgetDuplicates(true);
            MigrationReport dryRun = forgetting.dryRun(true).build().migrateArchivalMemory();
            assertThat(dryRun.duplicatesForgotten()).isEqualTo(3);
            assertThat(both.stored("SELECT id FROM facts WHERE is_active = 0")).containsExactly("6");

            both.migrateAndProve();
            assertThat(forgetting.build().migrateArchivalMemory().duplicatesForgotten())
                    .isEqualTo(3);
            MigrationResult result = forgetting.dryRun(false).build().migrate();
            assertThat(result.run().duplicatesForgotten()).isEqualTo(3);
            assertThat(result.run().unclaimed().count()).isEqualTo(4);
            assertThat(result.success()).isTrue();
            assertThat(both.stored("SELECT id FROM facts WHERE is_active = 0")).containsExactly("3", "4", "5", "6");
            assertThat(both.stored("SELECT postgres_id FROM fact_embeddings WHERE fact_id IN (3, 4, 5, 6)"))
                    .containsExactly("1", "2", "1", "2");
            assertThat(forgetting.build().migrate().run().duplicatesForgotten()).isZero();
        }
    }

    @Test
    void a_fact_whose_row_has_no_time_gets_the_one_that_was_given() throws Exception {
        insertRows("serial", "i");
        createMemory(Shape.FIFTH);
        try (PythonMemory python = PythonMemory.open(root)) {
            pythonMigrated(python, 25, 25);
        }
        Instant given = Instant.parse("2020-02-02T00:00:00Z");
        try (SourceAndMemory both = SourceAndMemory.of(source, root)) {
            both.migrator().undatedTime(given).build().migrate();
            assertThat(both.memory().find(1).orElseThrow().happenedAt()).isEqualTo(given);
        }
    }

    @Test
    void a_fact_without_a_time_whose_row_has_none_either_gets_that_of_the_run() throws Exception {
        insertRows("serial", "i");
        createMemory(Shape.FIFTH);
        try (PythonMemory python = PythonMemory.open(root)) {
            pythonMigrated(python, 25, 25);
            python.execute("UPDATE facts SET timestamp = NULL");
        }
        try (SourceAndMemory both = SourceAndMemory.of(source, root)) {
            both.migrateAndProve();
            assertThat(both.memory().find(1).orElseThrow().happenedAt())
                    .isCloseTo(Instant.now(), within(1, ChronoUnit.HOURS));
        }
    }

    @Test
    void the_only_copy_that_is_awake_is_not_put_to_sleep() throws Exception {
        insertRows("serial", "i");
        createMemory(Shape.FIFTH);
        try (PythonMemory python = PythonMemory.open(root)) {
            for (int copy = 0; copy < 2; copy++) {
                pythonMigrated(python, 1, 1);
                pythonMigrated(python, 2, 2);
            }
            python.execute("UPDATE facts SET is_active = 0 WHERE id = 1");
        }
        try (SourceAndMemory both = SourceAndMemory.of(source, root)) {
            MigratorBuilder forgetting = both.migrator().forgetDuplicates(true);
            assertThat(forgetting.dryRun(true).build().migrateArchivalMemory().duplicatesForgotten())
                    .isEqualTo(1);
            MigrationReport run = forgetting.dryRun(false).build().migrate().run();
            assertThat(run.duplicatesForgotten()).isEqualTo(1);
            assertThat(run.unclaimed().count()).isEqualTo(2);
            assertThat(both.stored("SELECT id FROM facts WHERE is_active = 0")).containsExactly("1", "4");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"uuid", "text"})
    void ids_that_are_no_numbers_are_recognised_as_that_program_wrote_them(String type) throws Exception {
        String id = type.equals("uuid") ? "md5(i::text)::uuid" : "lpad(i::text, 3, '0')";
        insertRows(type, id);
        createMemory(Shape.FIFTH);
        try (PythonMemory python = PythonMemory.open(root)) {
            for (int number = 1; number <= ROWS; number++) {
                String its = source.query(
                        "SELECT (" + id.replace("i::", "x.i::") + ")::text FROM (SELECT " + number + " AS i) x");
                pythonMigrated(python, its, number);
                pythonMigrated(python, its, number);
            }
        }
        try (SourceAndMemory both = SourceAndMemory.of(source, root)) {
            MigrationReport report = both.migrateAndProve();
            assertThat(counts(report)).containsExactly(60L, 0L, 60L, 60L, 0L, 0L);
            assertThat(report.unclaimed().count()).isEqualTo(60);
            assertThat(report.unclaimed().first()).allMatch(fact -> fact.reason() == Reason.DUPLICATE);
        }
        MemoryOracle.assertSound(root);
    }

    /** It replaces the whole row, and with it all that tells where the fact came from. */
    @Test
    void a_link_of_ours_that_the_other_program_overwrote_is_claimed_back() throws Exception {
        insertRows("serial", "i");
        MigratedRows.createFolder(root);
        try (SourceAndMemory both = SourceAndMemory.of(source, root)) {
            both.migrateAndProve();
            Map<String, String> before = MigratedRows.of(root);
            try (PythonMemory python = PythonMemory.open(root)) {
                python.link(7, 7);
            }
            MigrationReport report = both.migrateAndProve();
            assertThat(counts(report)).containsExactly(60L, 0L, 1L, 1L, 59L, 0L);
            assertThat(MigratedRows.of(root)).isEqualTo(before);
        }
        MemoryOracle.assertSound(root);
    }

    @Test
    void a_dry_run_over_a_file_that_is_only_read_counts_what_a_run_would_do() throws Exception {
        insertRows("serial", "i");
        createMemory(Shape.THIRD);
        try (PythonMemory python = PythonMemory.open(root)) {
            pythonMigrated(python, 1, 1);
            pythonMigrated(python, 1, 1);
            pythonMigrated(python, 2, 3);
        }
        byte[] before = Files.readAllBytes(root.resolve("jarvis.db"));
        try (source;
                MemoryStore memory = MemoryStore.openReadOnly(root);
                PostgresArchive archive = PostgresArchive.of(source.url())) {
            Migrator migrator = Migrator.from(archive).into(memory).dryRun(true).build();
            MigrationReport report = migrator.migrateArchivalMemory();
            assertThat(counts(report)).containsExactly(60L, 59L, 1L, 1L, 0L, 0L);
            assertThat(report.unclaimed().count()).isEqualTo(2);
            assertThat(migrator.getMigrationStatus().pendingCount()).hasValue(60);
            assertThat(migrator.verifyMigration().missing().count()).isEqualTo(60);
        }
        assertThat(root.resolve("jarvis.db")).hasBinaryContent(before);
    }

    @Test
    void two_sources_with_the_same_ids_each_claim_what_is_theirs() throws Exception {
        insertRows("serial", "i");
        source.execute(
                "CREATE TABLE other_memory AS SELECT * FROM archival_memory",
                "ALTER TABLE other_memory ADD PRIMARY KEY (id)",
                "UPDATE other_memory SET content = 'other ' || content");
        createMemory(Shape.FIFTH);
        try (PythonMemory python = PythonMemory.open(root)) {
            for (int number = 1; number <= ROWS; number++) {
                pythonMigrated(python, number, number);
            }
            python.execute("UPDATE facts SET content = 'other ' || content WHERE id > 30");
        }
        try (SourceAndMemory both = SourceAndMemory.of(source, root)) {
            MigrationReport first = both.migrateAndProve();
            assertThat(counts(first)).containsExactly(60L, 30L, 30L, 30L, 0L, 0L);
            assertThat(first.unclaimed().count()).isEqualTo(30);
            both.readWith(archive -> archive.table("other_memory"));
            MigrationReport second = both.migrateAndProve();
            assertThat(counts(second)).containsExactly(60L, 30L, 30L, 30L, 0L, 0L);
            assertThat(second.unclaimed().count()).isZero();
        }
        MemoryOracle.assertSound(root);
    }

    @Test
    void a_memory_without_such_links_reports_none() throws Exception {
        insertRows("serial", "i");
        MigratedRows.createFolder(root);
        try (SourceAndMemory both = SourceAndMemory.of(source, root)) {
            MigrationReport report = both.migrateAndProve();
            assertThat(counts(report)).containsExactly(60L, 60L, 0L, 0L, 0L, 0L);
            assertThat(report.unclaimed()).isEqualTo(new Listed<>(0, List.of()));
            assertThat(report.stopped()).isEqualTo(Optional.empty());
        }
    }
}
