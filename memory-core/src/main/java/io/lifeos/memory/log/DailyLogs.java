package io.lifeos.memory.log;

import io.lifeos.memory.concurrent.Uninterrupted;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.fact.StoreLockedException;
import io.lifeos.memory.fact.StoredTime;
import io.lifeos.memory.files.FolderLock;
import io.lifeos.memory.files.PrivateFiles;
import io.lifeos.memory.workspace.Workspace;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The daily logs of a workspace. An entry carries the id of its fact, so that writing it again changes nothing. Text
 * outside such entries is a person's, or another program's, and is never touched.
 */
public final class DailyLogs {

    private static final DateTimeFormatter TITLE = DateTimeFormatter.ofPattern("EEEE, MMMM d, uuuu", Locale.ENGLISH);
    private static final int BUFFER = 1 << 16;
    private static final int MOST_DRAFTS = 10;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final String LOCK = ".lock";

    private final Workspace workspace;
    private final AtomicBoolean renamed = new AtomicBoolean();
    private volatile @Nullable KnownLog known;

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
        if (renamed.getAndSet(false)) {
            PrivateFiles.syncFolder(workspace.dailyLogs());
        }
    }

    /**
     * Brings the log of a day in step with facts: the entry of a fact that lies on this day is written or replaced, that
     * of a fact which lies on another day, or is gone, is taken out. After a crash at any point a repeated call ends with
     * the same file. Must be called {@linkplain #exclusively exclusively}; several threads may do so for different days.
     *
     * @param day the day, in UTC
     * @param factIds the facts, in the order in which new entries are to follow each other
     * @param facts reads facts
     * @throws StoreException if the log cannot be written; what it held before is still there
     */
    public void update(LocalDate day, List<Long> factIds, FactReader facts) {
        Path log = workspace.dailyLog(day);
        try {
            OptionalLong highestFact = highestFactIfNoneOf(factIds, log);
            known = null;
            if (highestFact.isPresent()) {
                append(log, day, factIds, facts);
                known = KnownLog.of(log, Math.max(highestFact.getAsLong(), Collections.max(factIds)));
            } else {
                replace(log, day, factIds, facts);
            }
        } catch (IOException | UncheckedIOException e) {
            throw unwritable(log, e);
        }
    }

    /** Returns the highest fact id in a log if the facts' entries can be appended: it ends properly and has none of them. */
    private OptionalLong highestFactIfNoneOf(List<Long> factIds, Path log) throws IOException {
        KnownLog last = known;
        if (last != null && last.hasNoneOf(factIds, log)) {
            return OptionalLong.of(last.highestFact());
        }
        return Files.exists(log) && LogFile.endsWithEmptyLine(log)
                ? LogFile.highestFactIfNoneOf(new HashSet<>(factIds), log)
                : OptionalLong.empty();
    }

    private static void append(Path log, LocalDate day, List<Long> ids, FactReader facts) throws IOException {
        try (FileChannel channel = PrivateFiles.open(log, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            long before = channel.size();
            try {
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
                writeEntries(out, day, ids, facts);
                out.flush();
                channel.force(false);
            } catch (IOException | RuntimeException e) {
                channel.truncate(before);
                throw e;
            }
        }
    }

    private void replace(Path log, LocalDate day, List<Long> ids, FactReader facts) throws IOException {
        Path draft = log.resolveSibling("." + log.getFileName() + ".new");
        Files.deleteIfExists(draft);
        try {
            Optional<KnownLog> before = stateOf(log);
            boolean changed = writeDraft(draft, log, day, ids, facts);
            for (int i = 0; changed && !stateOf(log).equals(before) && i < MOST_DRAFTS; i++) {
                Files.delete(draft);
                before = stateOf(log);
                changed = writeDraft(draft, log, day, ids, facts);
            }
            if (changed) {
                Files.move(draft, log, StandardCopyOption.ATOMIC_MOVE);
                renamed.set(true);
            }
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** Returns the log's state. Another program may add to the log without a lock while the draft is made. */
    private static Optional<KnownLog> stateOf(Path log) throws IOException {
        return Files.exists(log) ? Optional.of(KnownLog.of(log, 0)) : Optional.empty();
    }

    /** Tells whether there is anything to change: a log that would hold only its title is not begun. */
    private static boolean writeDraft(Path draft, Path log, LocalDate day, List<Long> ids, FactReader facts)
            throws IOException {
        boolean begun = Files.exists(log) && Files.size(log) > 0;
        try (FileChannel channel = PrivateFiles.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER)) {
            Set<Long> pending = new HashSet<>(ids);
            if (begun) {
                LogFile.copy(log, out, pending, id -> render(day, List.of(id), facts));
            } else {
                write(out, "# Daily Log: " + day + "\n\n*Memory entries for " + TITLE.format(day) + "*\n\n---\n\n");
            }
            boolean added = writeEntries(
                    out, day, ids.stream().filter(pending::contains).toList(), facts);
            out.flush();
            channel.force(true);
            return added || pending.size() < ids.size();
        }
    }

    /** Tells whether there were any entries. Renders only one fact at a time, as one may have megabytes. */
    private static boolean writeEntries(OutputStream out, LocalDate day, List<Long> ids, FactReader facts) {
        AtomicBoolean any = new AtomicBoolean();
        facts.read(ids, fact -> {
            if (StoredTime.day(fact.happenedAt()).equals(day)) {
                write(out, rendered(fact));
                any.set(true);
            }
        });
        return any.get();
    }

    private static String render(LocalDate day, List<Long> ids, FactReader facts) {
        StringBuilder entries = new StringBuilder();
        facts.read(ids, fact -> {
            if (StoredTime.day(fact.happenedAt()).equals(day)) {
                entries.append(rendered(fact));
            }
        });
        return entries.toString();
    }

    private static String rendered(Fact fact) {
        return LogEntry.render(fact) + '\n';
    }

    private static void write(OutputStream out, String text) {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static StoreException unwritable(Path path, Exception e) {
        return new StoreException(
                "The daily log " + path + " cannot be written (" + e
                        + "); every fact is safe in the database, and the log is completed when the memory is next opened.",
                e);
    }
}
