package io.lifeos.memory.recall.ranking;

/**
 * How well a fact fits by one leg.
 *
 * @param all with the facts around it
 * @param own by itself
 */
record Relevance(double all, double own) {

    static final Relevance NONE = new Relevance(0, 0);
}
