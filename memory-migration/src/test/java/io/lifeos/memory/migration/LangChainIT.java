package io.lifeos.memory.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.testing.WordEmbedder;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** LangChain's two kinds of tables: collections that share one, and stores with a column for each key. */
final class LangChainIT extends PgVectorFixture {

    private static final String NOTES = "11111111-1111-4111-8111-111111111111";
    private static final String OTHERS = "22222222-2222-4222-8222-222222222222";

    private final WordEmbedder small = new WordEmbedder("words-64", 64);
    private final WordEmbedder large = new WordEmbedder("words-96", 96);

    @ParameterizedTest
    @CsvSource({"uuid uuid PRIMARY KEY, json", "id varchar PRIMARY KEY, jsonb"})
    void an_embedding_of_a_collection_becomes_a_fact(String key, String json) {
        createCollections(key, json);
        String id = key.startsWith("uuid") ? "'33333333-3333-4333-8333-333333333333'" : "'doc''s \"1\"'";
        insert(
                id,
                NOTES,
                vector(small, "zebras"),
                "'Matt prefers green tea'",
                "'{\"session_id\": \"s 1\", \"tags\": [\"tea\"], \"timestamp\": 1769353660.5, \"collection\": \"mine\"}'");
        both.migrateAndProve();
        Fact fact = fact("Matt prefers green tea");
        assertThat(fact.sessionId()).contains("s 1");
        assertThat(fact.happenedAt()).isEqualTo(Instant.parse("2026-01-25T15:07:40.500Z"));
        assertThat(entities("Matt prefers green tea")).startsWith("#tea");
        assertThat(metadata("Matt prefers green tea", "collection")).isEqualTo("mine");
        assertThat(kept("Matt prefers green tea", "collection")).isEqualTo("notes");
        assertThat(kept("Matt prefers green tea", "collection_id")).isEqualTo(NOTES);
        assertThat(both.stored("SELECT postgres_memory_id FROM fact_embeddings"))
                .containsExactly(id.substring(1, id.length() - 1).replace("''", "'"));
    }

    @Test
    void vectors_of_one_column_have_the_dimensions_of_their_models_and_stay_apart() {
        createCollections("id varchar PRIMARY KEY", "jsonb");
        insert("'1'", NOTES, vector(small, "zebras"), "'small'", "'{\"embedding_model\": \"words-64\"}'");
        insert("'2'", OTHERS, vector(large, "zebras"), "'large'", "NULL");
        insert("'3'", NOTES, "NULL", "'without'", "'{}'");
        insert("'4'", NOTES, vector(small, "zebras"), "NULL", "'{}'");
        insert("'5'", NOTES, vector(small, "zebras"), "'5'", "'[1]'");
        assertThat(both.migrateAndProve().leftOut()).isEqualTo(1);
        assertThat(space("small")).isEqualTo("words-64 64");
        assertThat(space("large")).isEqualTo("- 96");
        assertThat(space("without")).isEqualTo("- -");
        assertThat(fact("large").metadata()).contains("{\"collection\": \"others\"}");
        assertThat(fact("without").metadata()).contains("{\"collection\": \"notes\"}");
        assertThat(fact("5").metadata()).contains("{\"collection\": \"notes\", \"metadata\": [1]}");
        assertThat(recalled(small, "zebras")).containsExactlyInAnyOrder("small", "5");
        assertThat(recalled(large, "zebras")).containsExactly("large");
    }

    @Test
    void a_renamed_collection_changes_its_facts_in_place() {
        createCollections("id varchar PRIMARY KEY", "jsonb");
        insert("'1'", NOTES, "NULL", "'a'", "'{}'");
        insert("'2'", OTHERS, "NULL", "'b'", "'{}'");
        both.migrateAndProve();
        both.execute("UPDATE langchain_pg_collection SET name = 'it''s \"new\" \\' WHERE name = 'notes'");
        assertThat(both.migrateAndProve().updated()).isEqualTo(1);
        assertThat(metadata("a", "collection")).isEqualTo("it's \"new\" \\");
    }

    @Test
    void a_store_with_a_column_for_each_key_keeps_them_as_members_of_the_metadata() {
        both.execute(
                """
                CREATE TABLE "My Store" (
                    "langchain_id" uuid PRIMARY KEY, "content" text NOT NULL, "embedding" vector(64) NOT NULL,
                    "Topic" text, "likes" integer, "score" double precision, "done" boolean, "when" date,
                    "session_id" text, "timestamp" bigint, "langchain_metadata" json)""",
                "INSERT INTO \"My Store\" VALUES ('33333333-3333-4333-8333-333333333333', 'Matt prefers green tea', "
                        + vector(small, "zebras") + ", 'a \"topic\"', 7, 'NaN', true, '2026-01-25', 's 1',"
                        + " 1769353660123, '{\"more\" :  [1]}')",
                "INSERT INTO \"My Store\" (langchain_id, content, embedding, score) VALUES"
                        + " ('44444444-4444-4444-8444-444444444444', 'bare', " + vector(small, "giraffes") + ", 0.5)");
        both.migrateAndProve();
        Fact fact = fact("Matt prefers green tea");
        assertThat(fact.metadata())
                .contains("{\"Topic\": \"a \\\"topic\\\"\", \"likes\": 7, \"score\": \"NaN\", \"done\": true,"
                        + " \"when\": \"2026-01-25\", \"more\" :  [1]}");
        assertThat(fact.sessionId()).contains("s 1");
        assertThat(fact.happenedAt()).isEqualTo(Instant.parse("2026-01-25T15:07:40.123Z"));
        assertThat(fact.source()).contains("My Store");
        assertThat(fact("bare").metadata()).contains("{\"score\": 0.5}");
        assertThat(fact("bare").recordedAt()).contains(fact("bare").happenedAt());
        assertThat(recalled(small, "giraffes").get(0)).isEqualTo("bare");

        both.execute("UPDATE \"My Store\" SET likes = NULL, langchain_metadata = NULL");
        assertThat(both.migrateAndProve().updated()).isEqualTo(1);
        assertThat(fact("Matt prefers green tea").metadata())
                .contains(
                        "{\"Topic\": \"a \\\"topic\\\"\", \"score\": \"NaN\", \"done\": true, \"when\": \"2026-01-25\"}");
    }

    private void createCollections(String key, String json) {
        both.execute(
                "CREATE TABLE langchain_pg_collection (uuid uuid PRIMARY KEY, name varchar UNIQUE, cmetadata json)",
                "CREATE TABLE langchain_pg_embedding (" + key
                        + ", collection_id uuid REFERENCES langchain_pg_collection,"
                        + " embedding vector, document varchar, cmetadata " + json
                        + (json.equals("json") ? ", custom_id varchar" : "") + ")");
        for (List<String> collection : List.of(List.of(NOTES, "notes"), List.of(OTHERS, "others"))) {
            both.execute(
                    "INSERT INTO langchain_pg_collection VALUES ('" + String.join("', '", collection) + "', NULL)");
        }
    }

    private void insert(String id, String collection, String embedding, String document, String metadata) {
        both.execute("INSERT INTO langchain_pg_embedding VALUES (" + id + ", '" + collection + "', " + embedding + ", "
                + document + ", " + metadata + ")");
    }
}
