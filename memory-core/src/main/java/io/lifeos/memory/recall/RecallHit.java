package io.lifeos.memory.recall;

import io.lifeos.memory.fact.Fact;
import java.util.Optional;

/** A recalled fact with its scores. A memory makes these; hosts only read them, so that they can grow. */
public sealed interface RecallHit permits RecallHitRecord {

    /**
     * Makes a hit.
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

    /**
     * Returns the fact.
     *
     * @return the fact, as it was when it was found
     */
    Fact fact();

    /**
     * Returns the score by words.
     *
     * @return the score; empty if neither the fact nor one around it holds a word of the question, or words were not looked at
     */
    Optional<LegScore> keyword();

    /**
     * Returns the score by vectors.
     *
     * @return the score; empty if neither the fact nor one around it is among the nearest, or vectors were not looked at
     */
    Optional<LegScore> vector();

    /**
     * Returns the score that hits are ordered by: the weighted mean of both legs' scores, each divided by the leg's best.
     *
     * @return 0 to 1, the higher the better
     */
    double score();
}
