package io.lifeos.memory.archive;

/** Whether a table has row-level security. A role to which it applies reads nothing, so these are of one that is exempt. */
public enum RowSecurity {
    /** There is none. */
    OFF,
    /** It is on, but not for the table's owner and for roles that bypass it. */
    ON,
    /** It is on for the owner too, but not for roles that bypass it. */
    FORCED
}
