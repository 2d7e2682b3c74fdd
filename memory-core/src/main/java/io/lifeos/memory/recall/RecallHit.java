package io.lifeos.memory.recall;

import io.lifeos.memory.fact.Fact;
import java.util.Optional;

/** A recalled fact with its scores. Later versions may say more. */
public sealed interface RecallHit permits RecallHitRecord {

    /**
     * Creates a hit, for implementors of {@code Memory} and for tests.
     *
     * @param fact the fact
     * @param keyword the score by words, if words found it
     * @param vector the score by vectors, if vectors found it
     * @param score the score that hits are ordered by, 0 to 1
     * @return the hit
     */
    static RecallHit of(Fact fact, Optional<LegScore> keyword, Optional<LegScore> vector, double score) {
        return new RecallHitRecord(fact, keyword, vector, score);
    }

    /** {@return the fact, as it was when it was found} */
    Fact fact();

    /**
     * {@return the score by words; empty if neither the fact nor one around it holds a word of the question, or words
     * were not looked at}
     */
    Optional<LegScore> keyword();

    /**
     * {@return the score by vectors; empty if neither the fact nor one around it is among the nearest, or vectors were
     * not looked at}
     */
    Optional<LegScore> vector();

    /**
     * {@return the score that hits are ordered by, 0 to 1, the higher the better: the weighted mean of the scores by
     * words and by vectors, each divided by the best of its kind}
     */
    double score();
}
