package io.lifeos.memory.backup;

import java.util.Locale;
import java.util.Set;

/** The files of a memory's folder that a backup does not copy as they are. */
final class BackupScope {

    /** The database, which comes as a copy, and the files kept beside it, which are of no use elsewhere. */
    private static final Set<String> OF_THE_DATABASE =
            Set.of("jarvis.db", "jarvis.db-wal", "jarvis.db-shm", "jarvis.db-journal", "jarvis.db.migration-lock");

    private static final String COPY_BEFORE_ADOPTION = "jarvis.db.before-adoption-";
    private static final String DRAFT_OF_COPY = "jarvis.db.before-adoption.draft";

    private BackupScope() {}

    /** Tells whether a name in the root itself is that of the database or of a file beside it, so that no folder can be there. */
    static boolean isFileOfTheDatabase(String name) {
        return OF_THE_DATABASE.contains(name.toLowerCase(Locale.ROOT));
    }

    /** Tells whether a file of this name in the root itself is left out, ignoring case as some file systems do. */
    static boolean leavesOut(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return OF_THE_DATABASE.contains(lower)
                || lower.equals(BackupManifest.NAME)
                || lower.startsWith(COPY_BEFORE_ADOPTION)
                || lower.startsWith(DRAFT_OF_COPY);
    }
}
