package io.lifeos.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.NamedVector;
import io.lifeos.memory.fact.OnSameKey;
import io.lifeos.memory.jdbc.FloatBytes;
import io.lifeos.memory.recall.RecallMode;
import io.lifeos.memory.recall.ReembedProgress;
import io.lifeos.memory.testing.MemoryOracle;
import io.lifeos.memory.testing.PythonMemory;
import io.lifeos.memory.testing.WordEmbedder;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A fact may come with the vector of its content. */
class GivenVectorTest {

    private static final float[] VECTOR = {0.1f, -0f, 1e30f, Float.MIN_VALUE};

    private final WordEmbedder embedder = new WordEmbedder("words", 4);

    @TempDir
    Path root;

    private MemoryStore memory;

    @BeforeEach
    void open() {
        memory = open(false);
    }

    private MemoryStore open(boolean inBackground) {
        return MemoryStore.builder()
                .root(root)
                .embedder(embedder)
                .embedInBackground(inBackground)
                .open();
    }

    @AfterEach
    void close() {
        memory.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void the_embedder_is_not_called_for_a_fact_that_comes_with_a_vector_of_its_model(boolean inBackground) {
        close();
        memory = open(inBackground);
        Fact fact = memory.retain("Ann likes tea").embedding("words", VECTOR).save();
        close();
        memory = open(false);
        assertThat(embedder.embedded()).isZero();
        assertThat(vectors()).containsExactly(fact.id() + " words 4 " + hex(VECTOR));
        assertThat(memory.reembed(progress -> {})).isEqualTo(ReembedProgress.of(0, 0, 0));
    }

    @Test
    void a_vector_of_another_model_is_stored_beside_that_of_the_embedder() {
        memory.retain("Ann likes tea").embedding("other", new float[] {1, 2}).save();
        assertThat(embedder.embedded()).isEqualTo(1);
        assertThat(vectors()).hasSize(2).first().isEqualTo("1 other 2 " + hex(1, 2));
    }

    @Test
    void a_vector_of_the_embedders_model_but_of_other_dimensions_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> memory.retain("Ann likes tea")
                        .embedding("words", new float[] {1, 2})
                        .save())
                .withMessageContaining("\"words\"")
                .withMessageContaining("2 dimensions")
                .withMessageContaining("4")
                .withMessageContaining("nothing was stored");
        assertThat(memory.count()).isZero();
    }

    @Test
    void a_vector_without_a_direction_is_refused_at_once() {
        RetainRequest request = memory.retain("Ann likes tea");
        for (float[] vector : List.of(
                new float[0], new float[] {0, -0f}, new float[] {1, Float.NaN}, new float[] {Float.NEGATIVE_INFINITY
                })) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> request.embedding("other", vector).save())
                    .withMessageContaining("\"other\"");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> request.embedding(" ", VECTOR).save())
                .withMessageContaining("model");
    }

    @Test
    void a_memory_without_an_embedder_stores_it_too() {
        close();
        memory = MemoryStore.open(root);
        float[] mine = VECTOR.clone();
        RetainRequest request = memory.retain("Ann likes tea").embedding("words", mine);
        mine[0] = 7;
        request.save();
        assertThat(vectors()).containsExactly("1 words 4 " + hex(VECTOR));
    }

    @Test
    void it_is_found_by_that_vector() {
        float[] bobs = embedder.embed(List.of("Bob moved house"), WordEmbedder.Purpose.FACT)
                .get(0);
        memory.retainAll(List.of(
                memory.retain("Ann likes tea"), memory.retain("xyz").embedding("words", bobs), memory.retain("Carl")));
        assertThat(memory.recall("Bob moved house")
                        .mode(RecallMode.VECTOR)
                        .limit(1)
                        .fetch()
                        .hits())
                .singleElement()
                .satisfies(hit -> assertThat(hit.fact().content()).isEqualTo("xyz"));
    }

    @Test
    void a_replaced_fact_has_the_vector_that_it_comes_with_even_if_the_content_is_the_same() {
        memory.retain("Ann likes tea").key("k").embedding("words", VECTOR).save();
        memory.retain("Ann likes tea")
                .key("k", OnSameKey.REPLACE)
                .embedding("words", new float[] {1, 2, 3, 4})
                .save();
        assertThat(vectors()).containsExactly("1 words 4 " + hex(1, 2, 3, 4));
        memory.retain("Ann likes coffee").key("k", OnSameKey.REPLACE).save();
        assertThat(vectors()).hasSize(1).doesNotContain("1 words 4 " + hex(1, 2, 3, 4));
        memory.retain("not stored").key("k").embedding("words", VECTOR).save();
        assertThat(vectors()).hasSize(1).doesNotContain("1 words 4 " + hex(VECTOR));
    }

    @Test
    void an_adopted_file_takes_vectors_too() throws Exception {
        Path adopted = PythonMemory.createWithOddities(root.resolve("adopted"), PythonMemory.Shape.FIRST);
        try (MemoryStore other = MemoryStore.open(adopted)) {
            other.retain("Ann likes tea").embedding("words", VECTOR).save();
            assertThat(MemoryOracle.rows(other.database(), "SELECT count(*) FROM fact_vectors"))
                    .containsExactly("1");
        }
        MemoryOracle.assertSound(adopted);
    }

    @Test
    void two_vectors_are_equal_if_model_and_components_are() {
        NamedVector vector = new NamedVector("words", VECTOR);
        assertThat(vector)
                .isEqualTo(new NamedVector("words", VECTOR.clone()))
                .hasSameHashCodeAs(new NamedVector("words", VECTOR.clone()))
                .isNotEqualTo(new NamedVector("other", VECTOR))
                .isNotEqualTo(new NamedVector("words", new float[] {1}))
                .hasToString("words (4 dimensions)");
        vector.components()[0] = 7;
        assertThat(vector.components()).containsExactly(VECTOR);
    }

    private List<String> vectors() {
        return MemoryOracle.rows(
                memory.database(),
                "SELECT fact_id || ' ' || model || ' ' || dimensions || ' ' || hex(embedding)"
                        + " FROM fact_vectors ORDER BY model");
    }

    private static String hex(float... vector) {
        return HexFormat.of().formatHex(FloatBytes.of(vector)).toUpperCase(Locale.ROOT);
    }
}
