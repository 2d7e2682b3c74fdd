package io.lifeos.memory.recall.vector;

import static io.lifeos.memory.recall.vector.VectorFile.MODEL;
import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.fact.FactFilter;
import io.lifeos.memory.recall.ScoredFact;
import io.lifeos.memory.recall.VectorMatches;
import io.lifeos.memory.sqlite.SqliteDatabase;
import io.lifeos.memory.sqlite.query.FactFilterSql;
import io.lifeos.memory.sqlite.table.FactErasure;
import io.lifeos.memory.sqlite.table.VectorSpace;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The search by codes, held against a comparison with every vector. */
class LocalVectorSearchTest {

    private static final String STANDARD =
            FactFilterSql.of(FactFilter.standard()).condition();
    private static final FactFilter ALL =
            FactFilter.builder().includeForgotten().includeAssistantOutputs().build();

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @TempDir
    Path folder;

    private VectorFile file;
    private LocalVectorSearch search;

    @BeforeEach
    void open() {
        System.out.println(getClass().getSimpleName() + " seed " + seed);
        file = new VectorFile(folder);
        search = new LocalVectorSearch(file.database());
    }

    @AfterEach
    void close() {
        search.close();
        file.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 64, 100, 384})
    void compares_every_vector_of_a_small_store(int dimensions) {
        file.fill(200, dimensions, random);
        for (float[] question : VectorFile.clustered(5, dimensions, random)) {
            assertThat(ids(question, FactFilter.standard(), 10)).isEqualTo(file.bruteForce(question, STANDARD, 10));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 100, 384})
    void finds_nearly_all_of_the_nearest_in_a_larger_store(int dimensions) {
        file.fill(4_000, dimensions, random);
        double found = 0;
        for (float[] question : questions(20, dimensions)) {
            Set<Long> nearest = new HashSet<>(file.bruteForce(question, STANDARD, 10));
            nearest.retainAll(ids(question, FactFilter.standard(), 10));
            found += nearest.size() / 200.0;
        }
        assertThat(found).as("recall@10, seed %d", seed).isGreaterThanOrEqualTo(0.99);
    }

    /** A filter that lets all through, nearly all, half, few or none. */
    @ParameterizedTest
    @ValueSource(strings = {"1", "f.id % 50 <> 0", "f.id % 2 = 0", "f.id % 97 = 0", "f.id < 10", "0"})
    void filters_before_it_ranks(String condition) {
        file.fill(3_000, 64, random);
        file.execute("UPDATE facts AS f SET context = 'passes' WHERE " + condition);
        FactFilter filter = ALL.toBuilder().context("passes").build();
        for (float[] question : questions(5, 64)) {
            List<Long> expected = file.bruteForce(question, condition, 10);
            List<Long> found = ids(question, filter, 10);
            assertThat(found).hasSameSizeAs(expected);
            if (expected.size() < 10) {
                assertThat(found).isEqualTo(expected);
            } else {
                Set<Long> common = new HashSet<>(found);
                common.retainAll(expected);
                assertThat(common).hasSizeGreaterThanOrEqualTo(8);
            }
        }
    }

    @Test
    void finds_nothing_and_says_why_where_no_vector_is_of_the_model() {
        assertThat(search.nearest(new float[] {1, 0}, MODEL, ALL, 5).note()).isEmpty();
        file.importVector(file.addFact("a"), new float[] {1, 0}, "another-model");
        VectorMatches matches = search.nearest(new float[] {1, 0}, MODEL, ALL, 5);
        assertThat(matches.facts()).isEmpty();
        assertThat(matches.note().orElseThrow()).contains("1 of 1 facts", MODEL, "another-model", "reembed");
    }

    @Test
    void never_mixes_models_or_dimensions() {
        long fits = file.addFact("a");
        file.addVector(fits, new float[] {1, 0});
        file.addVector(file.addFact("b"), new float[] {1, 0, 0});
        file.importVector(file.addFact("c"), new float[] {1, 0}, "another-model");
        VectorMatches matches = search.nearest(new float[] {1, 0}, MODEL, ALL, 5);
        assertThat(matches.facts()).extracting(ScoredFact::factId).containsExactly(fits);
        assertThat(matches.note().orElseThrow()).contains("2 of 3 facts");
    }

    @Test
    void takes_imported_vectors_without_a_model_for_its_own_and_says_so() {
        long unnamed = file.addFact("a");
        file.importVector(unnamed, new float[] {1, 0}, null);
        VectorMatches matches = search.nearest(new float[] {1, 0}, MODEL, ALL, 5);
        assertThat(matches.facts()).extracting(ScoredFact::factId).containsExactly(unnamed);
        assertThat(matches.note().orElseThrow()).contains("1 imported vectors do not name their model");
    }

    @Test
    void prefers_the_vector_made_here_to_the_imported_one() {
        long both = file.addFact("a");
        file.importVector(both, new float[] {0, 1}, MODEL);
        file.addVector(both, new float[] {1, 0});
        assertThat(search.nearest(new float[] {1, 0}, MODEL, ALL, 5).facts())
                .containsExactly(new ScoredFact(both, 1.0));
    }

    @Test
    void no_vector_breaks_it() {
        long sound = file.addFact("a");
        file.addVector(sound, new float[] {3, 4, 0, 0});
        file.addVector(file.addFact("zero"), new float[4]);
        file.addVector(file.addFact("NaN"), new float[] {Float.NaN, 1, 0, 0});
        file.addVector(file.addFact("infinite"), new float[] {1, Float.POSITIVE_INFINITY, 0, 0});
        file.addVector(file.addFact("torn"), new float[4]);
        file.execute("UPDATE fact_vectors SET embedding = x'0102' WHERE fact_id = (SELECT MAX(id) FROM facts)");
        VectorMatches matches = search.nearest(new float[] {3, 4, 0, 0}, MODEL, ALL, 5);
        assertThat(matches.facts()).extracting(ScoredFact::factId).containsExactly(sound);
        assertThat(matches.note().orElseThrow()).contains("4 of 5 facts");
        for (float[] question : List.of(new float[4], new float[] {Float.NaN, 0, 0, 0})) {
            matches = search.nearest(question, MODEL, ALL, 5);
            assertThat(matches.facts()).isEmpty();
            assertThat(matches.note()).isPresent();
        }
    }

    @Test
    void sees_at_once_what_other_programs_write() {
        file.fill(1_500, 32, random);
        float[] question = questions(1, 32).get(0);
        assertStep(question);
        List<Runnable> writes = List.of(
                () -> file.addVector(file.addFact("new"), question),
                () -> file.importVector(file.addFact("imported"), question, MODEL),
                () -> file.execute("UPDATE facts SET is_active = 0 WHERE id % 3 = 0"),
                () -> file.execute("UPDATE facts SET is_active = 1 WHERE id % 2 = 0"),
                () -> file.execute("UPDATE facts SET is_assistant_output = 1 WHERE id % 5 = 0"),
                () -> file.execute("DELETE FROM facts WHERE id % 7 = 0"),
                () -> file.execute("UPDATE fact_vectors SET embedding = (SELECT embedding FROM fact_vectors LIMIT 1)"
                        + " WHERE fact_id % 11 = 0"),
                () -> file.execute("UPDATE fact_embeddings SET embedding = (SELECT embedding FROM fact_vectors LIMIT 1)"
                        + " WHERE fact_id % 11 = 1"),
                () -> file.execute("DELETE FROM fact_embeddings WHERE fact_id % 13 = 0"),
                () -> file.execute("DELETE FROM fact_vectors WHERE fact_id % 13 = 1"),
                () -> file.execute("INSERT OR REPLACE INTO fact_embeddings (fact_id, dimensions, embedding, model)"
                        + " SELECT fact_id, dimensions, (SELECT embedding FROM fact_vectors LIMIT 1), model"
                        + " FROM fact_embeddings WHERE fact_id % 17 = 0"),
                this::moveLastFact,
                () -> file.fill(1_700, 32, random));
        for (Runnable write : writes) {
            write.run();
            assertStep(question);
        }
    }

    private void moveLastFact() {
        file.execute("PRAGMA foreign_keys = OFF");
        long last = file.number("SELECT MAX(fact_id) FROM fact_vectors");
        file.execute("UPDATE facts SET id = id + 1000000 WHERE id = " + last);
        file.execute("UPDATE fact_vectors SET fact_id = fact_id + 1000000 WHERE fact_id = " + last);
        file.execute("PRAGMA foreign_keys = ON");
    }

    private void assertStep(float[] question) {
        assertThat(search.nearest(question, MODEL, FactFilter.standard(), 5_000).facts())
                .as("seed %d", seed)
                .extracting(ScoredFact::factId)
                .containsExactlyInAnyOrderElementsOf(file.bruteForce(question, STANDARD, 5_000));
    }

    @Test
    void an_edited_fact_has_no_vector_until_one_is_made() {
        long here = file.addFact("here");
        file.addVector(here, new float[] {1, 0});
        long imported = file.addFact("imported");
        file.importVector(imported, new float[] {1, 0}, MODEL);
        assertThat(ids(new float[] {1, 0}, ALL, 5)).containsExactly(here, imported);

        file.execute("UPDATE facts SET content = content, context = 'same'");
        assertThat(ids(new float[] {1, 0}, ALL, 5)).containsExactly(here, imported);

        file.execute("UPDATE facts SET content = content || '!'");
        assertThat(ids(new float[] {1, 0}, ALL, 5)).isEmpty();
        assertThat(file.number("SELECT COUNT(*) FROM fact_embeddings WHERE length(embedding) = 8"))
                .isEqualTo(1);
    }

    @Test
    void what_is_stored_after_an_erasure_is_relative_to_no_erased_vector() {
        VectorSpace space = new VectorSpace(MODEL, 16);
        file.fill(900, 16, random);
        Centroid before = search.index(space).centroid();
        assertThat(file.number("SELECT COUNT(*) FROM vector_indexes")).isZero();
        file.database().write(connection -> new FactErasure(connection).erase(List.of(1L, 2L), Instant.EPOCH));
        assertThat(search.index(space).centroid()).isEqualTo(before);
        file.fill(200, 16, random);
        assertThat(search.index(space).centroid().mean()).isNotEqualTo(before.mean());
    }

    @Test
    void a_memory_opened_for_reading_writes_nothing_and_follows_other_writers() {
        file.fill(1_200, 32, random);
        float[] question = questions(1, 32).get(0);
        try (SqliteDatabase reader = file.openReadOnly();
                LocalVectorSearch reading = new LocalVectorSearch(reader)) {
            assertThat(reading.nearest(question, MODEL, FactFilter.standard(), 5)
                            .facts())
                    .hasSize(5);
            long added = file.addFact("new");
            file.addVector(added, question);
            assertThat(reading.nearest(question, MODEL, FactFilter.standard(), 5)
                            .facts()
                            .get(0)
                            .factId())
                    .isEqualTo(added);
        }
        assertThat(file.number("SELECT COUNT(*) FROM vector_indexes")).isZero();
        assertThat(file.number("SELECT COUNT(*) FROM vector_blocks")).isZero();
    }

    @Test
    void searches_from_several_threads_while_facts_are_added() throws Exception {
        file.fill(2_000, 32, random);
        float[] question = questions(1, 32).get(0);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<List<Long>>> searches = new ArrayList<>();
            Callable<List<Long>> one = () -> ids(question, FactFilter.standard(), 5_000);
            for (int i = 0; i < 40; i++) {
                searches.add(threads.submit(one));
                long added = file.addFact("added");
                file.addVector(added, VectorFile.clustered(1, 32, random).get(0));
                assertThat(ids(question, FactFilter.standard(), 5_000)).contains(added);
            }
            for (Future<List<Long>> ended : searches) {
                assertThat(ended.get()).hasSizeGreaterThanOrEqualTo(2_000).doesNotHaveDuplicates();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Questions from the same clusters as the last facts would not be: they are drawn near to facts. */
    private List<float[]> questions(int count, int dimensions) {
        List<float[]> questions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[] near = file.vectorOfSomeFact(random);
            for (int j = 0; j < dimensions; j++) {
                near[j] += (float) (random.nextGaussian() * 0.5);
            }
            questions.add(near);
        }
        return questions;
    }

    private List<Long> ids(float[] question, FactFilter filter, int limit) {
        return search.nearest(question, MODEL, filter, limit).facts().stream()
                .map(ScoredFact::factId)
                .toList();
    }
}
