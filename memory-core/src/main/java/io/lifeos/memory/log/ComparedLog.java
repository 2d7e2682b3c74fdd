package io.lifeos.memory.log;

import java.util.List;
import java.util.Set;

/**
 * What a comparison of a daily log with its facts came to.
 *
 * @param facts the facts that have an entry in it, or in one of this day that a person put away
 * @param differences what does not agree, but for facts without an entry
 */
public record ComparedLog(Set<Long> facts, List<LogDifference> differences) {

    /** Copies both. */
    public ComparedLog {
        facts = Set.copyOf(facts);
        differences = List.copyOf(differences);
    }
}
