package io.lifeos.memory.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Embeddings in arrays, which every PostgreSQL has, and the names of the models that made them. */
final class EmbeddingMigrationIT extends MigrationFixture {

    @Test
    void an_array_of_floats_arrives_bit_for_bit() {
        create("real[]");
        insert("'{1,-0,1e-45,3.4028235e38,NaN,-Infinity}'");
        insert("NULL");
        MigrationReport report = both.migrateAndProve();
        assertThat(report.mapping().embeddingsByDimension()).isEqualTo(Map.of(6, 1L));
        assertThat(report.mapping().roundedEmbeddings()).isZero();
        assertThat(both.stored("SELECT hex(embedding) FROM fact_embeddings ORDER BY fact_id"))
                .containsExactly("0000803F" + "00000080" + "01000000" + "FFFF7F7F" + "0000C07F" + "000080FF", "");
        assertThat(both.stored("SELECT dimensions FROM fact_embeddings ORDER BY fact_id"))
                .containsExactly("6", null);
        assertThat(both.stored("SELECT source_columns FROM fact_embeddings")).containsOnlyNulls();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{1,NULL}", "{NULL}", "{{1,2},{3,4}}", "[0:1]={1,2}", "[2:2]={1}"})
    void an_array_that_is_no_vector_is_kept_and_counted(String array) {
        create("real[]");
        insert("'" + array + "'");
        insert("'{1,2}'");
        MigrationReport report = both.migrateAndProve();
        assertThat(report.mapping().unfitEmbeddings()).isEqualTo(1);
        assertThat(report.mapping().embeddingsByDimension()).isEqualTo(Map.of(2, 1L));
        assertThat(both.stored("SELECT embedding FROM fact_embeddings WHERE fact_id = 1"))
                .containsOnlyNulls();
        assertThat(keptEmbedding()).isEqualTo(array);
    }

    @Test
    void doubles_are_rounded_to_the_nearest_float_and_the_original_is_kept() {
        create("double precision[]");
        insert("'{0.1,1e-60,-2.5,1.0000001}'");
        insert("'{1e39,1}'");
        MigrationReport report = both.migrateAndProve();
        assertThat(report.mapping().roundedEmbeddings()).isEqualTo(1);
        assertThat(report.mapping().unfitEmbeddings()).isEqualTo(1);
        assertThat(both.stored("SELECT hex(embedding) FROM fact_embeddings ORDER BY fact_id"))
                .containsExactly("CDCCCC3D" + "00000000" + "000020C0" + "0100803F", "");
        assertThat(keptEmbedding()).isEqualTo("{0.1,1e-60,-2.5,1.0000001}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "jsonb", "integer[]", "numeric[]", "bytea"})
    void an_embedding_of_another_type_is_a_column_like_others(String type) {
        create(type);
        insert(
                switch (type) {
                    case "jsonb" -> "'[1, 2]'";
                    case "bytea" -> "'\\x0000803f'";
                    default -> "'{1,2}'";
                });
        assertThat(both.migrateAndProve().mapping().otherColumns()).contains("embedding");
        assertThat(keptEmbedding())
                .isEqualTo(
                        switch (type) {
                            case "jsonb" -> "[1, 2]";
                            case "bytea" -> "\\x0000803f";
                            default -> "{1,2}";
                        });
    }

    @ParameterizedTest(name = "column {0}, metadata {1}, option {2}")
    @CsvSource(
            nullValues = "-",
            value = {
                "a,   b,   c,   a",
                "-,   b,   c,   b",
                "-,   -,   c,   c",
                "-,   -,   -,   -",
            })
    void the_model_is_named_by_the_column_else_by_the_metadata_else_by_the_option(
            String column, String metadata, String option, String expected) {
        both.execute(
                "CREATE TABLE archival_memory (id serial PRIMARY KEY, content text, embedding real[],"
                        + " embedding_model text, metadata jsonb)",
                "INSERT INTO archival_memory (content, embedding, embedding_model, metadata) VALUES ('a', '{1}', "
                        + (column == null ? "NULL" : "'" + column + "'") + ", "
                        + (metadata == null ? "NULL" : "'{\"embedding_model\": \"" + metadata + "\"}'") + ")",
                "INSERT INTO archival_memory (content) VALUES ('without a vector')");
        MigratorBuilder migrator = both.migrator();
        if (option != null) {
            migrator.embeddingModel(option);
        }
        assertThat(migrator.build().migrate().success()).isTrue();
        assertThat(both.stored("SELECT model FROM fact_embeddings ORDER BY fact_id"))
                .containsExactly(expected, null);
    }

    private void create(String type) {
        both.execute("CREATE TABLE archival_memory (id serial PRIMARY KEY, content text, embedding " + type + ")");
    }

    private void insert(String embedding) {
        both.execute("INSERT INTO archival_memory (content, embedding) VALUES ('a', " + embedding + ")");
    }

    private String keptEmbedding() {
        return both.stored("SELECT source_columns ->> 'embedding' FROM fact_embeddings WHERE fact_id = 1")
                .get(0);
    }
}
