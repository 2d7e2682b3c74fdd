package io.lifeos.memory.recall;

/**
 * What one leg of a recall, words or vectors, thinks of a fact.
 *
 * @param rank its place in the leg's order, from 1
 * @param score what the leg orders by, the higher the better: how well the fact fits, and, counting less, the facts around it in
 *     its session; comparable within one result only
 * @param own the score that the fact would have by itself; 0 if it is here only for the facts around it
 */
public record LegScore(int rank, double score, double own) {}
