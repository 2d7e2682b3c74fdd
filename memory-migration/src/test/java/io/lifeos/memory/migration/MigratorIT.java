package io.lifeos.memory.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.StoreLockedException;
import io.lifeos.memory.migration.VerificationReport.Outcome;
import io.lifeos.memory.postgres.PostgresArchive;
import io.lifeos.memory.testing.MemoryOracle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MigratorIT extends ArchivalMemoryFixture {

    @Test
    void brings_every_row_over_with_its_time_content_and_log() throws Exception {
        insert(
                "'deploy on Fridays @alice'",
                "'{\"tags\":[\"ops\"],\"context\":\"release\",\"confidence\":0.5}'",
                "'2026-01-25 15:07:40.123456+00'");
        insert("'zwei\n# Zeilen 🎉'", "NULL", "'2025-12-31 23:59:59.999999+00'");

        MigrationResult result = migrator().build().migrate();

        assertThat(result.success()).isTrue();
        assertThat(result.run().migrated()).isEqualTo(2);
        assertThat(result.verification().checked()).isEqualTo(2);
        assertThat(Stored.links(memory)).isEqualTo(2);
        Fact first = memory.find(1).orElseThrow();
        assertThat(first.content()).isEqualTo("deploy on Fridays @alice");
        assertThat(first.happenedAt()).isEqualTo(Instant.parse("2026-01-25T15:07:40.123456Z"));
        assertThat(first.context()).contains("release");
        assertThat(first.confidence()).isEqualTo(0.5);
        assertThat(first.source()).contains("archival_memory");
        assertThat(first.entities()).containsExactly("#ops", "@alice");
        assertThat(memory.workspace().dailyLogs().resolve("2025-12-31.md"))
                .content()
                .contains("## 23:59:59 UTC\n<!-- fact:2 -->\n\nzwei\n\\# Zeilen 🎉\n");
        MemoryOracle.assertSound(root);
    }

    @Test
    void migrates_whatever_the_metadata_is() {
        for (String metadata : List.of(
                "NULL",
                "'null'",
                "'[]'",
                "'[1,{\"a\":2}]'",
                "'7'",
                "'1e400'",
                "'\"text\"'",
                "'\"{\\\"context\\\":\\\"twice\\\"}\"'",
                "'{\"tags\":\"a, b\"}'",
                "'{\"tags\":[1,2]}'",
                "'{\"tags\":null}'",
                "'{\"tags\":{\"a\":1}}'",
                "'{\"session_id\":\"s1\",\"type\":\"note\"}'",
                "'{\"confidence\":7}'")) {
            insert("'same'", metadata, "now()");
        }

        MigrationResult result = migrator().build().migrate();

        assertThat(result.success()).isTrue();
        assertThat(result.run().migrated()).isEqualTo(14);
        assertThat(result.run().rejected()).isZero();
    }

    @Test
    void changes_nothing_the_second_time() throws Exception {
        insertSeries(250);
        migrator().batchSize(100).build().migrate();
        memory.writeDailyLogs();
        String before = Stored.everything(memory);

        MigrationReport again = migrator().batchSize(70).build().migrateArchivalMemory();

        assertThat(again.read()).isEqualTo(250);
        assertThat(again.skipped()).isEqualTo(250);
        assertThat(Stored.everything(memory)).isEqualTo(before);
    }

    @Test
    void rewrites_in_place_when_forced_however_often() {
        insertSeries(30);
        migrator().build().migrate();
        String before = Stored.facts(memory);

        for (int i = 0; i < 3; i++) {
            MigrationResult forced = migrator().force(true).build().migrate();
            assertThat(forced.verification().problems()).isEmpty();
            assertThat(forced.run().updated()).isEqualTo(30);
        }

        assertThat(Stored.facts(memory)).isEqualTo(before);
        MemoryOracle.assertSound(root);
    }

    @Test
    void finds_new_changed_and_removed_rows_at_any_place() {
        insertSeries(40);
        migrator().build().migrate();
        database.execute(
                "INSERT INTO archival_memory (id, content, created_at) VALUES (-5, 'late', '2024-02-29 12:00:00+00')",
                "UPDATE archival_memory SET content = 'changed', created_at = '2023-03-03 03:03:03+00' WHERE id = 20",
                "DELETE FROM archival_memory WHERE id = 7");

        MigrationResult result = migrator().batchSize(9).build().migrate();

        assertThat(result.run().migrated()).isEqualTo(1);
        assertThat(result.run().updated()).isEqualTo(1);
        assertThat(result.run().skipped()).isEqualTo(38);
        assertThat(result.run().orphaned().first()).containsExactly(7L);
        assertThat(result.verification().outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(result.verification().orphaned().first()).containsExactly(7L);
        assertThat(memory.find(20).orElseThrow().content()).isEqualTo("changed");
        assertThat(memory.workspace().dailyLogs().resolve("2023-03-03.md"))
                .content()
                .contains("<!-- fact:20 -->");
        MemoryOracle.assertSound(root);
    }

    @Test
    void keeps_what_was_edited_or_forgotten_here_until_forced() {
        insertSeries(5);
        migrator().build().migrate();
        memory.database()
                .transaction(c -> c.createStatement().executeUpdate("UPDATE facts SET content = 'mine' WHERE id = 2"));
        memory.forget(3);
        database.execute("UPDATE archival_memory SET content = 'theirs' WHERE id IN (2, 3)");

        MigrationResult kept = migrator().build().migrate();

        assertThat(kept.run().updated()).isZero();
        assertThat(kept.run().keptLocal().first())
                .containsExactlyInAnyOrder(
                        new KeptFact(2L, 2, KeptFact.Reason.EDITED), new KeptFact(3L, 3, KeptFact.Reason.FORGOTTEN));
        assertThat(kept.verification().changed().first())
                .containsExactly(
                        new RowDifference(2L, 2, List.of("content")), new RowDifference(3L, 3, List.of("content")));

        MigrationResult forced = migrator().force(true).build().migrate();

        assertThat(forced.success()).isTrue();
        assertThat(memory.find(2).orElseThrow().content()).isEqualTo("theirs");
        assertThat(memory.find(3).orElseThrow().active()).isFalse();
    }

    @Test
    void keeps_what_was_revised_or_superseded_here_and_when_it_expires_even_if_forced() {
        insertSeries(5);
        migrator().build().migrate();
        Instant later = Instant.parse("2999-01-01T00:00:00Z");
        memory.revise(2).content("mine").expiresAt(later).save();
        Fact instead = memory.supersede(3, "instead").save();
        database.execute("UPDATE archival_memory SET content = 'theirs' WHERE id IN (2, 3)");

        MigrationResult kept = migrator().build().migrate();

        assertThat(kept.run().updated()).isZero();
        assertThat(kept.run().keptLocal().first())
                .containsExactlyInAnyOrder(
                        new KeptFact(2L, 2, KeptFact.Reason.EDITED), new KeptFact(3L, 3, KeptFact.Reason.FORGOTTEN));
        assertThat(memory.find(2).orElseThrow().content()).isEqualTo("mine");

        migrator().force(true).build().migrate();

        assertThat(memory.find(2).orElseThrow().content()).isEqualTo("theirs");
        assertThat(memory.find(2).orElseThrow().expiresAt()).contains(later);
        assertThat(memory.history(3)).extracting(Fact::id).containsExactly(3L, instead.id());
        assertThat(memory.find(3).orElseThrow().active()).isFalse();
        MemoryOracle.assertSound(root);
    }

    @Test
    void only_counts_in_a_dry_run() throws Exception {
        insertSeries(12);
        Path elsewhere = root.resolveSibling(root.getFileName() + "-absent");
        try (MemoryStore absent =
                MemoryStore.builder().root(elsewhere).emptyIfAbsent(true).openReadOnly()) {
            MigrationReport report = Migrator.from(both.archive())
                    .into(absent)
                    .dryRun(true)
                    .build()
                    .migrateArchivalMemory();
            assertThat(report.migrated()).isEqualTo(12);
            assertThat(report.dryRun()).isTrue();
        }
        assertThat(Files.exists(elsewhere)).isFalse();

        migrator().build().migrate();
        database.execute(
                "UPDATE archival_memory SET content = 'new' WHERE id = 1", "DELETE FROM archival_memory WHERE id = 2");
        String before = Stored.everything(memory);
        MigrationReport report = migrator().dryRun(true).build().migrateArchivalMemory();
        assertThat(report.updated()).isEqualTo(1);
        assertThat(report.skipped()).isEqualTo(10);
        assertThat(report.orphaned().first()).containsExactly(2L);
        assertThat(Stored.everything(memory)).isEqualTo(before);
    }

    @Test
    void tells_the_state_and_never_takes_an_unreachable_source_for_an_empty_one() {
        insertSeries(3);
        database.execute("INSERT INTO archival_memory (content) VALUES (NULL)");
        MigrationStatus before = migrator().build().getMigrationStatus();
        assertThat(before.postgresCount()).hasValue(3);
        assertThat(before.leftOut()).hasValue(1);
        assertThat(before.pendingCount()).hasValue(3);
        migrator().build().migrate();
        MigrationStatus after = migrator().build().getMigrationStatus();
        assertThat(after.migratedCount()).hasValue(3);
        assertThat(after.pendingCount()).hasValue(0);

        try (PostgresArchive away = PostgresArchive.of("postgresql://postgres:secret-word@127.0.0.1:1/postgres")) {
            Migrator migrator = Migrator.from(away).into(memory).build();
            MigrationStatus down = migrator.getMigrationStatus();
            assertThat(down.postgresAvailable()).isFalse();
            assertThat(down.postgresCount()).isEmpty();
            assertThat(down.pendingCount()).isEmpty();
            assertThat(down.reason().orElseThrow()).doesNotContain("secret-word");
            VerificationReport report = migrator.verifyMigration();
            assertThat(report.outcome()).isEqualTo(Outcome.UNVERIFIABLE);
        }
    }

    @Test
    void lets_only_one_run_at_a_time_into_a_memory() {
        insertSeries(30);
        List<Throwable> refusals = new ArrayList<>();
        Migrator second = migrator().build();
        Migrator first = migrator()
                .batchSize(10)
                .listener(progress -> {
                    try {
                        second.migrateArchivalMemory();
                    } catch (StoreLockedException e) {
                        refusals.add(e);
                    }
                })
                .build();

        assertThat(first.migrateArchivalMemory().migrated()).isEqualTo(30);
        assertThat(refusals).hasSize(3);
        assertThat(second.migrateArchivalMemory().skipped()).isEqualTo(30);
    }

    @Test
    void dates_facts_anew_when_the_zone_of_the_source_is_told() {
        database.execute(
                "ALTER TABLE archival_memory ALTER created_at TYPE timestamp",
                "INSERT INTO archival_memory (content, created_at) VALUES ('noon', '2026-01-25 12:00:00')");
        migrator().build().migrate();
        assertThat(memory.find(1).orElseThrow().happenedAt()).isEqualTo(Instant.parse("2026-01-25T12:00:00Z"));

        try (PostgresArchive inTokyo = PostgresArchive.builder()
                .url(database.url())
                .sourceZone(ZoneId.of("Asia/Tokyo"))
                .build()) {
            MigrationResult result = Migrator.from(inTokyo).into(memory).build().migrate();

            assertThat(result.success()).isTrue();
            assertThat(result.run().updated()).isEqualTo(1);
            assertThat(memory.find(1).orElseThrow().happenedAt()).isEqualTo(Instant.parse("2026-01-25T03:00:00Z"));
        }
    }

    @Test
    void lets_sqlite_count_after_a_large_load() {
        insertSeries(1_500);

        assertThat(migrator().build().migrate().success()).isTrue();

        assertThat(Stored.number(memory, "SELECT COUNT(*) FROM sqlite_stat1 WHERE idx = 'idx_facts_timestamp'"))
                .isEqualTo(1);
    }

    @Test
    void takes_large_rows_a_few_at_a_time() {
        database.execute(
                "INSERT INTO archival_memory (content) SELECT i || repeat('x', 3000000) FROM generate_series(1, 40) i");

        MigrationResult result = migrator().build().migrate();

        assertThat(result.success()).isTrue();
        assertThat(result.run().migrated()).isEqualTo(40);
        assertThat(Stored.number(memory, "SELECT COUNT(DISTINCT recorded_at) FROM facts"))
                .isGreaterThan(10);
    }

    @Test
    void brings_a_row_over_again_whose_fact_was_deleted_behind_its_link() {
        insertSeries(6);
        migrator().build().migrate();
        try (Connection raw = DriverManager.getConnection(
                        "jdbc:sqlite:" + memory.database().file());
                Statement statement = raw.createStatement()) {
            statement.execute("DELETE FROM facts WHERE id IN (2, 5)");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        database.execute("DELETE FROM archival_memory WHERE id = 5");
        VerificationReport report = migrator().build().verifyMigration();
        assertThat(report.missing().first()).containsExactly(2L);
        assertThat(report.strayLinks().first()).containsExactlyInAnyOrder(2L, 5L);

        MigrationResult again = migrator().build().migrate();

        assertThat(again.verification().reason()).isEmpty();
        assertThat(again.run().migrated()).isEqualTo(1);
        assertThat(again.run().orphaned().isEmpty()).isTrue();
    }

    private void insert(String content, String metadata, String createdAt) {
        database.execute("INSERT INTO archival_memory (content, metadata, embedding, created_at) VALUES (" + content
                + ", " + metadata + ", '{0.1,-0,1e-40}', " + createdAt + ")");
    }
}
