package io.lifeos.memory.migration.mapping;

/** The way in which a fact got its time from its row. */
public enum Dating {
    /** The row names the time, and its zone if it needs one. */
    ZONED,
    /** The time names no zone, and was read in that of the source. */
    IN_SOURCE_ZONE,
    /** The row has a time that cannot be read. */
    UNREADABLE,
    /** The row has no time. */
    UNDATED
}
