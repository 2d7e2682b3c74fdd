package io.lifeos.memory.recall;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * What a recall found.
 *
 * @param hits the facts, best first; equally good ones by time, the latest first, then by id
 * @param requested the mode that was asked for
 * @param mode the mode that ran, never {@link RecallMode#AUTO}; empty if none could, and then the notes say why
 * @param notes what did not go as asked: a leg that could not run, facts that could not be compared or read; empty if all did
 */
public record RecallResult(List<RecallHit> hits, RecallMode requested, Optional<RecallMode> mode, List<String> notes)
        implements Iterable<RecallHit> {

    /** Copies the lists. */
    public RecallResult {
        hits = List.copyOf(hits);
        notes = List.copyOf(notes);
    }

    @Override
    public Iterator<RecallHit> iterator() {
        return hits.iterator();
    }
}
