package io.lifeos.memory.backup;

import java.util.Locale;
import java.util.Set;

/** The files of a memory's folder that a backup does not copy as they are. */
final class BackupScope {

    /** The database, which comes as a copy, and the files kept beside it, which are of no use elsewhere. */
    private static final Set<String> LEFT_OUT = Set.of(
            "jarvis.db",
            "jarvis.db-wal",
            "jarvis.db-shm",
            "jarvis.db-journal",
            "jarvis.db.migration-lock",
            BackupManifest.NAME);

    private static final String COPY_BEFORE_ADOPTION = "jarvis.db.before-adoption-";
    private static final String DRAFT_OF_COPY = "jarvis.db.before-adoption.draft";

    private BackupScope() {}

    /** Tells whether a file of this name in the root itself is left out, ignoring case as some file systems do. */
    static boolean leavesOut(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return LEFT_OUT.contains(lower) || lower.startsWith(COPY_BEFORE_ADOPTION) || lower.startsWith(DRAFT_OF_COPY);
    }
}
