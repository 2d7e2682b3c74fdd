package io.lifeos.memory.recall;

/**
 * The score of a fact by one leg of a recall: words or vectors.
 *
 * @param rank the place of the fact in the leg's order, from 1
 * @param score the number that the leg orders by, the higher the better: how well the fact fits, plus, counting less, how well the
 *     facts around it in its session do; comparable within one result only
 * @param own the score that the fact has by itself; 0 if it was found only by the facts around it
 */
public record LegScore(int rank, double score, double own) {

    /** {@return the part of the score that the facts around it in its session lent, at least 0} */
    public double lent() {
        return Math.max(0, score - own);
    }
}
