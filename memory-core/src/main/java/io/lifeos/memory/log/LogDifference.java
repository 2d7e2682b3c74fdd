package io.lifeos.memory.log;

import java.time.LocalDate;

/**
 * A difference between a daily log and a fact.
 *
 * @param day the day of the log
 * @param factId the fact
 * @param kind the kind of difference
 */
public record LogDifference(LocalDate day, long factId, Kind kind) {

    /** The kinds of differences. */
    public enum Kind {
        /** The fact has no entry, and should have one. */
        MISSING("has no entry in"),
        /** The fact has more than one entry. */
        DOUBLED("has more than one entry in"),
        /** The entry does not say the same as the fact. */
        ALTERED("says something else than its entry in"),
        /** The fact belongs to another day. */
        MISPLACED("lies on another day, but has an entry in"),
        /** There is no such fact. */
        UNKNOWN("does not exist, but has an entry in");

        private final String what;

        Kind(String what) {
            this.what = what;
        }
    }

    /**
     * Tells whether rewriting the log repairs it. If the fact does not exist, its entry may be all that is left
     * of it.
     *
     * @return false if only a person can tell what to do
     */
    public boolean curable() {
        return kind != Kind.UNKNOWN;
    }

    /** {@return the difference, as a sentence without a full stop} */
    public String sentence() {
        return "Log: fact " + factId + " " + kind.what + " the log of " + day;
    }
}
