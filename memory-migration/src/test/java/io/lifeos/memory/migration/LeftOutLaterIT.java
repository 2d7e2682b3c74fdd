package io.lifeos.memory.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.archive.file.FileArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that were migrated, and that their program has retired since, or that are left out for another reason. */
class LeftOutLaterIT extends MigrationFixture {

    @BeforeEach
    void migrate_four_rows() {
        both.execute(
                "CREATE TABLE archival_memory (id serial PRIMARY KEY, content text, deleted_at timestamptz)",
                "INSERT INTO archival_memory (content) VALUES ('a'), ('b'), ('c'), ('d')");
        both.migrateAndProve();
    }

    @Test
    void the_fact_of_a_row_that_is_retired_is_forgotten_and_never_deleted_and_comes_back_with_its_row() {
        both.execute("UPDATE archival_memory SET deleted_at = now() WHERE id = 1");
        MigrationResult result = both.migrate();
        assertThat(result.success()).isTrue();
        assertThat(result.run().leftOutForgotten()).isEqualTo(1);
        assertThat(result.run().goneForgotten()).isZero();
        assertThat(result.run().orphaned().first()).containsExactly(1L);
        assertThat(active()).containsExactly("b", "c", "d");
        assertThat(both.migrate().run().leftOutForgotten()).isZero();

        both.execute("UPDATE archival_memory SET deleted_at = NULL");
        assertThat(both.migrate().run().updated()).isEqualTo(1);
        assertThat(active()).containsExactly("a", "b", "c", "d");
    }

    @Test
    void it_comes_back_as_well_when_what_is_left_out_is_asked_for() {
        both.execute("UPDATE archival_memory SET deleted_at = now() WHERE id = 1");
        both.migrate();
        both.readWith(archive -> archive.includeLeftOut(true));
        assertThat(both.migrate().success()).isTrue();
        assertThat(active()).containsExactly("a", "b", "c", "d");
    }

    @Test
    void a_row_that_has_lost_its_content_loses_its_fact_likewise() {
        both.execute("UPDATE archival_memory SET content = NULL WHERE id = 2");
        assertThat(both.migrate().run().leftOutForgotten()).isEqualTo(1);
        assertThat(active()).containsExactly("a", "c", "d");
    }

    @Test
    void when_over_half_have_lost_it_the_place_is_in_doubt_and_nothing_is_forgotten() {
        both.execute("UPDATE archival_memory SET content = NULL WHERE id > 1");
        MigrationReport report = both.migrate().run();
        assertThat(report.doubt()).isPresent();
        assertThat(report.leftOutForgotten()).isZero();
        assertThat(active()).containsExactly("a", "b", "c", "d");
    }

    @Test
    void when_all_are_retired_it_is_not_said_that_there_are_none() {
        both.execute("UPDATE archival_memory SET deleted_at = now()");
        MigrationResult result = both.migrate();
        assertThat(result.run().leftOutForgotten()).isEqualTo(4);
        assertThat(result.verification().reason())
                .contains("all rows of the source are left out, but 4 were migrated from it.");
    }

    @Test
    void facts_that_retired_rows_of_another_database_let_be_forgotten_come_back_with_their_own() {
        both.execute("UPDATE archival_memory SET content = 'other ' || id, deleted_at = now()");
        MigrationResult result = both.migrate();
        assertThat(result.run().leftOutForgotten()).isEqualTo(4);
        both.execute("UPDATE archival_memory SET content = chr(96 + id), deleted_at = NULL");
        assertThat(both.migrate().success()).isTrue();
        assertThat(active()).containsExactly("a", "b", "c", "d");
    }

    @Test
    void a_fact_that_was_edited_here_is_only_reported() {
        both.tamper("UPDATE facts SET content = 'mine' WHERE id = 1");
        both.execute("UPDATE archival_memory SET deleted_at = now() WHERE id IN (1, 2)");
        MigrationReport report = both.migrate().run();
        assertThat(report.leftOutForgotten()).isEqualTo(1);
        assertThat(report.orphaned().first()).containsExactlyInAnyOrder(1L, 2L);
        assertThat(report.keptLocal().first()).containsExactly(new KeptFact(1L, 1, KeptFact.Reason.EDITED));
        assertThat(active()).containsExactly("mine", "c", "d");
    }

    @Test
    void a_fact_that_was_forgotten_here_stays_forgotten_when_its_row_comes_back() {
        both.memory().forget(3);
        both.execute("UPDATE archival_memory SET deleted_at = now() WHERE id = 3");
        assertThat(both.migrate().run().leftOutForgotten()).isZero();
        both.execute("UPDATE archival_memory SET deleted_at = NULL");
        both.migrate();
        assertThat(active()).containsExactly("a", "b", "d");
    }

    @Test
    void the_fact_of_a_row_that_is_gone_stays() {
        both.execute(
                "DELETE FROM archival_memory WHERE id = 1",
                "UPDATE archival_memory SET deleted_at = now() WHERE id = 2");
        MigrationReport report = both.migrate().run();
        assertThat(report.leftOutForgotten()).isEqualTo(1);
        assertThat(active()).containsExactly("a", "c", "d");
    }

    @Test
    void a_dry_run_counts_what_it_would_forget_and_forgets_nothing() {
        both.execute("UPDATE archival_memory SET deleted_at = now() WHERE id <= 2");
        MigrationReport report = both.migrator().dryRun(true).build().migrateArchivalMemory();
        assertThat(report.leftOutForgotten()).isEqualTo(2);
        assertThat(active()).containsExactly("a", "b", "c", "d");
    }

    @Test
    void a_line_of_a_dump_that_says_deleted_now_is_treated_alike(@TempDir Path folder) throws IOException {
        Path dump = folder.resolve("notes.jsonl");
        Files.writeString(dump, "{\"id\": 1, \"content\": \"e\"}\n{\"id\": 2, \"content\": \"f\"}\n");
        assertThat(migrate(dump).success()).isTrue();
        Files.writeString(
                dump, "{\"id\": 1, \"content\": \"e\", \"is_deleted\": true}\n{\"id\": 2, \"content\": \"f\"}\n");
        assertThat(migrate(dump).run().leftOutForgotten()).isEqualTo(1);
        assertThat(active()).containsExactly("a", "b", "c", "d", "f");
    }

    private MigrationResult migrate(Path dump) {
        try (FileArchive archive = FileArchive.of(dump)) {
            return Migrator.from(archive).into(both.memory()).build().migrate();
        }
    }

    private List<String> active() {
        return both.stored("SELECT content FROM facts WHERE is_active = 1 ORDER BY id");
    }
}
