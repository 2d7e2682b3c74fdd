package io.lifeos.memory.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.archive.ArchiveColumn;
import io.lifeos.memory.archive.catalog.CatalogTable;
import io.lifeos.memory.archive.catalog.MappedTable;
import io.lifeos.memory.archive.profile.ColumnRole;
import io.lifeos.memory.archive.row.ArchivalMemory;
import io.lifeos.memory.archive.row.ArchiveSnapshot;
import io.lifeos.memory.archive.row.Floats;
import io.lifeos.memory.archive.row.SnapshotArchive;
import io.lifeos.memory.archive.table.ArchiveOptions;
import io.lifeos.memory.archive.table.TableSpec;
import io.lifeos.memory.jdbc.Jdbc;
import io.lifeos.memory.postgres.testing.PgVectorExtension;
import io.lifeos.memory.postgres.testing.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Embeddings in the types of the real pgvector. */
final class PgVectorIT {

    @RegisterExtension
    static final PgVectorExtension PGVECTOR = new PgVectorExtension();

    private final TestDatabase database = PGVECTOR.database();

    @BeforeEach
    void remove_what_was_there() {
        database.execute("DROP TABLE IF EXISTS archival_memory", "DROP EXTENSION IF EXISTS vector CASCADE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"public", "\"Else where\""})
    void a_vector_arrives_bit_for_bit_wherever_the_extension_lives(String schema) {
        createExtension(schema);
        database.execute(
                "CREATE TABLE archival_memory (id int PRIMARY KEY, content text, embedding " + schema + ".vector(3))",
                "INSERT INTO archival_memory VALUES (1, 'a', '[0.1,-0,3.4028235e38]'), (2, 'b', NULL),"
                        + " (3, 'c', '[1e-45,1,2]')");
        List<ArchivalMemory> memories = readAll();
        assertThat(memories.get(0).embedding()).contains(Floats.embedding(0.1f, -0f, Float.MAX_VALUE));
        assertThat(memories.get(0).texts()).containsOnlyKeys("content");
        assertThat(memories.get(1).embedding()).isEmpty();
        assertThat(memories.get(2).embedding()).contains(Floats.embedding(Float.MIN_VALUE, 1f, 2f));
    }

    @Test
    void vectors_of_one_column_may_have_several_dimensions() {
        createExtension("public");
        database.execute(
                "CREATE TABLE archival_memory (id int PRIMARY KEY, content text, embedding vector)",
                "INSERT INTO archival_memory VALUES (1, 'a', '[1]'), (2, 'b', '[1,2]')");
        assertThat(readAll())
                .extracting(memory -> memory.embedding().orElseThrow().dimensions())
                .containsExactly(1, 2);
    }

    @Test
    void a_half_precision_vector_is_widened_without_loss() {
        createExtension("\"Else where\"");
        database.execute(
                "CREATE TABLE archival_memory (id int PRIMARY KEY, content text, embedding \"Else where\".halfvec(4))",
                "INSERT INTO archival_memory VALUES (1, 'a', '[0.1,-0,65504,6e-8]')");
        assertThat(readAll().get(0).embedding()).contains(Floats.embedding(0.099975586f, -0f, 65504f, 5.9604645E-8f));
    }

    @Test
    void a_domain_over_a_vector_is_a_vector() {
        createExtension("public");
        database.execute(
                "DROP DOMAIN IF EXISTS meaning",
                "CREATE DOMAIN meaning AS vector(2)",
                "CREATE TABLE archival_memory (id int PRIMARY KEY, content text, embedding meaning)",
                "INSERT INTO archival_memory VALUES (1, 'a', '[1,2]')");
        assertThat(readAll().get(0).embedding()).contains(Floats.embedding(1f, 2f));
    }

    @ParameterizedTest
    @CsvSource({
        "vector(16), embedding vector_cosine_ops",
        "halfvec(16), embedding halfvec_cosine_ops",
        "vector, (embedding::vector(16)) vector_cosine_ops) WHERE (vector_dims(embedding) = 16"
    })
    void the_nearest_rows_come_from_an_index_that_fits(String type, String indexed) throws SQLException {
        createExtension("public");
        database.execute(
                "CREATE TABLE archival_memory (id int PRIMARY KEY, content text, embedding " + type + ")",
                "INSERT INTO archival_memory SELECT i, 'a', (SELECT array_agg(random() - 0.5) FROM generate_series(1, 16)"
                        + " WHERE i > 0)::real[]::vector(16) FROM generate_series(1, 4000) AS i",
                "CREATE INDEX nearest ON archival_memory USING hnsw (" + indexed + ")",
                "ANALYZE archival_memory");
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            ArchiveOptions options =
                    new ArchiveOptions(TableSpec.named("archival_memory"), false, true, ZoneOffset.UTC, Set.of());
            CatalogTable catalog = new CatalogReader(new Jdbc(connection))
                    .read(options.table().name().orElseThrow(), options.table());
            MappedTable table = MappedTable.of(catalog, options);
            VectorColumn column =
                    VectorColumn.of(catalog, table.layout().embeddingColumn()).orElseThrow();
            ArchiveQueries queries = new ArchiveQueries(table);
            assertThat(plan(connection, queries.nearest(column, 16), false)).contains("Index Scan using nearest");
            assertThat(plan(connection, queries.nearestOf(column, 16), true)).doesNotContain("nearest");
        }
    }

    private static String plan(Connection connection, String sql, boolean ofKeys) throws SQLException {
        try (PreparedStatement explain = connection.prepareStatement("EXPLAIN " + sql)) {
            explain.setString(1, Arrays.toString(new float[16]).replace("0.0", "1"));
            if (ofKeys) {
                explain.setArray(2, connection.createArrayOf("text", new String[] {"1", "2"}));
            }
            explain.setInt(ofKeys ? 3 : 2, 400);
            StringBuilder plan = new StringBuilder();
            try (ResultSet row = explain.executeQuery()) {
                while (row.next()) {
                    plan.append(row.getString(1)).append('\n');
                }
            }
            return plan.toString();
        }
    }

    private void createExtension(String schema) {
        database.execute("CREATE SCHEMA IF NOT EXISTS " + schema, "CREATE EXTENSION vector SCHEMA " + schema);
    }

    private List<ArchivalMemory> readAll() {
        try (ArchiveSnapshot snapshot =
                SnapshotArchive.of(PostgresArchive.of(database.url())).openSnapshot()) {
            HashParity.check(snapshot);
            assertThat(snapshot.table().columns())
                    .extracting(ArchiveColumn::role)
                    .contains(ColumnRole.EMBEDDING);
            return snapshot.memories(snapshot.ids(null, 100));
        }
    }
}
