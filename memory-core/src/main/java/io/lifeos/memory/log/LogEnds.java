package io.lifeos.memory.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * How far logs have been read, so that a log is not read from its beginning for each fact of its day. Whoever wrote to it last,
 * what was read is still the same if its last bytes are where they were; then only what was added since is read. Safe for use
 * by several threads, each for other logs.
 */
final class LogEnds {

    private static final int MOST_LOGS = 1_000;
    private static final int LAST_BYTES = 1 << 12;

    /**
     * How far a log has been read.
     *
     * @param size the number of bytes, which end with an empty line
     * @param lastBytes the last of these bytes
     * @param highestFact the highest fact id that has an entry in them, 0 without any
     */
    private record End(long size, String lastBytes, long highestFact) {}

    private final Map<Path, End> known = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, End> eldest) {
            return size() > MOST_LOGS;
        }
    };

    /**
     * Returns what is to come between the end of a log and new entries; empty if entries of these facts cannot be appended, as
     * one of them may be there, whole or torn, or the log is not begun.
     */
    Optional<String> gapBeforeNew(Path log, Collection<Long> facts) throws IOException {
        if (!Files.exists(log)) {
            return Optional.empty();
        }
        try (FileChannel channel = open(log)) {
            return endIfNoneOf(log, channel, facts).flatMap(LogEnds::gapAfter);
        }
    }

    /** Tells whether none of these facts has an entry in a log, which exists. */
    boolean hasNoneOf(Path log, Collection<Long> facts) throws IOException {
        try (FileChannel channel = open(log)) {
            return endIfNoneOf(log, channel, facts).isPresent();
        }
    }

    /** Returns the last bytes of a log; empty if one of these facts has an entry in it. */
    private Optional<String> endIfNoneOf(Path log, FileChannel channel, Collection<Long> facts) throws IOException {
        End end = knownEnd(log, channel, facts);
        channel.position(end.size());
        OptionalLong added = LogFile.highestFactIfNoneOf(Set.copyOf(facts), Channels.newInputStream(channel));
        if (added.isEmpty()) {
            return Optional.empty();
        }
        long size = channel.position();
        String lastBytes = lastBytes(channel, size);
        if (lastBytes.endsWith("\n\n")) {
            synchronized (known) {
                known.put(log, new End(size, lastBytes, Math.max(end.highestFact(), added.getAsLong())));
            }
        }
        return Optional.of(lastBytes);
    }

    /** Returns up to where the log need not be read again, as none of these facts has an entry there. */
    private End knownEnd(Path log, FileChannel channel, Collection<Long> facts) throws IOException {
        End end;
        synchronized (known) {
            end = known.get(log);
        }
        if (end != null
                && channel.size() >= end.size()
                && Collections.min(facts) > end.highestFact()
                && lastBytes(channel, end.size()).equals(end.lastBytes())) {
            return end;
        }
        return new End(0, "", 0);
    }

    /** Forgets a log, which is replaced by another. */
    void forget(Path log) {
        synchronized (known) {
            known.remove(log);
        }
    }

    private static FileChannel open(Path log) throws IOException {
        return FileChannel.open(log, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    }

    /** Returns the last of the first bytes of a log as Latin-1, in which each byte is one character. */
    private static String lastBytes(FileChannel channel, long size) throws IOException {
        byte[] bytes = new byte[(int) Math.min(size, LAST_BYTES)];
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int read = 0;
        while (buffer.hasRemaining() && read >= 0) {
            read = channel.read(buffer, size - buffer.remaining());
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** Nothing can be appended to an empty log, nor to the head of an entry that a power failure left, of one of the facts perhaps. */
    private static Optional<String> gapAfter(String end) {
        if (end.isEmpty()) {
            return Optional.empty();
        }
        if (end.endsWith("\n\n") || end.equals("\n")) {
            return Optional.of("");
        }
        int lastLine = end.lastIndexOf('\n', end.length() - 2);
        int lineBefore = end.lastIndexOf('\n', lastLine - 1);
        if (end.startsWith("#", lastLine + 1) || end.startsWith("#", lineBefore + 1)) {
            return Optional.empty();
        }
        return Optional.of(end.endsWith("\n") ? "\n" : "\n\n");
    }
}
