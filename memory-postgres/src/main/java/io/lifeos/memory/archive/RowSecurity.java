package io.lifeos.memory.archive;

/** The state of a table's row-level security. A role to which it applies reads nothing, so this role is exempt. */
public enum RowSecurity {
    /** There is none. */
    OFF,
    /** It is on, but not for the table's owner and for roles that bypass it. */
    ON,
    /** It is on for the owner too, but not for roles that bypass it. */
    FORCED
}
