package io.lifeos.memory.recall;

import java.util.List;
import java.util.Optional;

/**
 * What a search by vector found.
 *
 * @param facts the facts, best first
 * @param note why the search could not run, or which facts it could not compare; empty if it compared all of them
 */
public record VectorMatches(List<ScoredFact> facts, Optional<String> note) {}
