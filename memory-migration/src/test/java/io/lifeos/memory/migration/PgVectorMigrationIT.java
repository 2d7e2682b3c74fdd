package io.lifeos.memory.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.migration.VerificationReport.Outcome;
import io.lifeos.memory.postgres.testing.PgVectorExtension;
import io.lifeos.memory.postgres.testing.TestDatabase;
import io.lifeos.memory.testing.MemoryOracle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Embeddings of the real pgvector arrive bit for bit, and stay so. Its one session allows one connection at a time. */
final class PgVectorMigrationIT extends MigrationFixture {

    @RegisterExtension
    static final PgVectorExtension PGVECTOR = new PgVectorExtension();

    private final TestDatabase database = PGVECTOR.database();
    private MemoryStore memory;

    @Override
    TestDatabase newDatabase() {
        return database;
    }

    @BeforeEach
    void empty_the_database() {
        database.execute("DROP TABLE IF EXISTS archival_memory", "DROP EXTENSION IF EXISTS vector CASCADE");
        memory = both.memory();
    }

    @Test
    void long_vectors_arrive_bit_for_bit_and_a_flipped_bit_is_seen() {
        long seed = System.nanoTime();
        System.out.println("PgVectorMigrationIT seed " + seed);
        Random random = new Random(seed);
        create("public", "vector(1024)");
        for (int i = 1; i <= 20; i++) {
            insert(i, "'" + text(anyFloats(random, 1024)) + "'");
        }
        insert(21, "NULL");

        MigrationReport report = migrateAndProve();

        assertThat(report.mapping().embeddingsByDimension()).isEqualTo(Map.of(1024, 20L));
        random.setSeed(seed);
        for (int i = 1; i <= 20; i++) {
            assertThat(embedding(i)).as("seed %s, row %s", seed, i).isEqualTo(hex(anyFloats(random, 1024)));
        }
        assertThat(MemoryOracle.rows(
                        memory.database(), "SELECT DISTINCT dimensions FROM fact_embeddings ORDER BY dimensions"))
                .containsExactly(null, "1024");

        String whole = embedding(7);
        char flipped = Character.forDigit(Character.digit(whole.charAt(4095), 16) ^ 1, 16);
        memory.database()
                .transaction(connection -> connection
                        .createStatement()
                        .executeUpdate("UPDATE fact_embeddings SET embedding = x'" + whole.substring(0, 4095) + flipped
                                + whole.substring(4096) + "' WHERE fact_id = 7"));
        VerificationReport seen = migrator().build().verifyMigration();
        assertThat(seen.outcome()).isEqualTo(Outcome.INCOMPLETE);
        assertThat(seen.changed().first()).singleElement().satisfies(row -> {
            assertThat(row.id()).isEqualTo(7L);
            assertThat(row.columns()).containsExactly("embedding");
        });
    }

    @Test
    void vectors_of_one_column_may_have_different_dimensions() {
        create("public", "vector");
        insert(1, "'[1]'");
        insert(2, "'[1,-0,1e-45]'");
        insert(3, "'[3.4028235e38,2]'");
        assertThat(migrateAndProve().mapping().embeddingsByDimension()).isEqualTo(Map.of(1, 1L, 2, 1L, 3, 1L));
        assertThat(embedding(1)).isEqualTo(hex(1f));
        assertThat(embedding(2)).isEqualTo(hex(1f, -0f, Float.MIN_VALUE));
        assertThat(embedding(3)).isEqualTo(hex(Float.MAX_VALUE, 2f));
    }

    @ParameterizedTest
    @ValueSource(strings = {"public", "\"Else where\""})
    void half_precision_is_widened_without_loss_wherever_the_extension_lives(String schema) {
        create(schema, schema + ".halfvec(4)");
        insert(1, "'[0.1,-0,65504,6e-8]'");
        migrateAndProve();
        assertThat(embedding(1)).isEqualTo(hex(0.099975586f, -0f, 65504f, 5.9604645E-8f));
    }

    @Test
    void a_vector_of_an_extension_off_the_search_path_arrives() {
        create("\"Else where\"", "\"Else where\".vector(3)");
        insert(1, "'[0.1,2,3]'");
        migrateAndProve();
        assertThat(embedding(1)).isEqualTo(hex(0.1f, 2f, 3f));
    }

    @Test
    void a_sparse_vector_is_a_column_like_others() {
        create("public", "sparsevec(5)");
        insert(1, "'{1:1,3:2}/5'");
        assertThat(migrateAndProve().mapping().embeddingsByDimension()).isEmpty();
        assertThat(MemoryOracle.rows(memory.database(), "SELECT source_columns ->> 'embedding' FROM fact_embeddings"))
                .containsExactly("{1:1,3:2}/5");
    }

    @Test
    void a_changed_vector_is_brought_over_in_place() {
        create("public", "vector(3)");
        insert(1, "'[1,2,3]'");
        migrateAndProve();
        database.execute("UPDATE archival_memory SET embedding = '[1,2,3.0000002]'");
        assertThat(migrateAndProve().updated()).isEqualTo(1);
        assertThat(embedding(1)).isEqualTo(hex(1f, 2f, 3.0000002f));
        database.execute("UPDATE archival_memory SET embedding = NULL");
        migrateAndProve();
        assertThat(MemoryOracle.rows(memory.database(), "SELECT embedding FROM fact_embeddings"))
                .containsOnlyNulls();
    }

    private void create(String schema, String type) {
        database.execute(
                "CREATE SCHEMA IF NOT EXISTS " + schema,
                "CREATE EXTENSION vector SCHEMA " + schema,
                "CREATE TABLE archival_memory (id int PRIMARY KEY, content text, embedding " + type + ")");
    }

    private void insert(int id, String embedding) {
        database.execute("INSERT INTO archival_memory VALUES (" + id + ", 'learning " + id + "', " + embedding + ")");
    }

    private MigratorBuilder migrator() {
        return both.migrator();
    }

    /** Migrates to a proven end; another run skips every row. */
    private MigrationReport migrateAndProve() {
        MigrationResult result = migrator().build().migrate();
        assertThat(result.verification().reason()).isEmpty();
        assertThat(result.success()).isTrue();
        String before = Stored.facts(memory);
        assertThat(migrator().build().migrateArchivalMemory().skipped())
                .isEqualTo(result.run().read());
        assertThat(Stored.facts(memory)).isEqualTo(before);
        return result.run();
    }

    private String embedding(int id) {
        return MemoryOracle.rows(
                        memory.database(),
                        "SELECT lower(hex(embedding)) FROM fact_embeddings WHERE postgres_memory_id = " + id)
                .get(0);
    }

    /** Of all sizes, subnormal ones too; pgvector takes neither NaN nor infinity. */
    private static float[] anyFloats(Random random, int dimensions) {
        float[] floats = new float[dimensions];
        for (int i = 0; i < dimensions; i++) {
            do {
                floats[i] = Float.intBitsToFloat(random.nextInt());
            } while (!Float.isFinite(floats[i]));
        }
        return floats;
    }

    private static String text(float... floats) {
        return Arrays.toString(floats).toLowerCase(Locale.ROOT);
    }

    private static String hex(float... floats) {
        ByteBuffer bytes = ByteBuffer.allocate(floats.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float f : floats) {
            bytes.putFloat(f);
        }
        return HexFormat.of().formatHex(bytes.array());
    }
}
