package io.lifeos.memory.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.archive.table.TableSpec;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.testing.WordEmbedder;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Passages of Letta: padded vectors, tags in two places, soft deletion, and the names that the table had before. */
final class LettaIT extends PgVectorFixture {

    private static final int COLUMN = 4096;

    private final WordEmbedder small = new WordEmbedder("words-64", 64);

    @BeforeEach
    void create() {
        both.execute("""
                CREATE TABLE archival_passages (
                    text varchar NOT NULL, embedding_config json, metadata_ json NOT NULL, tags json,
                    embedding vector(4096), id varchar PRIMARY KEY, created_at timestamptz DEFAULT now(),
                    updated_at timestamptz DEFAULT now(), is_deleted boolean NOT NULL DEFAULT false,
                    _created_by_id varchar, _last_updated_by_id varchar, organization_id varchar NOT NULL,
                    archive_id varchar NOT NULL)""", """
                CREATE TABLE passage_tags (
                    id varchar PRIMARY KEY, tag varchar NOT NULL, passage_id varchar NOT NULL, archive_id varchar NOT NULL,
                    organization_id varchar NOT NULL, UNIQUE (passage_id, tag))""", """
                CREATE TABLE source_passages (
                    id varchar PRIMARY KEY, text varchar NOT NULL, embedding_config json, metadata_ json NOT NULL,
                    embedding vector(4096), file_id varchar, source_id varchar NOT NULL, created_at timestamptz)""");
    }

    @Test
    void a_passage_becomes_a_fact_with_its_tags_its_owner_and_the_vector_without_padding() {
        insert("1", "Matt prefers green tea", config("words-64", "64"), vector(small, "zebras", COLUMN));
        both.execute(
                "UPDATE archival_passages SET tags = '[\"drinks\", \"matt\"]', metadata_ = '{\"a\": 1, \"a\": 2}',"
                        + " created_at = '2025-11-05 23:04:24.901468+00', _created_by_id = 'user-1'",
                "INSERT INTO passage_tags VALUES ('t1', 'matt', 'passage-1', 'archive-1', 'org-1'),"
                        + " ('t2', 'health', 'passage-1', 'archive-1', 'org-1')");
        both.migrateAndProve();

        Fact fact = fact("Matt prefers green tea");
        assertThat(fact.happenedAt()).isEqualTo(Instant.parse("2025-11-05T23:04:24.901468Z"));
        assertThat(fact.source()).contains("archival_passages");
        assertThat(fact.context()).contains("migrated from archival_passages");
        assertThat(fact.assistantOutput()).isFalse();
        assertThat(fact.metadata())
                .contains("{\"organization_id\": \"org-1\", \"archive_id\": \"archive-1\", \"a\": 1, \"a\": 2}");
        assertThat(entities("Matt prefers green tea")).startsWith("#drinks", "#matt", "#health");
        assertThat(kept("Matt prefers green tea", "_created_by_id")).isEqualTo("user-1");
        assertThat(space("Matt prefers green tea")).isEqualTo("words-64 64 of 4096");
        assertThat(both.stored("SELECT postgres_memory_id FROM fact_embeddings"))
                .containsExactly("passage-1");

        both.execute("INSERT INTO passage_tags VALUES ('t3', 'late', 'passage-1', 'archive-1', 'org-1')");
        assertThat(both.migrateAndProve().updated()).isEqualTo(1);
        assertThat(entities("Matt prefers green tea")).contains("#late");
        assertThat(fact("Matt prefers green tea").id()).isEqualTo(fact.id());
    }

    @Test
    void padding_is_cut_only_where_the_row_says_how_long_its_vector_is_and_the_rest_is_zero() {
        insert("declared", "declared", config("words-64", "64"), vector(small, "zebras", COLUMN));
        insert("unnamed", "no config", "NULL", vector(small, "zebras", COLUMN));
        insert("null", "null config", "'null'", vector(small, "zebras", COLUMN));
        insert("nodim", "no size", "'{\"embedding_model\": \"words-64\"}'", vector(small, "zebras", COLUMN));
        insert("shorter", "size too small", config("words-32", "32"), vector(small, "zebras", COLUMN));
        insert("whole", "as long as the column", config("big", "4096"), vector(small, "zebras", COLUMN));
        insert("odd", "odd size", config("odd", "\"many\""), vector(small, "zebras", COLUMN));
        insert("none", "no vector", config("words-64", "64"), "NULL");
        both.migrateAndProve();

        for (boolean on : List.of(false, true)) {
            both.readWith(archive -> archive.embeddings(on));
            both.migrateAndProve();
            assertThat(space("declared")).isEqualTo("words-64 64 of 4096");
            assertThat(space("no config")).isEqualTo("- 4096");
            assertThat(space("null config")).isEqualTo("- 4096");
            assertThat(space("no size")).isEqualTo("words-64 4096");
            assertThat(space("size too small")).isEqualTo("words-32 4096");
            assertThat(space("as long as the column")).isEqualTo("big 4096");
            assertThat(space("odd size")).isEqualTo("odd 4096");
            assertThat(space("no vector")).isEqualTo("- -");
        }
        both.execute("UPDATE archival_passages SET embedding_config = NULL WHERE id = 'passage-declared'");
        both.migrateAndProve();
        assertThat(space("declared")).isEqualTo("- 4096");
    }

    @Test
    void a_passage_is_recalled_by_its_own_vector_and_never_by_one_of_another_model() {
        WordEmbedder other = new WordEmbedder("other-64", 64);
        WordEmbedder large = new WordEmbedder("words-96", 96);
        insert("1", "of the small model", config("words-64", "64"), vector(small, "zebras", COLUMN));
        insert("2", "of the other model", config("other-64", "64"), vector(small, "zebras", COLUMN));
        insert("3", "of the large model", config("words-96", "96"), vector(large, "zebras", COLUMN));
        both.migrateAndProve();
        assertThat(recalled(small, "zebras")).containsExactly("of the small model");
        assertThat(recalled(other, "zebras")).containsExactly("of the other model");
        assertThat(recalled(large, "zebras")).containsExactly("of the large model");
    }

    @Test
    void what_letta_has_deleted_is_left_out_and_counted() {
        insert("1", "here", "NULL", "NULL");
        insert("2", "gone", "NULL", "NULL");
        both.execute("UPDATE archival_passages SET is_deleted = true WHERE id = 'passage-2'");
        assertThat(both.migrateAndProve().leftOut()).isEqualTo(1);
        assertThat(contents()).containsExactly("here");
    }

    @Test
    void metadata_may_be_any_json() {
        List<String> values = List.of(
                "{}",
                "null",
                "[1, 2]",
                "7",
                "\"text\"",
                "\"{\\\"context\\\": \\\"twice\\\"}\"",
                "{ }",
                "{\"archive_id\": \"mine\"}",
                "{\"n\": \"\\u0000 \\ud800\"}",
                "  {\"q\" : \"a \\\"quote\\\"\"} ");
        for (int i = 0; i < values.size(); i++) {
            insert(String.valueOf(i), "memory " + i, "NULL", "NULL");
            both.execute(
                    "UPDATE archival_passages SET metadata_ = '" + values.get(i) + "' WHERE id = 'passage-" + i + "'");
        }
        assertThat(both.migrateAndProve().rejected()).isZero();
        assertThat(both.stored("SELECT count(*) FROM facts WHERE NOT json_valid(metadata)"))
                .containsExactly("0");
        assertThat(metadata("memory 3", "metadata")).isEqualTo("7");
        assertThat(metadata("memory 7", "archive_id")).isEqualTo("mine");
        assertThat(kept("memory 7", "archive_id")).isEqualTo("archive-1");
        assertThat(fact("memory 5").context()).contains("twice");
        assertThat(metadata("memory 9", "q")).isEqualTo("a \"quote\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"agent_passages", "passages"})
    void of_the_older_tables_only_the_passages_of_agents_are_memories(String table) {
        both.execute(
                "DROP TABLE archival_passages, source_passages, passage_tags",
                """
                CREATE TABLE %s (
                    id varchar PRIMARY KEY, text varchar NOT NULL, embedding_config json, metadata_ json NOT NULL,
                    embedding vector(4096), created_at timestamptz DEFAULT now(), is_deleted boolean NOT NULL DEFAULT false,
                    organization_id varchar, user_id varchar, agent_id varchar, file_id varchar, source_id varchar)""".formatted(table),
                "INSERT INTO " + table + " (id, text, metadata_, agent_id, user_id) VALUES"
                        + " ('passage-1', 'of an agent', '{}', 'agent-1', 'user-1')",
                "INSERT INTO " + table + " (id, text, metadata_, source_id) VALUES"
                        + " ('passage-2', 'of a file', '{}', 'source-1')");
        both.readWith(archive -> archive.table(TableSpec.detected()));
        assertThat(both.migrateAndProve().leftOut()).isEqualTo(1);
        assertThat(contents()).containsExactly("of an agent");
        assertThat(fact("of an agent").metadata()).contains("{\"user_id\": \"user-1\", \"agent_id\": \"agent-1\"}");
    }

    private void insert(String id, String text, String config, String embedding) {
        both.execute("INSERT INTO archival_passages (id, text, embedding_config, metadata_, embedding, organization_id,"
                + " archive_id) VALUES ('passage-" + id + "', '" + text + "', " + config + ", '{}', " + embedding
                + ", 'org-1', 'archive-1')");
    }

    private static String config(String model, String dimensions) {
        return "'{\"embedding_model\": \"" + model + "\", \"embedding_dim\": " + dimensions
                + ", \"embedding_endpoint_type\": \"openai\"}'";
    }
}
