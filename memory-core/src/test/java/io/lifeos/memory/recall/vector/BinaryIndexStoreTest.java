package io.lifeos.memory.recall.vector;

import static io.lifeos.memory.recall.vector.VectorFile.MODEL;
import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.fact.FactFilter;
import io.lifeos.memory.recall.ScoredFact;
import io.lifeos.memory.sqlite.query.FactFilterSql;
import io.lifeos.memory.sqlite.table.VectorSpace;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The codes in the file: used after a restart, and never believed blindly. */
class BinaryIndexStoreTest {

    private static final int DIMENSIONS = 32;
    private static final int ALL = 10_000;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @TempDir
    Path folder;

    private VectorFile file;
    private float[] question;

    @BeforeEach
    void open() {
        System.out.println(getClass().getSimpleName() + " seed " + seed);
        file = new VectorFile(folder);
        file.fill(2_500, DIMENSIONS, random);
        question = VectorFile.clustered(1, DIMENSIONS, random).get(0);
        found();
    }

    @AfterEach
    void close() {
        file.close();
    }

    @Test
    void uses_what_is_cached_after_a_restart() {
        assertThat(file.number("SELECT SUM(blocks) FROM vector_indexes")).isEqualTo(3);
        // Gone without a trace, so that only who reads the vectors anew could know of it.
        file.execute("DROP TRIGGER fact_vectors_ad");
        file.execute("DELETE FROM fact_vectors WHERE fact_id % 2 = 0");
        long gone = file.number("SELECT COUNT(*) FROM facts")
                - file.number("SELECT COUNT(*) FROM fact_vectors")
                - file.number("SELECT COUNT(*) FROM fact_embeddings");
        assertThat(gone).isPositive();

        file.reopen();
        try (LocalVectorSearch search = new LocalVectorSearch(file.database())) {
            assertThat(search.index(new VectorSpace(MODEL, DIMENSIONS)).size()).isEqualTo(2_500);
            List<Long> expected = file.bruteForce(question, "1", ALL);
            assertThat(search.nearest(question, MODEL, FactFilter.standard(), ALL)
                            .facts())
                    .as("what the codes still name and the file no longer holds is not found")
                    .extracting(ScoredFact::factId)
                    .isEqualTo(expected);
        }
    }

    @Test
    void catches_up_with_what_was_written_since() {
        file.execute("UPDATE facts SET is_active = 0 WHERE id % 3 = 0");
        file.execute("DELETE FROM fact_vectors WHERE fact_id % 5 = 0");
        file.fill(50, DIMENSIONS, random);
        assertSound();
        file.fill(1_500, DIMENSIONS, random);
        assertSound();
        assertThat(file.number("SELECT SUM(blocks) FROM vector_indexes")).isEqualTo(4);
        file.reopen();
        assertSound();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM vector_indexes",
                "DELETE FROM vector_blocks",
                "DELETE FROM vector_blocks WHERE block = 1",
                "UPDATE vector_blocks SET data = x''",
                "UPDATE vector_blocks SET data = x'00000001'",
                "UPDATE vector_blocks SET data = zeroblob(length(data))",
                "UPDATE vector_blocks SET data = substr(data, 1, 5000)",
                "UPDATE vector_blocks SET data = (SELECT data FROM vector_blocks WHERE block = 0)",
                "UPDATE vector_blocks SET block = block + 7",
                "UPDATE vector_indexes SET generation = generation + 1",
                "UPDATE vector_indexes SET centre = x'00'",
                "UPDATE vector_indexes SET changes_seq = changes_seq + 1000",
                "UPDATE vector_indexes SET embeddings_seq = embeddings_seq + 1000",
                "DELETE FROM vector_changes",
                "DELETE FROM vector_changes WHERE seq % 2 = 0"
            })
    void is_built_anew_if_it_is_not_what_was_written(String damage) {
        file.reopen();
        file.execute("UPDATE facts SET is_active = 0 WHERE id % 3 = 0");
        file.execute(damage);
        assertSound();
        file.reopen();
        assertSound();
    }

    /** A writer that dies leaves blocks that are newer than the noted position, or some that no index names. */
    @Test
    void an_interrupted_writer_does_no_harm() {
        file.execute("CREATE TABLE noted AS SELECT * FROM vector_indexes");
        file.fill(1_500, DIMENSIONS, random);
        file.execute("UPDATE facts SET is_active = 0 WHERE id % 3 = 0");
        found();
        file.execute("UPDATE vector_indexes SET (changes_seq, embeddings_seq) ="
                + " (SELECT changes_seq, embeddings_seq FROM noted)");
        file.execute("INSERT INTO vector_blocks VALUES (42, 0, x'00')");
        file.reopen();
        assertSound();
    }

    @Test
    void two_processes_that_cache_at_once_do_no_harm() {
        try (LocalVectorSearch one = new LocalVectorSearch(file.database());
                LocalVectorSearch two = new LocalVectorSearch(file.database())) {
            for (int i = 0; i < 6; i++) {
                file.fill(1_100, DIMENSIONS, random);
                file.execute("UPDATE facts SET is_active = 0 WHERE id % 7 = " + i);
                one.nearest(question, MODEL, FactFilter.standard(), 5);
                two.nearest(question, MODEL, FactFilter.standard(), 5);
            }
        }
        file.reopen();
        assertSound();
    }

    private void assertSound() {
        assertThat(found())
                .as("seed %d", seed)
                .isEqualTo(file.bruteForce(
                        question, FactFilterSql.of(FactFilter.standard()).condition(), ALL));
    }

    private List<Long> found() {
        try (LocalVectorSearch search = new LocalVectorSearch(file.database())) {
            return search.nearest(question, MODEL, FactFilter.standard(), ALL).facts().stream()
                    .map(ScoredFact::factId)
                    .toList();
        }
    }
}
