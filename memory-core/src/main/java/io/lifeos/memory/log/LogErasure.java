package io.lifeos.memory.log;

import io.lifeos.memory.files.PrivateFiles;
import io.lifeos.memory.workspace.Workspace;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;

/**
 * Takes the entries of erased facts out of every log in the folder, late ones and those that were put away included. Everything
 * else in a log stays, byte for byte. Not safe for use by several threads.
 */
public final class LogErasure {

    private static final int MOST_PASSES = 5;
    private static final int BUFFER = 1 << 16;

    private final Workspace workspace;
    private final DailyLogs logs;
    private final Set<Path> rewritten = new TreeSet<>();
    private final TreeMap<Path, String> unreached = new TreeMap<>();
    private final TreeMap<Path, String> failed = new TreeMap<>();
    private long entries;

    /**
     * Looks through the logs of a workspace.
     *
     * @param workspace the workspace
     */
    public LogErasure(Workspace workspace) {
        this.workspace = workspace;
        this.logs = new DailyLogs(workspace);
    }

    /**
     * Erases the entries of facts that the database no longer has. A log that another program changes meanwhile is read again. An
     * interrupted call is simply repeated.
     *
     * @param facts the ids of the facts
     * @return true if no log has an entry of them any more, except {@link #failures} and {@link #unreached}
     */
    public boolean run(Set<Long> facts) {
        // Whoever writes an entry of a fact at this moment, which it read when the fact was there, has ended after
        // this.
        logs.exclusively(() -> {});
        for (int pass = 0; pass < MOST_PASSES; pass++) {
            List<Path> found = logsWithAny(facts);
            if (found.isEmpty()) {
                return true;
            }
            for (Path log : found) {
                logs.exclusively(() -> erase(log, facts));
            }
        }
        return logsWithAny(facts).isEmpty();
    }

    /** {@return the number of entries that were erased} */
    public long entries() {
        return entries;
    }

    /** {@return the logs that were written anew, in order} */
    public List<Path> rewritten() {
        return List.copyOf(rewritten);
    }

    /** {@return the logs that may hold entries which cannot be reached, each with the reason} */
    public List<String> unreached() {
        return unreached.entrySet().stream()
                .map(log -> log.getKey() + " " + log.getValue())
                .toList();
    }

    /** {@return the logs that could not be read or written now, and still hold what they held; a sentence each} */
    public List<String> failures() {
        return List.copyOf(failed.values());
    }

    /**
     * Tells whether a file has a line of a kind that is not within an entry of a fact.
     *
     * @param file a Markdown file, packed by gzip or not
     * @param line tells whether a line is of that kind
     * @return true if it has; false too if the file is gone
     * @throws IOException if it cannot be read to its end and has none before
     */
    public static boolean anyOutsideEntries(Path file, Predicate<String> line) throws IOException {
        try {
            return LogFile.anyOutsideEntries(file, line);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private List<Path> logsWithAny(Set<Long> facts) {
        List<Path> found = new ArrayList<>();
        for (Path log : logs()) {
            try {
                if (count(log, facts) > 0) {
                    found.add(log);
                }
            } catch (NoSuchFileException movedMeanwhile) {
                // It is found where it lies now, or by the next pass.
            } catch (ZipException | EOFException e) {
                unreached.put(log, "is damaged (" + e.getMessage() + ")");
            } catch (IOException e) {
                failed(log, e);
            }
        }
        return found;
    }

    private List<Path> logs() {
        List<Path> found = new ArrayList<>();
        MarkdownFiles.forEach(
                workspace.dailyLogs(),
                file -> {
                    if (Files.isSymbolicLink(file)) {
                        unreached.put(file, "is a symbolic link");
                    } else if (!failed.containsKey(file) && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                        found.add(file);
                    }
                },
                this::failed);
        return found;
    }

    private static long count(Path log, Set<Long> facts) throws IOException {
        long[] count = {0};
        LogFile.readFacts(log, id -> count[0] += facts.contains(id) ? 1 : 0);
        return count[0];
    }

    private void erase(Path log, Set<Long> facts) {
        Path draft = workspace.dailyLogs().resolve(DayFiles.DRAFT_OF_ERASURE);
        try {
            Files.deleteIfExists(draft);
            KnownLog before = KnownLog.of(log, 0);
            long found = count(log, facts);
            write(log, draft, facts);
            Files.setLastModifiedTime(draft, before.modified());
            if (KnownLog.of(log, 0).equals(before)) {
                Files.move(draft, log, StandardCopyOption.ATOMIC_MOVE);
                PrivateFiles.syncFolder(Objects.requireNonNull(log.getParent()));
                entries += found;
                rewritten.add(log);
            }
        } catch (NoSuchFileException movedMeanwhile) {
            // The next pass finds it where it lies now.
        } catch (IOException e) {
            failed(log, e);
        } finally {
            delete(draft);
        }
    }

    private static void write(Path log, Path draft, Set<Long> facts) throws IOException {
        try (FileChannel channel = PrivateFiles.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                OutputStream file = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER)) {
            if (log.toString().endsWith(LogFile.PACKED)) {
                GZIPOutputStream packed = new GZIPOutputStream(file, BUFFER);
                LogFile.copyWithout(log, packed, facts);
                packed.finish();
            } else {
                LogFile.copyWithout(log, file, facts);
            }
            file.flush();
            channel.force(true);
        }
    }

    private void delete(Path draft) {
        try {
            Files.deleteIfExists(draft);
        } catch (IOException e) {
            failed(draft, e);
        }
    }

    private void failed(Path log, IOException e) {
        failed.put(
                log,
                "The entries of erased facts could not be taken out of " + log + " (" + e
                        + "); the facts are gone from the database, and the log is as it was; the next opening goes on with it.");
    }
}
