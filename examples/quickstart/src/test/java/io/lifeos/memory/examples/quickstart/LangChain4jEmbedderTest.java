package io.lifeos.memory.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.recall.Embedder.Purpose;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The model that runs within the process: from a jar, without key or network. */
class LangChain4jEmbedderTest {

    private static final LangChain4jEmbedder EMBEDDER = LangChain4jEmbedder.bgeSmall();

    @Test
    void embeds_each_text_in_its_place() {
        List<float[]> vectors = EMBEDDER.embed(List.of("The cat sleeps", "Revenue grew"), Purpose.FACT);
        assertThat(vectors).hasSize(2).allSatisfy(vector -> assertThat(vector).hasSize(EMBEDDER.dimensions()));
        assertThat(vectors.get(1))
                .containsExactly(
                        EMBEDDER.embed(List.of("Revenue grew"), Purpose.FACT).get(0));
    }

    @Test
    void finds_a_question_nearer_to_the_fact_that_answers_it() {
        float[] question = EMBEDDER.embed(List.of("What does the pet do?"), Purpose.QUESTION)
                .get(0);
        List<float[]> facts = EMBEDDER.embed(List.of("The cat sleeps", "Revenue grew"), Purpose.FACT);
        assertThat(dot(question, facts.get(0))).isGreaterThan(dot(question, facts.get(1)));
    }

    @Test
    void puts_the_prefix_of_the_model_before_a_question_only() {
        float[] question = EMBEDDER.embed(List.of("cat"), Purpose.QUESTION).get(0);
        String prefixed = "Represent this sentence for searching relevant passages: cat";
        assertThat(EMBEDDER.embed(List.of(prefixed), Purpose.FACT).get(0)).containsExactly(question);
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
