package io.lifeos.memory.fact;

/** What becomes of a fact that is retained under a key that a stored fact has already. */
public enum OnSameKey {
    /** The stored fact stays as it is, even if it was forgotten, and is returned. */
    KEEP,
    /**
     * The stored fact is rewritten in place: it keeps its id, its key and the time at which it was stored first, takes every
     * other value of the new fact, and is remembered again if it was forgotten.
     */
    REPLACE
}
