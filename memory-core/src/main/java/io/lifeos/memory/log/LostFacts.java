package io.lifeos.memory.log;

import io.lifeos.memory.fact.DamagedStoreException;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.workspace.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Looks for traces of facts beside a database that holds none. Another memory begun there would use the ids of the lost facts
 * anew, and take their log entries for its own.
 */
public final class LostFacts {

    private final Workspace workspace;

    /**
     * Looks in a folder.
     *
     * @param workspace the folder
     */
    public LostFacts(Workspace workspace) {
        this.workspace = workspace;
    }

    /**
     * Refuses a database without facts where something shows that it held some. Writes nothing.
     *
     * @param holdsNothing tells whether the database is absent or has no tables; asked twice, as another process may be
     *     creating it at this moment, and only once no write-ahead log is found, which opening an empty file would delete
     * @throws DamagedStoreException if facts were lost; nothing was changed
     * @throws StoreException if the folder cannot be read
     */
    public void requireNone(BooleanSupplier holdsNothing) {
        requireNoTrace(this::isEmptyFile);
        requireNoTrace(holdsNothing);
    }

    private void requireNoTrace(BooleanSupplier holdsNothing) {
        if (holdsNothing.getAsBoolean()) {
            trace().filter(trace -> holdsNothing.getAsBoolean()).ifPresent(this::fail);
        }
    }

    private boolean isEmptyFile() {
        return workspace.database().toFile().length() == 0;
    }

    /** A write-ahead log beside a file with content is that of a process which is creating the tables. */
    private Optional<Path> trace() {
        Path database = workspace.database();
        Path writeAheadLog = database.resolveSibling(database.getFileName() + "-wal");
        if (isEmptyFile() && writeAheadLog.toFile().length() > 0) {
            return Optional.of(writeAheadLog);
        }
        return latestCopyBeforeAdoption().or(() -> new LogComparer(workspace).anyWithEntry());
    }

    private Optional<Path> latestCopyBeforeAdoption() {
        Path root = workspace.root();
        if (!Files.isDirectory(root)) {
            return Optional.empty();
        }
        try (Stream<Path> found = Files.list(root)) {
            return found.filter(path -> isCopyBeforeAdoption(path.getFileName().toString()))
                    .max(Comparator.naturalOrder());
        } catch (IOException | UncheckedIOException e) {
            throw new StoreException(
                    "The memory's folder " + root + " cannot be read (" + e
                            + "); nothing was changed; check its permissions.",
                    e);
        }
    }

    private boolean isCopyBeforeAdoption(String name) {
        return name.startsWith(workspace.database().getFileName() + ".before-adoption-") && name.endsWith("Z");
    }

    private void fail(Path trace) {
        Path database = workspace.database();
        String copy = isCopyBeforeAdoption(String.valueOf(trace.getFileName()))
                ? ", or, if it is lost, put that copy in its place, which lacks what was stored later"
                : "";
        throw new DamagedStoreException(
                "The file " + database + (Files.exists(database) ? " is empty" : " is missing") + ", but " + trace
                        + " shows that it held facts; nothing was created; put it back" + copy
                        + ", or restore a backup into another folder; to begin anew, move " + workspace.root()
                        + " away.");
    }
}
