package io.lifeos.memory.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lifeos.memory.fact.FactFilter;
import io.lifeos.memory.recall.ScoredFact;
import io.lifeos.memory.recall.VectorMatches;
import io.lifeos.memory.recall.VectorSearch;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The promises of {@link VectorSearch}, the same for each implementation. A subclass prepares {@link #FACTS} facts: fact
 * number n, from 0, has the vector {@link #vector}, the context {@code even} or {@code odd} after n, and the content
 * {@code fact n}.
 */
public abstract class VectorSearchContract {

    /** The number of facts to prepare. */
    protected static final int FACTS = 6;

    /** The model that made their vectors. */
    protected static final String MODEL = "contract";

    private static final float[] QUESTION = {1, 0};

    /** The search, over the facts that were prepared. */
    protected abstract VectorSearch search();

    /** The id of the fact of a number. */
    protected abstract long factId(int number);

    /** Forgets the fact of a number. */
    protected abstract void forget(int number);

    /** The vector of the fact of a number: the farther from the question, the higher the number; the last two are the same. */
    protected static float[] vector(int number) {
        return new float[] {4, Math.min(number, FACTS - 2)};
    }

    @Test
    void gives_the_nearest_first_and_ties_by_id() {
        VectorMatches matches = search().nearest(QUESTION, MODEL, FactFilter.standard(), FACTS);
        assertThat(ids(matches)).containsExactly(factId(0), factId(1), factId(2), factId(3), factId(4), factId(5));
        assertThat(matches.facts().get(0).score())
                .isGreaterThan(matches.facts().get(1).score());
        assertThat(matches.note()).isEmpty();
    }

    @Test
    void gives_no_more_than_the_limit() {
        assertThat(ids(search().nearest(QUESTION, MODEL, FactFilter.standard(), 2)))
                .containsExactly(factId(0), factId(1));
    }

    @Test
    void gives_only_facts_that_the_filter_admits_and_as_many_as_there_are() {
        FactFilter odd = FactFilter.builder().context("odd").build();
        assertThat(ids(search().nearest(QUESTION, MODEL, odd, 3))).containsExactly(factId(1), factId(3), factId(5));
        FactFilter none = FactFilter.builder().context("none").build();
        assertThat(ids(search().nearest(QUESTION, MODEL, none, 3))).isEmpty();
    }

    @Test
    void gives_forgotten_facts_only_if_asked_for() {
        forget(0);
        assertThat(ids(search().nearest(QUESTION, MODEL, FactFilter.standard(), 1)))
                .containsExactly(factId(1));
        FactFilter forgotten = FactFilter.builder().includeForgotten().build();
        assertThat(ids(search().nearest(QUESTION, MODEL, forgotten, 1))).containsExactly(factId(0));
    }

    @Test
    void compares_only_vectors_of_the_same_model_and_dimension_and_says_so() {
        for (VectorMatches matches : List.of(
                search().nearest(QUESTION, "another", FactFilter.standard(), 5),
                search().nearest(new float[] {1, 0, 0}, MODEL, FactFilter.standard(), 5),
                search().nearest(new float[] {0, 0}, MODEL, FactFilter.standard(), 5),
                search().nearest(new float[] {Float.NaN, 0}, MODEL, FactFilter.standard(), 5))) {
            assertThat(matches.facts()).isEmpty();
            assertThat(matches.note()).isPresent();
        }
    }

    @Test
    void tells_the_cosine_of_each_fact_that_it_is_asked_for_and_knows() {
        forget(4);
        Map<Long, Double> cosines = search().cosines(QUESTION, MODEL, List.of(factId(4), factId(1), Long.MAX_VALUE));
        assertThat(cosines).containsOnlyKeys(factId(4), factId(1));
        assertThat(cosines.get(factId(4))).isCloseTo(Math.sqrt(0.5), within(1e-3));
        assertThat(cosines.get(factId(1))).isCloseTo(4 / Math.sqrt(17), within(1e-3));
        assertThat(search().cosines(QUESTION, "another", List.of(factId(1)))).isEmpty();
    }

    private static List<Long> ids(VectorMatches matches) {
        return matches.facts().stream().map(ScoredFact::factId).toList();
    }
}
