package io.lifeos.memory.recall;

/**
 * How far the making of missing vectors is.
 *
 * @param made how many were made and are safe in the file
 * @param failed how many could not be made, or are of facts that changed meanwhile; a further call tries them again
 * @param total how many were missing at the start
 */
public record ReembedProgress(long made, long failed, long total) {

    /**
     * Whether nothing is left to be tried.
     *
     * @return whether each missing vector was made or failed
     */
    public boolean isDone() {
        return made + failed == total;
    }
}
