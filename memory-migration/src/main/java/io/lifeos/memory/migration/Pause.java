package io.lifeos.memory.migration;

/** A pause before another attempt. */
final class Pause {

    private Pause() {}

    /** Waits; gives false, at once and with the thread still marked, if it is interrupted. */
    static boolean of(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
