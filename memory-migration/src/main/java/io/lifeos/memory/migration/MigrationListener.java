package io.lifeos.memory.migration;

/**
 * Is told how far a run or a verification has come. Called on the thread that runs it, once a page; what it throws ends
 * the run, as any failure would: what was committed is safe.
 */
@FunctionalInterface
public interface MigrationListener {

    /**
     * How far it has come.
     *
     * @param progress the present state
     */
    void onProgress(Progress progress);

    /** What is being done. */
    enum Phase {
        /** Rows are brought over. */
        MIGRATING,
        /** Rows are compared. */
        VERIFYING
    }

    /**
     * A state.
     *
     * @param phase what is being done
     * @param done rows done
     * @param total rows selected when the run began
     */
    record Progress(Phase phase, long done, long total) {}
}
