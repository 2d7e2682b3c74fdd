package io.lifeos.memory.recall;

import java.util.List;
import java.util.Optional;

/**
 * The answer of a {@link VectorSearch}.
 *
 * @param facts the facts, best first
 * @param note a sentence for the notes that says why vectors could not be compared, or how many facts have none; empty if all
 *     were compared
 */
public record VectorMatches(List<ScoredFact> facts, Optional<String> note) {

    /** Copies the list. */
    public VectorMatches {
        facts = List.copyOf(facts);
    }

    /**
     * Creates an answer without facts.
     *
     * @param note the reason
     * @return the answer
     */
    public static VectorMatches none(String note) {
        return new VectorMatches(List.of(), Optional.of(note));
    }
}
