package io.lifeos.memory.recall;

/**
 * How well a fact fits by one leg.
 *
 * @param all with the facts around it
 * @param own by itself
 */
record Strength(double all, double own) {

    static final Strength NONE = new Strength(0, 0);
}
