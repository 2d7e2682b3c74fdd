package io.lifeos.memory.log;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a daily log line by line, as bytes: what a person wrote keeps its bytes, valid or not. Lines are looked at as
 * Latin-1, in which each byte is one character.
 */
final class LogFile {

    /** What the name of a log that was packed by gzip ends with. */
    static final String PACKED = ".gz";

    /** A longer line is neither a heading nor names a fact. */
    private static final int LONGEST_MARK = 256;

    private static final int BUFFER = 1 << 16;

    private LogFile() {}

    /** Returns the highest fact id that has an entry, 0 without any; empty if one of the given facts has one. */
    static OptionalLong highestFactIfNoneOf(Set<Long> facts, InputStream log) throws IOException {
        LogLines in = new LogLines(log);
        long highest = 0;
        boolean afterHeading = false;
        for (String line = in.next(); line != null; line = in.next()) {
            Long fact = afterHeading ? markedFact(line) : null;
            if (fact != null && facts.contains(fact)) {
                return OptionalLong.empty();
            }
            highest = fact == null ? highest : Math.max(highest, fact);
            afterHeading = isHeading(line);
        }
        return OptionalLong.of(highest);
    }

    /**
     * Copies a log. The entry of each pending fact is replaced by what is given for it, which may be nothing, and the
     * fact is then no longer pending; a second entry of it is left out. A heading that a power failure cut off from its
     * marker at the end of the log goes too, if the entry of a pending fact begins so.
     */
    static void copy(Path log, OutputStream to, Set<Long> pending, LongFunction<String> entry) throws IOException {
        Set<Long> replaced = new HashSet<>();
        try (LogLines in = open(log)) {
            String line = in.next();
            while (line != null) {
                String next = in.next();
                Long fact = isHeading(line) && next != null ? markedFact(next) : null;
                if (fact != null && (pending.contains(fact) || replaced.contains(fact))) {
                    next = skipEntry(in);
                    if (pending.remove(fact)) {
                        replaced.add(fact);
                        to.write(entry.apply(fact).getBytes(StandardCharsets.UTF_8));
                    }
                } else if (!isTornHead(line, next, in, pending, entry)) {
                    to.write(terminated(line, next).getBytes(StandardCharsets.ISO_8859_1));
                } else {
                    next = null;
                }
                line = next;
            }
        }
    }

    /** Copies a log without the entries of some facts; everything else keeps its bytes. */
    static void copyWithout(Path log, OutputStream to, Set<Long> facts) throws IOException {
        try (LogLines in = open(log)) {
            String line = in.next();
            while (line != null) {
                String next = in.next();
                Long fact = isHeading(line) && next != null ? markedFact(next) : null;
                if (fact != null && facts.contains(fact)) {
                    next = skipEntry(in);
                } else {
                    to.write(line.getBytes(StandardCharsets.ISO_8859_1));
                }
                line = next;
            }
        }
    }

    /** Tells whether a line outside of entries is of a kind. Lines are looked at as UTF-8. */
    static boolean anyOutsideEntries(Path log, Predicate<String> kind) throws IOException {
        try (LogLines in = open(log)) {
            String line = in.next();
            while (line != null) {
                String next = in.next();
                if (isHeading(line) && next != null && markedFact(next) != null) {
                    next = skipEntry(in);
                } else if (kind.test(new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8))) {
                    return true;
                }
                line = next;
            }
            return false;
        }
    }

    /** Receives the entries of facts. */
    @FunctionalInterface
    interface EntryReader {

        /** The text is in Latin-1, in which each byte is one character, from the heading to the closing rule. */
        void read(long factId, String text);
    }

    /**
     * Passes on the entries of facts. An entry without its end stops at the next heading of any kind. Lines outside of entries are
     * not held, however long they are.
     */
    static void readEntries(Path log, EntryReader to) throws IOException {
        try (LogLines in = open(log)) {
            String line = in.nextUpTo(LONGEST_MARK);
            while (line != null) {
                String next = in.nextUpTo(LONGEST_MARK);
                Long fact = isHeading(line) && next != null ? markedFact(next) : null;
                if (fact != null) {
                    StringBuilder text = new StringBuilder(line).append(next);
                    next = in.next();
                    while (next != null
                            && !next.startsWith("#")
                            && !stripped(next).equals(LogEntry.END)) {
                        text.append(next);
                        next = in.next();
                    }
                    if (next != null && stripped(next).equals(LogEntry.END)) {
                        text.append(next);
                        next = in.nextUpTo(LONGEST_MARK);
                    }
                    to.read(fact, text.toString());
                }
                line = next;
            }
        }
    }

    /** Returns the facts that have an entry. */
    static Set<Long> facts(Path log) throws IOException {
        Set<Long> facts = new HashSet<>();
        readFacts(log, facts::add);
        return facts;
    }

    /** Passes on the facts that have an entry, until the log ends or turns out to be damaged. Holds one buffer, whatever is in it. */
    static void readFacts(Path log, LongConsumer to) throws IOException {
        try (LogLines in = open(log)) {
            boolean afterHeading = false;
            for (String line = in.nextUpTo(LONGEST_MARK); line != null; line = in.nextUpTo(LONGEST_MARK)) {
                Long fact = afterHeading ? markedFact(line) : null;
                if (fact != null) {
                    to.accept(fact);
                }
                afterHeading = isHeading(line);
            }
        }
    }

    /** Compares an entry as it was read with one as it is rendered, but for white space at the end of lines. */
    static boolean saysTheSame(String read, String rendered) {
        String asRead = new String(rendered.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        return withoutLineEnds(read).equals(withoutLineEnds(asRead));
    }

    /** Leaves out white space at the end of a line, which an editor may have removed. */
    private static String withoutLineEnds(String entry) {
        return Arrays.stream(entry.strip().split("\n"))
                .map(String::stripTrailing)
                .collect(Collectors.joining("\n"));
    }

    /** Skips the rest of an entry and the empty line after it; an entry without its end stops at any next heading. */
    private static @Nullable String skipEntry(LogLines in) throws IOException {
        String line = in.next();
        while (line != null && !stripped(line).equals(LogEntry.END)) {
            if (line.startsWith("#")) {
                return line;
            }
            line = in.next();
        }
        String next = line == null ? null : in.next();
        return next != null && stripped(next).isEmpty() ? in.next() : next;
    }

    private static boolean isTornHead(
            String line, @Nullable String next, LogLines in, Set<Long> pending, LongFunction<String> entry)
            throws IOException {
        if (!line.startsWith("#") || !in.isAtEnd()) {
            return false;
        }
        String tail = next == null ? line : line + next;
        return !tail.endsWith("\n\n")
                && pending.stream().anyMatch(id -> entry.apply(id).startsWith(tail));
    }

    /** Adds an empty line after the last line. */
    private static String terminated(String line, @Nullable String next) {
        if (next != null || line.equals("\n")) {
            return line;
        }
        return line.endsWith("\n") ? line + "\n" : line + "\n\n";
    }

    private static boolean isHeading(String line) {
        return line.startsWith("## ")
                && LogEntry.HEADING.matcher(stripped(line)).matches();
    }

    private static @Nullable Long markedFact(String line) {
        Matcher marker = LogEntry.MARKER.matcher(stripped(line));
        return marker.matches() ? Long.valueOf(marker.group(1)) : null;
    }

    private static String stripped(String line) {
        return line.stripTrailing();
    }

    private static LogLines open(Path log) throws IOException {
        InputStream in = Files.newInputStream(log);
        try {
            return new LogLines(isPacked(log) ? new GZIPInputStream(in, BUFFER) : in);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    private static boolean isPacked(Path log) {
        return String.valueOf(log.getFileName()).endsWith(PACKED);
    }
}
