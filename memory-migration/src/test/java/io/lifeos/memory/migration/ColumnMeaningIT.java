package io.lifeos.memory.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.archive.profile.TableProfile;
import io.lifeos.memory.archive.table.TableSpec;
import io.lifeos.memory.fact.Fact;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Columns that have a meaning although nobody named it. */
final class ColumnMeaningIT extends MigrationFixture {

    @Test
    void columns_that_are_named_as_the_id_stay_the_time_and_the_session() {
        both.execute(
                "CREATE TABLE archival_memory (created_at timestamptz, session_id text, content text)",
                "INSERT INTO archival_memory VALUES ('2024-05-01 10:00Z', 's-1', 'likes tea')");
        both.readWith(
                archive -> archive.table(TableSpec.named("archival_memory").id("created_at", "session_id")));
        both.migrateAndProve();
        assertDatedInSession("s-1");
        assertThat(both.stored("SELECT postgres_memory_id FROM fact_embeddings"))
                .containsExactly("[\"2024-05-01 10:00:00+00\",\"s-1\"]");
    }

    @Test
    void a_table_of_spring_ai_that_was_extended_has_times_and_sessions() {
        both.execute(
                "CREATE TABLE documents (id bigserial PRIMARY KEY, content text, metadata jsonb, embedding real[],"
                        + " session_id uuid, created_at timestamptz)",
                "INSERT INTO documents VALUES (1, 'likes tea', '{}', '{1,2}',"
                        + " '60000000-0000-4000-8000-000000000001', '2024-05-01 10:00Z')");
        both.readWith(archive -> archive.table(TableSpec.named("documents").profile(TableProfile.SPRING_AI)));
        both.migrateAndProve();
        assertDatedInSession("60000000-0000-4000-8000-000000000001");
    }

    @Test
    void a_generic_table_has_the_time_and_the_session_that_are_plain_unless_others_are_named() {
        both.execute(
                "CREATE TABLE notes (id int PRIMARY KEY, body text, created_at timestamptz, noted_on date, session_id text)",
                "INSERT INTO notes VALUES (1, 'likes tea', '2024-05-01 10:00Z', '2020-01-01', 's-1')");
        TableSpec notes = TableSpec.named("notes").profile(TableProfile.GENERIC).content("body");
        both.readWith(archive -> archive.table(notes));
        both.migrateAndProve();
        assertDatedInSession("s-1");
        both.readWith(archive -> archive.table(notes.createdAt("noted_on")));
        both.migrateAndProve();
        assertThat(both.memory().find(1).orElseThrow().happenedAt()).isEqualTo(Instant.parse("2020-01-01T00:00:00Z"));
    }

    private void assertDatedInSession(String session) {
        Fact fact = both.memory().find(1).orElseThrow();
        assertThat(fact.happenedAt()).isEqualTo(Instant.parse("2024-05-01T10:00:00Z"));
        assertThat(fact.sessionId()).contains(session);
    }
}
