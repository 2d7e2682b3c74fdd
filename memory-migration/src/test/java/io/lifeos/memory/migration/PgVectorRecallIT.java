package io.lifeos.memory.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.postgres.PostgresArchive;
import io.lifeos.memory.postgres.testing.PgVectorExtension;
import io.lifeos.memory.postgres.testing.PgVectorServer;
import io.lifeos.memory.postgres.testing.TestDatabase;
import io.lifeos.memory.recall.Embedder.Purpose;
import io.lifeos.memory.recall.RecallMode;
import io.lifeos.memory.recall.RecallRequest;
import io.lifeos.memory.recall.RecallResult;
import io.lifeos.memory.testing.MemoryOracle;
import io.lifeos.memory.testing.WordEmbedder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Migrated facts are found by the vectors of their rows, on the server. It allows one connection at a time. */
final class PgVectorRecallIT {

    private static final int ROWS = 1_500;
    private static final int DIMENSIONS = 16;
    private static final String INDEX =
            "CREATE INDEX nearest ON archival_memory USING hnsw (embedding vector_cosine_ops)";

    @RegisterExtension
    static final PgVectorExtension PGVECTOR = new PgVectorExtension();

    private final WordEmbedder embedder = new WordEmbedder("words", DIMENSIONS);
    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private TestDatabase database = PGVECTOR.database();
    private List<float[]> vectors = List.of();

    @TempDir
    Path root;

    @BeforeEach
    void empty_the_server() {
        System.out.println("PgVectorRecallIT seed " + seed);
        database.execute("DROP TABLE IF EXISTS archival_memory", "DROP EXTENSION IF EXISTS vector CASCADE");
    }

    @AfterEach
    void nothing_was_stored_here() {
        try (MemoryStore memory = MemoryStore.openReadOnly(root)) {
            assertThat(MemoryOracle.rows(memory.database(), "SELECT COUNT(*) FROM fact_vectors"))
                    .containsExactly("0");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "public, vector(16)",
        "public, halfvec(16)",
        "public, vector",
        "'\"Else where\"', '\"Else where\".vector(16)'"
    })
    void the_nearest_rows_are_the_facts_that_a_comparison_of_all_finds(String schema, String type) {
        fill(schema, type);
        if (type.equals("vector")) {
            database.execute("UPDATE archival_memory SET embedding = '[1,2,3]' WHERE id = 1");
            vectors.get(0)[0] = Float.NaN;
        }
        migrate();
        assertThat(recalled("some question", UnaryOperator.identity()).notes()).isEmpty();
        for (String question : List.of("one question", "another one", "zebras")) {
            assertNearest(question, UnaryOperator.identity(), row -> true);
        }
    }

    /** The migration need not bring vectors that stay on the server. */
    @Test
    void a_fact_that_was_migrated_without_its_vector_is_found_by_that_of_its_row() {
        fill("public", "vector(16)");
        try (MemoryStore memory = MemoryStore.open(root);
                PostgresArchive archive = PostgresArchive.builder()
                        .url(database.url())
                        .embeddings(false)
                        .build()) {
            assertThat(Migrator.from(archive).into(memory).build().migrate().success())
                    .isTrue();
        }
        assertNearest("zebras", UnaryOperator.identity(), row -> true);
        assertThat(recalled("zebras", UnaryOperator.identity()).notes())
                .singleElement()
                .asString()
                .contains("do not name their model");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_filter_never_empties_the_list(boolean index) {
        fill("public", "vector(16)");
        if (index) {
            database.execute(INDEX, "ANALYZE archival_memory");
        }
        migrate();
        assertNearest("zebras", request -> request.context("context 3"), row -> row % 500 == 3);
        assertNearest("zebras", request -> request.minConfidence(0.5), row -> row % 10 == 0);
        assertThat(recalled("zebras", request -> request.context("none")).hits())
                .isEmpty();
    }

    @Test
    void what_was_forgotten_or_removed_or_edited_here_is_not_found_by_its_vector() {
        fill("public", "vector(16)");
        migrate();
        List<Long> nearest = facts(recalled("zebras", UnaryOperator.identity()));
        try (MemoryStore memory = MemoryStore.open(root)) {
            memory.forget(nearest.get(0));
            memory.database()
                    .transaction(connection -> connection
                            .createStatement()
                            .executeUpdate("UPDATE facts SET content = 'edited' WHERE id = " + nearest.get(1)));
        }
        database.execute("DELETE FROM archival_memory WHERE id = " + nearest.get(2));
        RecallResult found = recalled("zebras", UnaryOperator.identity());
        assertThat(facts(found).subList(0, 7)).isEqualTo(nearest.subList(3, 10));
        assertThat(found.notes()).singleElement().asString().startsWith("1 of the 400 nearest rows were left out");
        assertThat(facts(recalled("zebras", RecallRequest::includeForgotten))).startsWith(nearest.get(0));
    }

    @Test
    void an_index_is_made_use_of() {
        fill("public", "vector(16)");
        database.execute(INDEX, "ANALYZE archival_memory");
        migrate();
        List<Integer> expected = nearest("zebras", row -> true);
        List<Integer> found = rows(recalled("zebras", UnaryOperator.identity()));
        assertThat(found).hasSize(10);
        assertThat(found).as("seed %s", seed).filteredOn(expected::contains).hasSizeGreaterThanOrEqualTo(9);
    }

    @Test
    void rows_that_are_left_out_or_of_another_model_do_not_hide_the_others_in_an_index() {
        fill("public", "vector(16)");
        database.execute(
                INDEX,
                "UPDATE archival_memory SET embedding_model = 'other' WHERE id <= 800",
                "ALTER TABLE archival_memory ADD is_deleted boolean",
                "ANALYZE archival_memory");
        migrate();
        database.execute("UPDATE archival_memory SET is_deleted = true WHERE id > 810");
        assertNearest("zebras", UnaryOperator.identity(), row -> row > 800 && row <= 810);
    }

    @Test
    void rows_that_were_not_migrated_yet_are_reported() {
        fill("public", "vector(16)");
        migrate();
        database.execute("UPDATE archival_memory SET id = -id WHERE id > 1000");
        assertNearest("zebras", UnaryOperator.identity(), row -> row <= 1000);
        assertThat(recalled("zebras", UnaryOperator.identity()).notes())
                .singleElement()
                .asString()
                .endsWith("nearest rows are no facts here yet; the migration brings them.");
    }

    @Test
    void rows_without_any_vector_are_reported() {
        fill("public", "vector(16)");
        database.execute("UPDATE archival_memory SET embedding = NULL");
        migrate();
        assertWordsGoOn(embedder, "No row of \"public\".\"archival_memory\" has a vector to compare");
    }

    @Test
    void a_key_of_several_columns_is_joined() {
        fill("public", "vector(16)");
        database.execute(
                "ALTER TABLE archival_memory DROP CONSTRAINT archival_memory_pkey",
                "ALTER TABLE archival_memory ADD part text NOT NULL DEFAULT '\"a\\b'",
                "ALTER TABLE archival_memory ADD PRIMARY KEY (part, id)");
        migrate();
        assertNearest("zebras", UnaryOperator.identity(), row -> true);
        assertNearest("zebras", request -> request.context("context 3"), row -> row % 500 == 3);
    }

    @Test
    void another_dimension_or_model_is_reported_and_words_go_on() {
        fill("public", "vector(16)");
        migrate();
        assertWordsGoOn(new WordEmbedder("words", 8), "have 16 dimensions, and those of words have 8.");
        assertWordsGoOn(
                new WordEmbedder("other", DIMENSIONS),
                "400 of the 400 nearest rows were left out: they name another model than other");
    }

    @Test
    void a_table_of_which_nothing_was_migrated_or_that_has_no_vectors_is_reported() {
        database.execute(
                "CREATE TABLE archival_memory (id int PRIMARY KEY, content text, embedding real[])",
                "INSERT INTO archival_memory VALUES (1, 'memory 7 of many', NULL)");
        try (MemoryStore memory = MemoryStore.open(root)) {
            memory.retain("memory 7 of many").save();
        }
        assertWordsGoOn(embedder, "no fact was migrated from \"public\".\"archival_memory\"");
        migrate();
        assertWordsGoOn(embedder, "has no column embedding of pgvector's types");
    }

    @Test
    void with_the_server_stopped_words_go_on_and_the_result_says_so() {
        try (PgVectorServer another = PgVectorServer.start()) {
            TestDatabase shared = database;
            database = another.database();
            try {
                fill("public", "vector(16)");
                migrate();
                assertThat(recalled("zebras", UnaryOperator.identity()).mode()).contains(RecallMode.VECTOR);
                another.close();
                assertWordsGoOn(embedder, "Vectors were not looked at: PostgreSQL at ");
            } finally {
                database = shared;
            }
        }
    }

    private void assertWordsGoOn(WordEmbedder asking, String note) {
        try (PostgresArchive archive = PostgresArchive.of(database.url());
                MemoryStore memory = open(asking, archive)) {
            RecallResult found =
                    memory.recall("memory 7").mode(RecallMode.HYBRID).fetch();
            assertThat(found.mode()).contains(RecallMode.KEYWORD);
            assertThat(found.hits()).isNotEmpty();
            assertThat(found.notes()).singleElement().asString().contains(note);
        }
    }

    private void assertNearest(String question, UnaryOperator<RecallRequest> filter, RowFilter passes) {
        assertThat(rows(recalled(question, filter))).as("seed %s", seed).isEqualTo(nearest(question, passes));
    }

    /** Which rows a filter lets through. */
    @FunctionalInterface
    private interface RowFilter {
        boolean passes(int row);
    }

    private List<Integer> nearest(String question, RowFilter filter) {
        float[] asked = embedder.embed(List.of(question), Purpose.QUESTION).get(0);
        return IntStream.rangeClosed(1, ROWS)
                .filter(row -> filter.passes(row) && !Float.isNaN(vectors.get(row - 1)[0]))
                .boxed()
                .sorted(Comparator.comparingDouble(row -> -cosine(asked, vectors.get(row - 1))))
                .limit(10)
                .toList();
    }

    private static double cosine(float[] one, float[] other) {
        double product = 0;
        double ones = 0;
        double others = 0;
        for (int i = 0; i < one.length; i++) {
            product += (double) one[i] * other[i];
            ones += (double) one[i] * one[i];
            others += (double) other[i] * other[i];
        }
        return product / Math.sqrt(ones * others);
    }

    private RecallResult recalled(String question, UnaryOperator<RecallRequest> filter) {
        try (PostgresArchive archive = PostgresArchive.of(database.url());
                MemoryStore memory = open(embedder, archive)) {
            return filter.apply(memory.recall(question).mode(RecallMode.VECTOR).limit(10))
                    .fetch();
        }
    }

    private MemoryStore open(WordEmbedder asking, PostgresArchive archive) {
        return MemoryStore.builder()
                .root(root)
                .embedder(asking)
                .vectorSearch(file -> new MigratedVectorSearch(file, archive))
                .open();
    }

    private static List<Long> facts(RecallResult found) {
        return found.hits().stream().map(hit -> hit.fact().id()).toList();
    }

    private static List<Integer> rows(RecallResult found) {
        return found.hits().stream()
                .map(hit -> Integer.valueOf(hit.fact().content().split(" ", -1)[1]))
                .toList();
    }

    private void migrate() {
        try (MemoryStore memory = MemoryStore.open(root);
                PostgresArchive archive = PostgresArchive.of(database.url())) {
            assertThat(Migrator.from(archive).into(memory).build().migrate().success())
                    .isTrue();
        }
    }

    /**
     * No fact is of a session, so that none is found for what is around it. Every sum of a comparison is exact with these numbers, so
     * that no rounding decides between two rows.
     */
    private void fill(String schema, String type) {
        vectors = new ArrayList<>();
        List<String> rows = new ArrayList<>();
        for (int row = 1; row <= ROWS; row++) {
            float[] vector = new float[DIMENSIONS];
            for (int i = 0; i < DIMENSIONS; i++) {
                vector[i] = random.nextInt(-128, 129) / 64f;
            }
            vectors.add(vector);
            rows.add("(" + row + ", 'memory " + row + " of many', '" + Arrays.toString(vector)
                    + "', 'words', '{\"context\": \"context " + row % 500 + "\", \"confidence\": "
                    + (row % 10 == 0 ? 0.9 : 0.1) + "}')");
        }
        database.execute(
                "CREATE SCHEMA IF NOT EXISTS " + schema,
                "CREATE EXTENSION vector SCHEMA " + schema,
                "CREATE TABLE archival_memory (id int PRIMARY KEY, content text, embedding " + type
                        + ", embedding_model text, metadata json)",
                "INSERT INTO archival_memory VALUES " + String.join(", ", rows));
    }
}
