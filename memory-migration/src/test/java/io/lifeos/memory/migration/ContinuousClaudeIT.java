package io.lifeos.memory.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.testing.WordEmbedder;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code archival_memory} of Continuous Claude, with what its successors and an old manual set-up made of it. */
final class ContinuousClaudeIT extends PgVectorFixture {

    private static final String TABLE = """
            CREATE TABLE archival_memory (
                id uuid PRIMARY KEY DEFAULT gen_random_uuid(), session_id text NOT NULL, agent_id text,
                content text NOT NULL, metadata jsonb DEFAULT '{}', embedding vector(%s),
                created_at timestamptz DEFAULT now())""";

    private final WordEmbedder embedder = new WordEmbedder("words", 64);

    @Test
    void a_learning_has_its_session_its_confidence_word_and_its_tags() {
        both.execute(TABLE.formatted(64));
        insert("'s 1', 'agent-1', 'Close the pool @matt', '{\"type\": \"session_learning\", \"session_id\": \"other\","
                + " \"timestamp\": \"2025-12-24T18:00:00\", \"learning_type\": \"WORKING_SOLUTION\","
                + " \"context\": \"shutdown order\", \"tags\": [\"hikari\", \"pool\"], \"confidence\": \"high\"}', "
                + vector(embedder, "zebras") + ", '2025-12-24 18:00:00.5+00'");
        both.migrateAndProve();
        Fact fact = fact("Close the pool @matt");
        assertThat(fact.context()).contains("shutdown order");
        assertThat(fact.sessionId()).contains("s 1");
        assertThat(fact.confidence()).isEqualTo(0.9);
        assertThat(fact.happenedAt()).isEqualTo(Instant.parse("2025-12-24T18:00:00.500Z"));
        assertThat(entities("Close the pool @matt")).containsExactly("#hikari", "#pool", "@matt");
        assertThat(metadata("Close the pool @matt", "confidence")).isEqualTo("high");
        assertThat(metadata("Close the pool @matt", "agent_id")).isEqualTo("agent-1");
        assertThat(recalled(embedder, "zebras")).containsExactly("Close the pool @matt");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"confidence\": \"medium\"}                       | 0.6 |",
                "{\"confidence\": \"LOW\"}                          | 0.3 |",
                "{\"confidence\": \"certain\"}                      | 1.0 |",
                "{\"confidence\": 0.25}                             | 0.25 |",
                "{\"categories\": {\"a\": true, \"b\": false, \"c\": true, \"d\": 1}} | 1.0 | #a,#c",
                "{\"tags\": \"a, b\", \"categories\": {\"b\": true}}  | 1.0 | #a,#b",
                "\"{\\\"confidence\\\": \\\"high\\\", \\\"tags\\\": [\\\"deep\\\"]}\" | 0.9 | #deep",
                "\"{\\\"confidence\\\": \\\"high\\\", \"            | 1.0 |",
                "[{\"confidence\": 0.5}]                            | 1.0 |",
                "7                                                  | 1.0 |",
                "null                                               | 1.0 |",
                "{}                                                 | 1.0 |",
            })
    void metadata_of_every_age_is_understood_and_kept(String json, double confidence, String tags) {
        both.execute(TABLE.formatted(64));
        insert("'s 1', 'agent-1', 'a', '" + json + "', NULL, now()");
        insert("'s 1', NULL, 'b', '" + json + "', NULL, now()");
        both.migrateAndProve();
        for (String content : new String[] {"a", "b"}) {
            assertThat(fact(content).confidence()).isEqualTo(confidence);
            assertThat(String.join(",", entities(content))).isEqualTo(tags == null ? "" : tags);
        }
        assertThat(fact("b").metadata()).contains(json);
        assertThat(metadata("a", "agent_id")).isEqualTo("agent-1");
        assertThat(both.stored("SELECT count(*) FROM facts WHERE NOT json_valid(metadata)"))
                .containsExactly("0");
    }

    @Test
    void what_the_successors_added_comes_along() {
        both.execute(TABLE.formatted(64), """
                ALTER TABLE archival_memory
                    ADD project text, ADD host_id text, ADD embedding_model text DEFAULT 'bge', ADD content_hash text,
                    ADD last_recalled timestamptz, ADD recall_count integer NOT NULL DEFAULT 0,
                    ADD push_count integer NOT NULL DEFAULT 0, ADD last_pushed_at timestamptz,
                    ADD superseded_by uuid REFERENCES archival_memory, ADD superseded_at timestamptz,
                    ADD archived_at timestamptz, ADD scope text DEFAULT 'PROJECT', ADD project_id text,
                    ADD importance_score real""", """
                CREATE TABLE memory_tags (
                    memory_id uuid REFERENCES archival_memory ON DELETE CASCADE, tag text, PRIMARY KEY (memory_id, tag))""");
        insert("'s 1', NULL, 'counts', '{\"tags\": [\"a\"]}', " + vector(embedder, "zebras") + ", now()");
        insert("'s 1', NULL, 'old', '{}', NULL, now()");
        insert("'s 1', NULL, 'older', '{}', NULL, now()");
        both.execute(
                "UPDATE archival_memory SET project = 'apollo', content_hash = 'c1', importance_score = 0.75,"
                        + " recall_count = 3, last_recalled = now(), embedding_model = 'words' WHERE content = 'counts'",
                "UPDATE archival_memory SET superseded_by = (SELECT id FROM archival_memory WHERE content = 'counts')"
                        + " WHERE content = 'old'",
                "UPDATE archival_memory SET archived_at = now() WHERE content = 'older'",
                "INSERT INTO memory_tags SELECT id, tag FROM archival_memory, unnest(ARRAY['b', 'a', 'it''s']) tag"
                        + " WHERE content = 'counts'");
        assertThat(both.migrateAndProve().leftOut()).isEqualTo(2);
        assertThat(entities("counts")).containsExactly("#a", "#b", "#it's");
        assertThat(metadata("counts", "project")).isEqualTo("apollo");
        assertThat(metadata("counts", "scope")).isEqualTo("PROJECT");
        assertThat(kept("counts", "importance_score")).isEqualTo("0.75");
        assertThat(kept("counts", "content_hash")).isEqualTo("c1");
        assertThat(space("counts")).isEqualTo("words 64");

        both.execute("UPDATE archival_memory SET recall_count = 9, push_count = 1, last_pushed_at = now()");
        assertThat(both.migrate().run().updated())
                .as("rows that were merely read")
                .isZero();
        both.execute("DELETE FROM memory_tags WHERE tag = 'b'");
        assertThat(both.migrateAndProve().updated()).isEqualTo(1);
        assertThat(entities("counts")).containsExactly("#a", "#it's");
        both.readWith(archive -> archive.includeLeftOut(true));
        assertThat(both.migrateAndProve().migrated()).isEqualTo(2);
    }

    @Test
    void vectors_of_several_models_that_share_a_padded_column_stay_whole_unless_their_size_is_declared() {
        both.execute(TABLE.formatted(4096));
        insert("'u', NULL, 'undeclared', '{\"embedding_model\": \"words\"}', " + vector(embedder, "zebras", 4096)
                + ", now()");
        insert("'d', NULL, 'declared', '{\"embedding_model\": \"words\", \"embedding_dim\": 64}', "
                + vector(embedder, "zebras", 4096) + ", now()");
        insert("'c', NULL, 'cut off', '{\"embedding_model\": \"huge\", \"embedding_dim\": 8192}', "
                + vector(new WordEmbedder("huge", 4096), "zebras") + ", now()");
        both.migrateAndProve();
        assertThat(space("undeclared")).isEqualTo("words 4096");
        assertThat(space("declared")).isEqualTo("words 64 of 4096");
        assertThat(space("cut off")).isEqualTo("huge 4096");
        assertThat(recalled(embedder, "zebras")).containsExactly("declared");
    }

    @Test
    void the_manual_set_up_without_metadata_has_what_worked_and_failed() {
        both.execute(
                """
                CREATE TABLE archival_memory (
                    id serial PRIMARY KEY, session_id varchar(255), content text, worked text, failed text[],
                    decisions jsonb, patterns text, embedding vector(64), created_at timestamp DEFAULT now())""",
                "INSERT INTO archival_memory (session_id, content, worked, failed, decisions, created_at) VALUES"
                        + " ('s 1', 'a', 'the \"pool\"', '{x,\"y z\"}', '[{\"use\": \"WAL\"}]', '2025-06-01 10:00:00')");
        both.migrateAndProve();
        assertThat(fact("a").metadata())
                .contains("{\"worked\": \"the \\\"pool\\\"\", \"failed\": \"{x,\\\"y z\\\"}\","
                        + " \"decisions\": [{\"use\": \"WAL\"}]}");
        assertThat(fact("a").happenedAt()).isEqualTo(Instant.parse("2025-06-01T10:00:00Z"));
    }

    private void insert(String values) {
        both.execute("INSERT INTO archival_memory (session_id, agent_id, content, metadata, embedding, created_at)"
                + " VALUES (" + values + ")");
    }
}
