package io.lifeos.memory.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lifeos.memory.archive.MappingException;
import io.lifeos.memory.archive.table.TableSpec;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.testing.WordEmbedder;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables of the vector stores of LangChain4j, Spring AI and LlamaIndex, which have no time of their own. */
final class VectorStoreTablesIT extends PgVectorFixture {

    private final WordEmbedder embedder = new WordEmbedder("words", 64);

    @ParameterizedTest
    @ValueSource(strings = {"json", "jsonb"})
    void langchain4j_stores_every_value_of_its_json_as_a_string(String json) {
        both.execute(
                "CREATE TABLE notes (embedding_id uuid PRIMARY KEY, embedding vector(64), text text, metadata " + json
                        + ")",
                "INSERT INTO notes VALUES (gen_random_uuid(), " + vector(embedder, "zebras") + ", 'a',"
                        + " '{\"confidence\": \"0.4\", \"tags\": \"x,y\", \"timestamp\": \"1769353660000\", \"n\": \"7\"}')",
                "INSERT INTO notes VALUES (gen_random_uuid(), " + vector(embedder, "zebras") + ", NULL, '{}')");
        assertThat(both.migrateAndProve().leftOut()).isEqualTo(1);
        Fact fact = fact("a");
        assertThat(fact.confidence()).isEqualTo(0.4);
        assertThat(fact.happenedAt()).isEqualTo(Instant.parse("2026-01-25T15:07:40Z"));
        assertThat(entities("a")).containsExactly("#x", "#y");
        assertThat(metadata("a", "n")).isEqualTo("7");
        assertThat(recalled(embedder, "zebras")).containsExactly("a");
    }

    @Test
    void langchain4j_may_have_a_column_for_each_key() {
        both.execute(
                """
                CREATE TABLE notes (embedding_id uuid PRIMARY KEY, embedding vector(64), text text, user_id uuid, age int,
                    "created_at" timestamptz, tags text[], confidence text)""",
                "INSERT INTO notes VALUES (gen_random_uuid(), NULL, 'a', 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', 7,"
                        + " '2026-01-25 15:07:40+00', '{x,\"y z\"}', 'low')");
        both.migrateAndProve();
        assertThat(fact("a").metadata())
                .contains("{\"user_id\": \"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11\", \"age\": 7}");
        assertThat(fact("a").happenedAt()).isEqualTo(Instant.parse("2026-01-25T15:07:40Z"));
        assertThat(fact("a").confidence()).isEqualTo(0.3);
        assertThat(entities("a")).containsExactly("#x", "#y z");
    }

    @ParameterizedTest
    @CsvSource({
        "uuid DEFAULT gen_random_uuid(), text",
        "text DEFAULT 'it''s \"1\"', text",
        "int DEFAULT 7, integer",
        "serial, integer",
        "bigserial, integer"
    })
    void spring_ai_has_ids_of_many_types_and_says_who_spoke(String id, String stored) {
        both.execute(
                "CREATE TABLE vector_store (id " + id
                        + " PRIMARY KEY, content text, metadata json, embedding vector(64))",
                "INSERT INTO vector_store (content, metadata, embedding) VALUES ('Green tea it is.',"
                        + " '{\"conversationId\": \"c 1\", \"messageType\": \"ASSISTANT\", \"n\": \"\\u0000\"}', "
                        + vector(embedder, "zebras") + ")");
        both.migrateAndProve();
        Fact fact = fact("Green tea it is.");
        assertThat(fact.sessionId()).contains("c 1");
        assertThat(fact.assistantOutput()).isTrue();
        assertThat(fact.recordedAt()).contains(fact.happenedAt());
        assertThat(both.stored("SELECT typeof(postgres_memory_id) FROM fact_embeddings"))
                .containsExactly(stored);

        both.execute("UPDATE vector_store SET metadata = '{\"messageType\": \"USER\"}'");
        assertThat(both.migrateAndProve().updated()).isEqualTo(1);
        assertThat(fact("Green tea it is.").assistantOutput()).isFalse();
        assertThat(recalled(embedder, "zebras")).containsExactly("Green tea it is.");
    }

    @Test
    void spring_ai_may_have_rows_without_content_or_metadata_in_any_schema() {
        both.execute(
                "CREATE SCHEMA \"Tenant \"\"C\"\"\"",
                "CREATE TABLE \"Tenant \"\"C\"\"\".\"My Store\" (id serial PRIMARY KEY, content text, metadata json,"
                        + " embedding vector(64))",
                "INSERT INTO \"Tenant \"\"C\"\"\".\"My Store\" (content) VALUES ('a'), (NULL)");
        assertThat(both.migrateAndProve().leftOut()).isEqualTo(1);
        assertThat(fact("a").metadata()).isEmpty();
        assertThat(fact("a").source()).contains("My Store");
    }

    @ParameterizedTest
    @CsvSource({"json, vector(64)", "jsonb, halfvec(64)"})
    void llama_index_goes_by_node_id_and_leaves_out_the_copy_of_the_node(String json, String type) {
        createNodes(json, type);
        insertNode(
                "'n1'",
                "'Matt prefers green tea'",
                "'{\"_node_content\": \"' || repeat('x', 100000) ||"
                        + " '\", \"document_id\": \"d1\", \"emoji\": \"\\ud83d\\ude00\"}'",
                vector(embedder, "zebras"));
        insertNode("'n2'", "'bare'", "NULL", "NULL");
        insertNode("'n3'", "'content is an object'", "'{\"_node_content\": {\"a\": 1}}'", "NULL");
        insertNode("'n4'", "'a list'", "'[1]'", "NULL");
        insertNode("'n5'", "'only the copy'", "'{\"_node_content\": \"x\"}'", "NULL");
        both.migrateAndProve();
        assertThat(fact("Matt prefers green tea").metadata())
                .contains("{\"emoji\": \"\ud83d\ude00\", \"document_id\": \"d1\"}");
        assertThat(fact("bare").metadata()).isEmpty();
        assertThat(fact("content is an object").metadata().orElseThrow()).contains("_node_content");
        assertThat(fact("a list").metadata()).contains("[1]");
        assertThat(fact("only the copy").metadata()).contains("{}");
        assertThat(recalled(embedder, "zebras")).containsExactly("Matt prefers green tea");
        String before = String.join(",", both.stored("SELECT postgres_memory_id || fact_id FROM fact_embeddings"));

        both.execute("UPDATE data_notes SET id = id + 1000");
        assertThat(both.migrate().run().updated())
                .as("rows whose unstable id changed")
                .isZero();
        assertThat(String.join(",", both.stored("SELECT postgres_memory_id || fact_id FROM fact_embeddings")))
                .isEqualTo(before);
    }

    @Test
    void json_that_no_text_of_postgresql_can_hold_is_kept_whole_and_read_as_far_as_it_goes() {
        createNodes("json", "vector(64)");
        String[] odd = {"\\u0000", "\\ud800", "\\udc00", "\\ud83d\\ud83d\\ude00", "\\ude00\\ud83d", "\\\\\\u0000\\u0000"
        };
        for (int i = 0; i < odd.length; i++) {
            insertNode(
                    "'n" + i + "'",
                    "'memory " + i + "'",
                    "'{\"_node_content\": \"copy\", \"user_id\": \"alice\", \"n\": \"" + odd[i] + "\"}'",
                    "NULL");
        }
        insertNode(
                "'fine'",
                "'fine'",
                "'{\"_node_content\": \"copy\", \"user_id\": \"alice\", \"n\": \"\\\\u0000\"}'",
                "NULL");
        both.readWith(archive -> archive.table(TableSpec.detected().whereScope("user_id", "alice")));
        assertThat(both.migrateAndProve().migrated()).isEqualTo(odd.length + 1);
        assertThat(both.stored("SELECT count(*) FROM facts WHERE metadata LIKE '%_node_content%'"))
                .containsExactly(String.valueOf(odd.length));
        assertThat(metadata("fine", "n")).isEqualTo("\\u0000");
    }

    @Test
    void a_node_that_was_added_twice_is_refused_and_the_cure_is_named() {
        createNodes("json", "vector(64)");
        insertNode("'n1'", "'a'", "'{}'", "NULL");
        insertNode("'n1'", "'a'", "'{}'", "NULL");
        assertThatThrownBy(both::migrate)
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("node_id")
                .hasMessageContaining("together with the primary key");
        both.readWith(archive -> archive.table(TableSpec.detected().id("node_id", "id")));
        assertThat(both.migrateAndProve().migrated()).isEqualTo(2);
    }

    private void createNodes(String json, String type) {
        both.execute("CREATE TABLE data_notes (id bigserial PRIMARY KEY, text varchar NOT NULL, metadata_ " + json
                + ", node_id varchar, embedding " + type
                + ", text_search_tsv tsvector GENERATED ALWAYS AS (to_tsvector('english', text)) STORED)");
    }

    private void insertNode(String id, String text, String metadata, String embedding) {
        both.execute("INSERT INTO data_notes (text, metadata_, node_id, embedding) SELECT " + text + ", (" + metadata
                + ")::"
                + both.source()
                        .query("SELECT atttypid::regtype FROM pg_attribute"
                                + " WHERE attrelid = 'data_notes'::regclass AND attname = 'metadata_'")
                + ", " + id + ", " + embedding);
    }
}
