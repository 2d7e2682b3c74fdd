package io.lifeos.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.NamedVector;
import io.lifeos.memory.recall.Embedder.Purpose;
import io.lifeos.memory.recall.RecallHit;
import io.lifeos.memory.recall.RecallMode;
import io.lifeos.memory.recall.RecallResult;
import io.lifeos.memory.testing.WordEmbedder;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A host that has made the vector of a question itself. */
class QuestionVectorTest extends RecallFixture {

    private final WordEmbedder embedder = new WordEmbedder("words", 32);
    private final float[] question =
            embedder.embed(List.of("red car"), Purpose.QUESTION).get(0);

    private Fact car = Fact.builder(0, "none", NOW).build();

    @BeforeEach
    void retain_with_vectors() {
        try (MemoryStore embedding =
                MemoryStore.builder().root(root).embedder(embedder).open()) {
            embedding.retain("a blue bicycle").save();
            car = embedding.retain("one red car").save();
        }
    }

    @Test
    void a_memory_without_an_embedder_finds_by_words_and_by_the_given_vector() {
        RecallResult result =
                memory.recall("bicycle").embedding("words", question).fetch();
        assertThat(result.mode()).contains(RecallMode.HYBRID);
        assertThat(result.notes()).isEmpty();
        assertThat(result).hasSize(2);
        assertThat(memory.recall("bicycle")
                        .embedding("words", question)
                        .mode(RecallMode.VECTOR)
                        .limit(1)
                        .fetch())
                .extracting(RecallHit::fact)
                .containsExactly(car);
    }

    @Test
    void a_blank_question_is_asked_by_its_vector_alone() {
        RecallResult result =
                memory.recall(" ").embedding("words", question).limit(1).fetch();
        assertThat(result.mode()).contains(RecallMode.VECTOR);
        assertThat(result.notes()).isEmpty();
        assertThat(result).extracting(RecallHit::fact).containsExactly(car);
        assertThat(result.hits().get(0).score()).isGreaterThan(0.7);
    }

    @Test
    void the_embedder_of_the_memory_is_not_asked_for_a_question_that_has_its_vector() {
        WordEmbedder other = new WordEmbedder("other", 8);
        try (MemoryStore memory =
                MemoryStore.builder().root(root).embedder(other).open()) {
            assertThat(memory.recall("").embedding("words", question).limit(1).fetch())
                    .extracting(RecallHit::fact)
                    .containsExactly(car);
        }
        assertThat(other.embedded()).isZero();
    }

    @Test
    void vectors_of_another_model_or_length_are_not_compared_and_the_result_says_so() {
        for (NamedVector other :
                List.of(new NamedVector("other", question), new NamedVector("words", new float[] {1, 2, 3}))) {
            RecallResult result = memory.recall("bicycle")
                    .embedding(other.model(), other.components())
                    .fetch();
            assertThat(result.mode()).contains(RecallMode.KEYWORD);
            assertThat(result).hasSize(1);
            assertThat(result.notes()).singleElement().asString().contains("no vector of " + other.model());
        }
    }

    @Test
    void a_vector_that_words_alone_leave_unused_is_named_in_the_notes() {
        RecallResult result = memory.recall("bicycle")
                .embedding("words", question)
                .mode(RecallMode.KEYWORD)
                .fetch();
        assertThat(result).hasSize(1);
        assertThat(result.notes()).singleElement().asString().contains("vector of the question was not looked at");
    }

    @Test
    void a_vector_that_cannot_be_compared_is_refused_at_once() {
        for (float[] bad : new float[][] {{}, {0, 0}, {1, Float.NaN}, {Float.POSITIVE_INFINITY}}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> memory.recall("a").embedding("words", bad))
                    .withMessageContaining("The vector of the model \"words\"");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> memory.recall("a").embedding(" ", question))
                .withMessageContaining("blank");
    }
}
