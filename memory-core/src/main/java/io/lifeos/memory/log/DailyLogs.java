package io.lifeos.memory.log;

import io.lifeos.memory.concurrent.Uninterrupted;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.fact.StoreLockedException;
import io.lifeos.memory.fact.StoredTime;
import io.lifeos.memory.files.FolderLock;
import io.lifeos.memory.files.PathFlaws;
import io.lifeos.memory.files.PrivateFiles;
import io.lifeos.memory.workspace.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The daily logs of a workspace. An entry carries the id of its fact, so that writing it again changes nothing. Text
 * outside such entries is a person's, or another program's, and is never touched.
 */
public final class DailyLogs {

    private static final int MOST_TRIES = 10;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final String LOCK = ".lock";

    private final Workspace workspace;
    private final PutAwayLogs putAway = new PutAwayLogs();
    private final Set<Path> renamedIn = ConcurrentHashMap.newKeySet();
    private final LogEnds ends = new LogEnds();

    /** Reads facts for a log. */
    @FunctionalInterface
    public interface FactReader {

        /**
         * Passes on facts, one after the other.
         *
         * @param ids their ids, any number
         * @param to receives those that exist, in the order of the ids
         */
        void read(List<Long> ids, Consumer<Fact> to);
    }

    /** Reads the entries of facts for the log of a day. */
    @FunctionalInterface
    interface EntrySource {

        /** Passes on the entries that the log is to have of some facts, one after the other, in the order of the ids. */
        void read(List<Long> ids, Consumer<String> to);
    }

    /**
     * The daily logs of a workspace.
     *
     * @param workspace the workspace
     */
    public DailyLogs(Workspace workspace) {
        this.workspace = workspace;
    }

    /**
     * Runs work while no other thread or process that uses this library writes to the logs of this workspace.
     * Everything written survives a power failure once this returns. An interrupt does not reach the work.
     *
     * @param work the work to run
     * @throws StoreLockedException if another process writes to them for 10 s
     * @throws StoreException if the lock file cannot be written; what the work throws is passed on
     */
    public void exclusively(Runnable work) {
        locked(() -> {
            try {
                work.run();
            } finally {
                syncRenamings();
            }
        });
    }

    /**
     * Runs work while no thread or process that uses this library writes to the logs of this workspace. Creates nothing. If
     * the lock cannot be opened, as on a read-only disk, nobody is kept away. An interrupt does not reach the work.
     *
     * @param work the work to run
     * @throws StoreLockedException if another process writes to them for 10 s
     * @throws StoreException if the lock cannot be taken; what the work throws is passed on
     */
    public void undisturbed(Runnable work) {
        if (Files.isWritable(workspace.dailyLogs().resolve(LOCK))) {
            locked(work::run);
        } else {
            work.run();
        }
    }

    /**
     * Deletes the drafts of logs that a crash left behind. Those of a process that is writing now are waited for.
     *
     * @throws StoreLockedException if another process writes to the logs for 10 s
     * @throws StoreException if the folder cannot be read or written
     */
    public void deleteDrafts() {
        if (!drafts().isEmpty()) {
            locked(() -> {
                for (Path draft : drafts()) {
                    Files.deleteIfExists(draft);
                }
            });
        }
    }

    private List<Path> drafts() {
        try (Stream<Path> files = Files.list(workspace.dailyLogs())) {
            return files.filter(DayFiles::isDraft).toList();
        } catch (IOException | UncheckedIOException e) {
            throw unwritable(workspace.dailyLogs(), e);
        }
    }

    /** Work that runs while nobody else writes. */
    @FunctionalInterface
    private interface LockedWork {

        void run() throws IOException;
    }

    private void locked(LockedWork work) {
        Uninterrupted.run(() -> runLocked(work));
    }

    private void runLocked(LockedWork work) {
        try (FolderLock lock =
                FolderLock.take(workspace.dailyLogs(), LOCK, LONGEST_WAIT).orElseThrow(this::inUse)) {
            work.run();
        } catch (IOException e) {
            throw unwritable(workspace.dailyLogs(), e);
        }
    }

    private StoreLockedException inUse() {
        return new StoreLockedException("Another process writes to the daily logs in " + workspace.dailyLogs()
                + " for too long; every fact is safe in the database, and the logs are completed later.");
    }

    /** Makes the renamings of all written logs durable at once. */
    private void syncRenamings() throws IOException {
        for (Path folder : List.copyOf(renamedIn)) {
            renamedIn.remove(folder);
            PrivateFiles.syncFolder(folder);
        }
    }

    /**
     * Brings the log of a day in step with facts: the entry of a fact that lies on this day is written or replaced, that
     * of a fact which lies on another day, or is gone, is taken out. Once the log was put away, this happens in the late log,
     * and what was put away stays as it is. After a crash at any point a repeated call ends with the same file. Must be called
     * {@linkplain #exclusively exclusively}; several threads may do so for different days.
     *
     * @param day the day, in UTC
     * @param factIds the facts, in the order in which new entries are to follow each other
     * @param facts reads facts
     * @throws StoreException if the log cannot be written; what it held before is still there
     */
    public void update(LocalDate day, List<Long> factIds, FactReader facts) {
        updateEntries(
                day,
                factIds,
                (ids, to) -> facts.read(ids, fact -> {
                    if (StoredTime.day(fact.happenedAt()).equals(day)) {
                        to.accept(LogEntry.render(fact));
                    }
                }));
    }

    /** Brings the log of a day in step with facts, as {@link #update} does, by their entries. */
    void updateEntries(LocalDate day, List<Long> factIds, EntrySource entries) {
        DayFiles files = DayFiles.of(workspace, day);
        try {
            for (int i = 0; !updateUnlessMoved(files, factIds, entries); i++) {
                if (i == MOST_TRIES) {
                    throw new IOException("another program moves it away again and again");
                }
            }
        } catch (IOException | UncheckedIOException e) {
            throw unwritable(files.current(), e);
        }
    }

    /** Returns false if another program moved a log away meanwhile, so that the entries belong elsewhere now. */
    private boolean updateUnlessMoved(DayFiles files, List<Long> factIds, EntrySource entries) throws IOException {
        try {
            return update(files, factIds, entries);
        } catch (NoSuchFileException e) {
            if (files.written().stream().map(Path::toString).anyMatch(path -> path.equals(e.getFile()))) {
                return false;
            }
            throw e;
        }
    }

    private boolean update(DayFiles files, List<Long> factIds, EntrySource entries) throws IOException {
        for (Path file : files.written()) {
            Path folder = Objects.requireNonNull(file.getParent());
            refuse(folder, PathFlaws.ofFolder(folder));
            refuse(file, PathFlaws.ofWrittenFile(file));
        }
        Path log = files.current();
        List<Long> due = log.equals(files.late())
                ? putAway.withoutUnchanged(files, factIds, entries)
                : updateLate(files, factIds, entries);
        if (due.isEmpty()) {
            return true;
        }
        Optional<String> gap = ends.gapBeforeNew(log, due);
        return gap.isPresent()
                ? new LogWriter(files, log, entries).append(gap.get(), due)
                : replace(files, log, due, entries);
    }

    /**
     * Brings the entries in the late log in step while the day's log is there too, as somebody put it back. Returns the facts
     * that are left, among them those with an entry in both, which are taken out of the late log.
     */
    private List<Long> updateLate(DayFiles files, List<Long> factIds, EntrySource entries) throws IOException {
        if (!DayFiles.exists(files.late()) || ends.hasNoneOf(files.late(), factIds)) {
            return factIds;
        }
        Set<Long> late = LogFile.facts(files.late());
        late.retainAll(factIds);
        Set<Long> inBoth = LogFile.facts(files.log());
        EntrySource onlyLate = (ids, to) ->
                entries.read(ids.stream().filter(id -> !inBoth.contains(id)).toList(), to);
        replace(files, files.late(), factIds.stream().filter(late::contains).toList(), onlyLate);
        return factIds.stream()
                .filter(id -> !late.contains(id) || inBoth.contains(id))
                .toList();
    }

    private boolean replace(DayFiles files, Path log, List<Long> ids, EntrySource entries) throws IOException {
        ends.forget(log);
        boolean replaced = new LogWriter(files, log, entries).replace(ids);
        renamedIn.add(workspace.dailyLogs());
        if (log.equals(files.late()) && DayFiles.exists(log)) {
            renamedIn.add(workspace.lateLogs());
        }
        return replaced;
    }

    private static void refuse(Path path, Optional<String> flaw) {
        flaw.ifPresent(what -> {
            throw new StoreException(
                    "No daily log is written to " + path + ", as it " + what
                            + "; every fact is safe in the database, and the log is completed by a later save, or when the memory is next opened.");
        });
    }

    private static StoreException unwritable(Path path, Exception e) {
        return new StoreException(
                "The daily log " + path + " cannot be written (" + e
                        + "); every fact is safe in the database, and the log is completed by a later save, or when the memory is next opened.",
                e);
    }
}
