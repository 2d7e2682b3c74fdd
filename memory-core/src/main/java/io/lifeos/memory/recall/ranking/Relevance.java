package io.lifeos.memory.recall.ranking;

/**
 * The score of a fact by one leg.
 *
 * @param all the score with that of its neighbours
 * @param own the score of the fact by itself
 */
record Relevance(double all, double own) {

    static final Relevance NONE = new Relevance(0, 0);
}
