package io.lifeos.memory.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A table that changes between two runs is followed in place. */
final class TableChangesIT extends MigrationFixture {

    @Test
    void a_row_that_is_soft_deleted_later_is_an_orphan_and_its_fact_is_forgotten() {
        both.execute(
                "CREATE TABLE archival_memory (id serial PRIMARY KEY, content text, deleted_at timestamptz)",
                row("content", "'a'"),
                row("content", "'b'"));
        both.migrateAndProve();
        both.execute("UPDATE archival_memory SET deleted_at = now() WHERE id = 1");
        MigrationResult result = both.migrate();
        assertThat(result.success()).isTrue();
        assertThat(result.run().orphaned().first()).containsExactly(1L);
        assertThat(result.verification().orphaned().first()).containsExactly(1L);
        assertThat(both.memory().find(1).orElseThrow().active()).isFalse();
    }

    @Test
    void a_column_that_is_added_comes_along_in_place_and_what_was_edited_here_stays() {
        both.execute(
                "CREATE TABLE archival_memory (id serial PRIMARY KEY, content text)",
                row("content", "'a'"),
                row("content", "'b'"));
        both.migrateAndProve();
        both.tamper("UPDATE facts SET content = 'mine' WHERE id = 2");
        both.execute("ALTER TABLE archival_memory ADD project text DEFAULT 'apollo'");

        MigrationResult result = both.migrate();

        assertThat(result.run().updated()).isEqualTo(1);
        assertThat(result.run().keptLocal().first()).containsExactly(new KeptFact(2L, 2, KeptFact.Reason.EDITED));
        assertThat(column("project")).isEqualTo("apollo");
        assertThat(both.stored("SELECT id || content FROM facts ORDER BY id")).containsExactly("1a", "2mine");
        assertThat(both.migrator().force(true).build().migrate().success()).isTrue();
        both.migrateAndProve();
    }

    @Test
    void a_column_that_is_dropped_or_renamed_or_changes_its_type_is_followed_in_place() {
        both.execute(
                "CREATE TABLE archival_memory (id serial PRIMARY KEY, content varchar(20), metadata json, project text,"
                        + " n text, created_at timestamp)",
                "INSERT INTO archival_memory (content, metadata, project, n, created_at) VALUES"
                        + " ('a', '{\"x\" : 1}', 'apollo', '007', '2026-01-25 15:07:40')");
        both.migrateAndProve();
        for (String change : List.of(
                "DROP project",
                "ALTER n TYPE int USING n::int",
                "ALTER metadata TYPE jsonb",
                "ALTER content TYPE text",
                "ALTER created_at TYPE timestamptz USING created_at AT TIME ZONE 'UTC'",
                "RENAME n TO session_id",
                "DROP created_at",
                "DROP metadata")) {
            both.execute("ALTER TABLE archival_memory " + change);
            both.migrateAndProve();
            assertThat(both.stored("SELECT id FROM facts")).containsExactly("1");
        }
        assertThat(both.memory().find(1).orElseThrow().sessionId()).contains("7");
        assertThat(both.memory().find(1).orElseThrow().happenedAt()).isEqualTo(Instant.parse("2026-01-25T15:07:40Z"));
    }

    @Test
    void embeddings_may_be_switched_off_and_on_again() {
        both.execute(
                "CREATE TABLE archival_memory (id serial PRIMARY KEY, content text, embedding real[])",
                row("content, embedding", "'a', '{1,2}'"),
                row("content, embedding", "'b', '{1,NULL}'"));
        both.readWith(archive -> archive.embeddings(false));
        both.migrateAndProve();
        assertThat(both.stored("SELECT embedding FROM fact_embeddings")).containsOnlyNulls();
        for (boolean on : List.of(true, false, true)) {
            both.readWith(archive -> archive.embeddings(on));
            both.migrateAndProve();
            assertThat(both.stored("SELECT hex(embedding) FROM fact_embeddings ORDER BY fact_id"))
                    .containsExactly("0000803F00000040", "");
            assertThat(both.stored("SELECT dimensions FROM fact_embeddings WHERE fact_id = 1"))
                    .containsExactly("2");
            assertThat(both.stored("SELECT source_columns ->> 'embedding' FROM fact_embeddings WHERE fact_id = 2"))
                    .as("what no vector can hold, with embeddings " + (on ? "on" : "off"))
                    .containsExactly("{1,NULL}");
        }
    }
}
