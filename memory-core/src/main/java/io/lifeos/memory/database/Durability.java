package io.lifeos.memory.database;

/** The failures that a commit survives. */
public enum Durability {
    /** A power failure, too: each commit waits for the disk ({@code synchronous=FULL}). The default. */
    FULL,
    /**
     * A crash of the program at any point; a power failure may take the last commits, but never damages the file
     * ({@code synchronous=NORMAL}).
     */
    NORMAL
}
