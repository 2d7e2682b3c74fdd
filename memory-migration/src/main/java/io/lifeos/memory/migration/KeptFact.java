package io.lifeos.memory.migration;

/**
 * A migrated fact that a run left as it is, because it was changed here. Only {@code force} overwrites it.
 *
 * @param id its row's id in the source: a {@link Long} for a serial, else a {@link String}
 * @param factId its id here
 * @param reason what was done to it here
 */
public record KeptFact(Object id, long factId, Reason reason) {

    /** What was done to a fact here. */
    public enum Reason {
        /** It was edited, by whatever program; it is kept whether or not its source row changed. */
        EDITED,
        /** It was forgotten, and its source row changed since. */
        FORGOTTEN
    }
}
