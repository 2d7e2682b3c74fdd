package io.lifeos.memory.archive.row;

/** The rule for the pages of all archives. */
public final class ArchivePage {

    private ArchivePage() {}

    public static void requireLimit(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("A page of " + limit + " rows cannot be read; the limit is at least 1.");
        }
    }
}
