package io.lifeos.memory.migration;

/**
 * Follows the progress of a run or a verification. Called on the thread that runs it, once a page; an exception ends
 * the run, as any failure would: what was committed is safe.
 */
@FunctionalInterface
public interface MigrationListener {

    /**
     * Receives the progress.
     *
     * @param progress the present state
     */
    void onProgress(Progress progress);

    /** The kind of work under way. */
    enum Phase {
        /** Rows are brought over. */
        MIGRATING,
        /** Rows are compared. */
        VERIFYING
    }

    /**
     * A state of progress.
     *
     * @param phase the kind of work under way
     * @param done rows done; a run that begins anew on a fresh snapshot, as the source went away, goes on from there
     * @param total rows selected when the run began
     */
    record Progress(Phase phase, long done, long total) {}
}
