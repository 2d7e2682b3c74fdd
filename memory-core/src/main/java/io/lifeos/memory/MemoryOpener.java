package io.lifeos.memory;

import io.lifeos.memory.concurrent.Uninterrupted;
import io.lifeos.memory.erase.Erasure;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.files.NetworkFolder;
import io.lifeos.memory.log.DailyLogs;
import io.lifeos.memory.log.LostFacts;
import io.lifeos.memory.log.MigrationLock;
import io.lifeos.memory.report.ErasureReport;
import io.lifeos.memory.sqlite.SqliteDatabase;
import io.lifeos.memory.workspace.Workspace;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the memory in a folder: refuses a folder that cannot be used or whose facts were lost, has the file of the Python
 * program adopted, deletes drafts of daily logs that a crash left behind, and updates the logs.
 */
final class MemoryOpener {

    private static final Logger LOG = LoggerFactory.getLogger(MemoryOpener.class);

    private final MemoryStoreBuilder settings;
    private final Workspace workspace;

    MemoryOpener(MemoryStoreBuilder settings) {
        this.settings = settings;
        this.workspace = new Workspace(settings.root == null ? MemoryStore.defaultRoot() : settings.root);
    }

    MemoryStore open() {
        MemoryStore memory = storeOf(Uninterrupted.call(this::openDatabase));
        try {
            catchUpDailyLogs(memory);
            finishErasing(memory);
            return memory;
        } catch (RuntimeException e) {
            memory.close();
            throw e;
        }
    }

    private SqliteDatabase openDatabase() {
        NetworkFolder.warnOnce(workspace.root());
        requireUsable();
        boolean unadopted = SqliteDatabase.isToBeAdopted(workspace.database(), settings.allowForeignTriggers);
        workspace.create();
        if (unadopted) {
            workspace.makePrivate();
        }
        return SqliteDatabase.open(workspace.database(), settings.durability, settings.allowForeignTriggers);
    }

    MemoryStore openReadOnly() {
        return storeOf(Uninterrupted.call(() -> {
            requireUsable();
            if (!settings.emptyIfAbsent && SqliteDatabase.isEmpty(workspace.database())) {
                throw new StoreException("There is no memory in " + workspace.root()
                        + "; nothing was created; check the path, or open it for writing, which begins a memory.");
            }
            return SqliteDatabase.openReadOnly(workspace.database(), settings.allowForeignTriggers);
        }));
    }

    private void requireUsable() {
        workspace.requireUsable();
        new LostFacts(workspace).requireNone(() -> SqliteDatabase.isEmpty(workspace.database()));
    }

    private MemoryStore storeOf(SqliteDatabase database) {
        try {
            return new MemoryStore(new MemoryParts(workspace, database, settings));
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /**
     * A log that cannot be written now does not keep the memory closed, as no fact depends on it. While a migration runs, the
     * logs that lag are its own, and it writes them.
     */
    private void catchUpDailyLogs(MemoryStore memory) {
        try {
            if (!MigrationLock.isHeld(workspace)) {
                memory.writeDailyLogs();
                new DailyLogs(workspace).deleteDrafts();
            }
        } catch (RuntimeException e) {
            LOG.warn("The memory is open. {}", e.getMessage());
        }
    }

    /** What is left of erased facts, by a crash or a reader, is no reason to keep the memory closed. */
    private static void finishErasing(MemoryStore memory) {
        Erasure erasure = new Erasure(memory.workspace(), (SqliteDatabase) memory.database(), memory.clock());
        try {
            if (erasure.isUnfinished()) {
                ErasureReport report = Uninterrupted.call(erasure::finish);
                Stream.concat(report.pending().stream(), report.unreached().stream())
                        .forEach(what -> LOG.warn("The memory is open. Facts were erased from it: {}", what));
            }
        } catch (RuntimeException | Error e) {
            LOG.warn("The memory is open. Facts were erased from it, but not all that is left of them.", e);
        }
    }

    static Path defaultRoot() {
        for (String variable : List.of("LIFEOS_MEMORY_ROOT", "JARVIS_MEMORY_ROOT")) {
            String root = System.getenv(variable);
            if (root != null && !root.isBlank()) {
                return requireAbsolute(expandHome(root), variable + " says " + root + ", which");
            }
        }
        return requireAbsolute(
                expandHome("~/.lifeos/memory"),
                "This user has no home folder, as Java says that it is " + System.getProperty("user.home") + ", which");
    }

    private static Path expandHome(String path) {
        boolean inHome = path.equals("~") || path.startsWith("~/");
        return inHome
                ? Path.of(System.getProperty("user.home")).resolve(path.substring(Math.min(2, path.length())))
                : Path.of(path);
    }

    /** From another working folder, another memory would be found there, or none. */
    private static Path requireAbsolute(Path root, String cause) {
        if (!root.isAbsolute()) {
            throw new StoreException(
                    cause + " is not an absolute path; nothing was opened; name the memory's folder by its"
                            + " whole path, in LIFEOS_MEMORY_ROOT or to the call (--root).");
        }
        return root;
    }
}
