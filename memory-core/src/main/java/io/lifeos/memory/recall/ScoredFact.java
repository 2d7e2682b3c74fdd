package io.lifeos.memory.recall;

/**
 * A fact that was found.
 *
 * @param factId its id
 * @param score how well it fits, the higher the better; comparable within one list only
 */
public record ScoredFact(long factId, double score) {}
