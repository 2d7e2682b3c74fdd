package io.lifeos.memory.backup;

import java.util.Locale;
import java.util.Set;

/** What of a memory's folder does not come into a backup as it lies there. */
final class BackupScope {

    /** The database comes as a copy; what SQLite and a migration keep beside it is of no use elsewhere. */
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

    /** Whether a file of this name, in the root itself, is left out. Where case makes no difference, a log named so is SQLite's. */
    static boolean leavesOut(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return LEFT_OUT.contains(lower) || lower.startsWith(COPY_BEFORE_ADOPTION) || lower.startsWith(DRAFT_OF_COPY);
    }
}
