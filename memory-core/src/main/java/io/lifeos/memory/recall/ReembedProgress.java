package io.lifeos.memory.recall;

/**
 * The progress of making missing vectors. A memory makes these; hosts only read them, so that they can grow. Two are equal if
 * all their values are.
 */
public sealed interface ReembedProgress permits ReembedProgressRecord {

    /**
     * Makes a report.
     *
     * @param made the number of vectors that were made
     * @param failed the number of vectors that could not be made
     * @param total the number of vectors that were missing at the start
     * @return the report
     */
    static ReembedProgress of(long made, long failed, long total) {
        return new ReembedProgressRecord(made, failed, total);
    }

    /**
     * Returns the number of vectors that were made.
     *
     * @return the number; all of them are safe in the file
     */
    long made();

    /**
     * Returns the number of vectors that could not be made, or whose facts changed meanwhile.
     *
     * @return the number; a further call tries them again
     */
    long failed();

    /**
     * Returns the number of vectors that were missing at the start.
     *
     * @return the number
     */
    long total();

    /**
     * Tells whether every missing vector was tried.
     *
     * @return true if each was made or failed
     */
    default boolean isDone() {
        return made() + failed() == total();
    }
}
