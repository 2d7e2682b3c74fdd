package io.lifeos.memory.recall;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The result of a recall. A memory makes these; hosts only read them, so that they can grow. */
public sealed interface RecallResult extends Iterable<RecallHit> permits RecallResultRecord {

    /**
     * Makes a result.
     *
     * @param hits the facts, in the order of {@link #hits()}
     * @param requested the mode that was asked for
     * @param mode the mode that ran; empty if none could
     * @param notes the notes
     * @return the result
     */
    static RecallResult of(List<RecallHit> hits, RecallMode requested, Optional<RecallMode> mode, List<String> notes) {
        return new RecallResultRecord(hits, requested, mode, notes);
    }

    /**
     * Returns the facts.
     *
     * @return the facts, best first; equally good ones by time, the latest first, then by descending id
     */
    List<RecallHit> hits();

    /**
     * Returns the mode that was asked for.
     *
     * @return the mode
     */
    RecallMode requested();

    /**
     * Returns the mode that ran.
     *
     * @return the mode, never {@link RecallMode#AUTO}; empty if none could run, and then the notes say why
     */
    Optional<RecallMode> mode();

    /**
     * Returns everything that did not go as asked: a leg that could not run, facts that could not be compared or read.
     *
     * @return a sentence or more for each; empty if all went well
     */
    List<String> notes();

    @Override
    default Iterator<RecallHit> iterator() {
        return hits().iterator();
    }
}
