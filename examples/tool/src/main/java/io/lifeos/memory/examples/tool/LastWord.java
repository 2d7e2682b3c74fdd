package io.lifeos.memory.examples.tool;

/**
 * Lets only the first of two speak: the thread that does the work and reports its outcome, or the one that reports that the
 * process is told to end.
 */
final class LastWord {

    private boolean given;

    /** Speaks, unless another has spoken; one that is speaking is waited for. */
    synchronized void give(Runnable report) {
        if (!given) {
            given = true;
            report.run();
        }
    }
}
