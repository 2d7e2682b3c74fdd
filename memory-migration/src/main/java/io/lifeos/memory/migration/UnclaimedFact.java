package io.lifeos.memory.migration;

/**
 * A fact that the Python program migrated and that no row claims, although a row of the source has the id it was linked
 * to. The fact and its link stay as they are.
 *
 * @param id the row's id in the source: a {@link Long} for a serial, else a {@link String}
 * @param factId its id here
 * @param reason the reason why the row does not claim it
 */
public record UnclaimedFact(Object id, long factId, Reason reason) {

    /** The reason why a row does not claim a fact. */
    public enum Reason {
        /** It says the same as the row's fact, which is older: the row was migrated more than once. */
        DUPLICATE,
        /** It says something other than the row's fact: it was edited, or came from another database. */
        DIFFERENT_CONTENT
    }
}
