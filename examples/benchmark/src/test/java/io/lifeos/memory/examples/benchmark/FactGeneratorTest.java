package io.lifeos.memory.examples.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class FactGeneratorTest {

    private static final Instant NOW = Instant.parse("2026-01-25T15:07:40Z");

    @Test
    void makes_the_same_facts_and_vectors_at_every_run() {
        FactGenerator first = new FactGenerator(10, NOW);
        FactGenerator second = new FactGenerator(10, NOW);
        assertThat(first.fact(7)).isEqualTo(second.fact(7)).isNotEqualTo(first.fact(8));
        assertThat(first.vector(7)).hasSize(FactGenerator.DIMENSIONS).containsExactly(second.vector(7));
    }

    @Test
    void asks_questions_of_as_many_words_as_wanted() {
        assertThat(new FactGenerator(10, NOW).questions(20, 2, 3))
                .hasSize(20)
                .allSatisfy(question -> assertThat(question.split(" ")).hasSizeBetween(2, 3));
    }
}
