package io.lifeos.memory.log;

import io.lifeos.memory.files.PrivateFiles;
import io.lifeos.memory.log.DailyLogs.EntrySource;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** Writes entries into one file of a day, while other programs may write to it, or move it away, without a lock. */
final class LogWriter {

    private static final DateTimeFormatter TITLE = DateTimeFormatter.ofPattern("EEEE, MMMM d, uuuu", Locale.ENGLISH);
    private static final int BUFFER = 1 << 16;
    private static final int MOST_DRAFTS = 10;

    private final DayFiles files;
    private final Path log;
    private final EntrySource entries;

    /**
     * Prepares for a file.
     *
     * @param files the files of the day
     * @param log the one of them to write to
     * @param entries reads entries, those of the day only
     */
    LogWriter(DayFiles files, Path log, EntrySource entries) {
        this.files = files;
        this.log = log;
        this.entries = entries;
    }

    /**
     * Appends entries, after a gap if there are any. Returns false if another file is there now, and what was appended perhaps went
     * with the one before.
     *
     * @throws java.nio.file.NoSuchFileException if the log was moved away, which means the same
     */
    boolean append(String gap, List<Long> ids) throws IOException {
        Object file = identity();
        appendAfter(gap, ids);
        return identity().equals(file);
    }

    private void appendAfter(String gap, List<Long> ids) throws IOException {
        try (FileChannel channel = PrivateFiles.open(
                log, StandardOpenOption.WRITE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS)) {
            long before = channel.size();
            try {
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
                writeEntries(out, gap, ids);
                out.flush();
                channel.force(false);
            } catch (IOException | RuntimeException e) {
                channel.truncate(before);
                throw e;
            }
        }
    }

    private Object identity() throws IOException {
        return Optional.ofNullable(
                Files.readAttributes(log, BasicFileAttributes.class).fileKey());
    }

    /**
     * Replaces entries, and adds those of facts that have none. A log that would hold only its title is not begun. Returns
     * false if the log was moved away, so that it is not to be begun anew.
     *
     * @throws java.nio.file.NoSuchFileException if it was moved away while it was read, which means the same
     */
    boolean replace(List<Long> ids) throws IOException {
        Path draft = files.draft(log);
        try {
            boolean draftIsOfNow = false;
            for (int i = 0; !draftIsOfNow && i < MOST_DRAFTS; i++) {
                Files.deleteIfExists(draft);
                Optional<KnownLog> before = state();
                if (before.isEmpty() && !files.current().equals(log)) {
                    return false;
                }
                if (!writeDraft(draft, before.isPresent(), ids)) {
                    return true;
                }
                draftIsOfNow = state().equals(before);
            }
            if (!draftIsOfNow) {
                throw new IOException("another program writes to it all the time");
            }
            PrivateFiles.createFolders(Objects.requireNonNull(log.getParent()));
            Files.move(draft, log, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private Optional<KnownLog> state() throws IOException {
        return Files.exists(log) ? Optional.of(KnownLog.of(log, 0)) : Optional.empty();
    }

    /** Tells whether there is anything to change. */
    private boolean writeDraft(Path draft, boolean begun, List<Long> ids) throws IOException {
        try (FileChannel channel = PrivateFiles.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER)) {
            Set<Long> pending = new HashSet<>(ids);
            if (begun && Files.size(log) > 0) {
                LogFile.copy(log, out, pending, id -> entry(entries, id));
            } else {
                write(out, title());
            }
            boolean added =
                    writeEntries(out, "", ids.stream().filter(pending::contains).toList());
            out.flush();
            boolean changed = (added || pending.size() < ids.size()) && !(begun && Files.mismatch(draft, log) < 0);
            if (changed) {
                channel.force(true);
            }
            return changed;
        }
    }

    private String title() {
        String day = TITLE.format(files.day());
        return "# Daily Log: " + files.day() + "\n\n*"
                + (log.equals(files.late())
                        ? "Memory entries for " + day + " that came after its log was put away"
                        : "Memory entries for " + day)
                + "*\n\n---\n\n";
    }

    /** Tells whether there were any entries. Passes on one at a time, as one may have megabytes. */
    private boolean writeEntries(OutputStream out, String gap, List<Long> ids) {
        AtomicBoolean any = new AtomicBoolean();
        entries.read(ids, entry -> write(out, (any.getAndSet(true) ? entry : gap + entry) + '\n'));
        return any.get();
    }

    /** Returns the entry of a fact, with the empty line after it; an empty text if it is none of the day. */
    static String entry(EntrySource entries, long id) {
        StringBuilder text = new StringBuilder();
        entries.read(List.of(id), entry -> text.append(entry).append('\n'));
        return text.toString();
    }

    private static void write(OutputStream out, String text) {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
