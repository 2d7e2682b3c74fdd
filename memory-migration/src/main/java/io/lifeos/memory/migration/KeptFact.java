package io.lifeos.memory.migration;

/**
 * A migrated fact that a run left as it is, because it was changed here. Only {@code force} overwrites it.
 *
 * @param id its row's id in the source: a {@link Long} for a serial, else a {@link String}
 * @param factId its id here
 * @param reason the change made to it here
 */
public record KeptFact(Object id, long factId, Reason reason) {

    /** The change made to a fact here. */
    public enum Reason {
        /** It was edited, by any program; it is kept whether or not its source row changed. */
        EDITED,
        /** It was forgotten, and its source row has changed since. */
        FORGOTTEN
    }
}
