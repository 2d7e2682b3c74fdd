package io.lifeos.memory.recall;

import io.lifeos.memory.fact.Fact;
import java.util.Optional;

/**
 * A fact that was recalled, and why.
 *
 * @param fact the fact
 * @param keyword what the words say; empty if neither it nor a fact near it holds one, or words were not looked at
 * @param vector what the vectors say; empty if neither it nor a fact near it is among the nearest, or vectors were not looked at
 * @param score what the result is ordered by: the weighted mean of both legs' scores, each divided by the leg's best; 0 to 1
 */
public record RecallHit(Fact fact, Optional<LegScore> keyword, Optional<LegScore> vector, double score) {}
