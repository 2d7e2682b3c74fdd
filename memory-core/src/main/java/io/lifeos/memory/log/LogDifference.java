package io.lifeos.memory.log;

import java.time.LocalDate;

/**
 * Where a daily log and a fact do not agree.
 *
 * @param day the day of the log
 * @param factId the fact
 * @param kind what is wrong
 */
public record LogDifference(LocalDate day, long factId, Kind kind) {

    /** What may be wrong with the entry of a fact. */
    public enum Kind {
        /** There is none, and there should be one. */
        MISSING("has no entry in"),
        /** There is one more than one. */
        DOUBLED("has more than one entry in"),
        /** It does not say what the fact says. */
        ALTERED("says something else than its entry in"),
        /** The fact lies on another day. */
        MISPLACED("lies on another day, but has an entry in"),
        /** There is no such fact. */
        UNKNOWN("does not exist, but has an entry in");

        private final String what;

        Kind(String what) {
            this.what = what;
        }
    }

    /**
     * Whether writing the log anew puts it right. What an entry of a fact that does not exist says may be all that is left
     * of it.
     *
     * @return false if only a person can tell what to do
     */
    public boolean curable() {
        return kind != Kind.UNKNOWN;
    }

    /**
     * Says what is wrong.
     *
     * @return a sentence without its end
     */
    public String sentence() {
        return "Log: fact " + factId + " " + kind.what + " the log of " + day;
    }
}
