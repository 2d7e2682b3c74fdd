package io.lifeos.memory.recall;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * A fact with its score.
 *
 * @param factId the id of the fact
 * @param score the score, the higher the better; comparable within one list only
 */
public record ScoredFact(long factId, double score) {

    /** Orders by descending score, then by ascending id. */
    public static final Comparator<ScoredFact> BEST_FIRST =
            Comparator.comparingDouble(ScoredFact::score).reversed().thenComparingLong(ScoredFact::factId);

    /**
     * Picks the best facts.
     *
     * @param found facts in any order
     * @param limit the number of facts to keep at most
     * @return the best of them, in the order of {@link #BEST_FIRST}
     */
    public static List<ScoredFact> best(Collection<ScoredFact> found, int limit) {
        return found.stream().sorted(BEST_FIRST).limit(limit).toList();
    }
}
