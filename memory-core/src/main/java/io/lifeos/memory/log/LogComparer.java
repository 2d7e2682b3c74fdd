package io.lifeos.memory.log;

import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.fact.StoredTime;
import io.lifeos.memory.log.LogDifference.Kind;
import io.lifeos.memory.workspace.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compares the daily logs of a workspace with their facts, and writes nothing. A log that a person put into {@code archives/}
 * counts for the facts that have an entry there, and is not compared. Not safe for use by several threads.
 */
public final class LogComparer {

    private static final String SUFFIX = ".md";
    private static final int ENTRIES_AT_ONCE = 500;
    private static final int CHARACTERS_AT_ONCE = 1 << 20;

    private final Workspace workspace;
    private final SortedMap<LocalDate, List<Path>> logs;
    private final Map<LocalDate, List<Path>> archived;

    /**
     * The result of comparing a daily log with its facts.
     *
     * @param facts the facts that have an entry in it, or in an archived log of this day
     * @param differences the differences, except for facts without an entry
     */
    public record Result(Set<Long> facts, List<LogDifference> differences) {

        /** Copies both. */
        public Result {
            facts = Set.copyOf(facts);
            differences = List.copyOf(differences);
        }
    }

    /**
     * Finds the logs that there are now.
     *
     * @param workspace the workspace
     * @throws StoreException if its folder cannot be read
     */
    public LogComparer(Workspace workspace) {
        this.workspace = workspace;
        this.logs = logs(workspace.dailyLogs(), 1);
        this.archived = logs(workspace.archives(), Integer.MAX_VALUE);
    }

    private static SortedMap<LocalDate, List<Path>> logs(Path folder, int depth) {
        SortedMap<LocalDate, List<Path>> logs = new TreeMap<>();
        if (!Files.isDirectory(folder)) {
            return logs;
        }
        try (Stream<Path> files = Files.walk(folder, depth)) {
            files.filter(Files::isRegularFile)
                    .forEach(file -> day(file)
                            .ifPresent(day -> logs.computeIfAbsent(day, absent -> new ArrayList<>())
                                    .add(file)));
            return logs;
        } catch (IOException | UncheckedIOException e) {
            throw unreadable(folder, e);
        }
    }

    private static Optional<LocalDate> day(Path file) {
        String name = file.getFileName().toString();
        try {
            return name.endsWith(SUFFIX)
                    ? Optional.of(LocalDate.parse(name.substring(0, name.length() - SUFFIX.length())))
                    : Optional.empty();
        } catch (DateTimeException notALog) {
            return Optional.empty();
        }
    }

    /** {@return the days that have a log, in order} */
    public List<LocalDate> days() {
        return List.copyOf(logs.keySet());
    }

    /**
     * Looks for an entry of a fact in any log, which shows that there was a fact.
     *
     * @return a log with one, if there is one
     * @throws StoreException if a log cannot be read
     */
    public Optional<Path> anyWithEntry() {
        return Stream.concat(logs.values().stream(), archived.values().stream())
                .flatMap(List::stream)
                .filter(log -> !ids(log).isEmpty())
                .findFirst();
    }

    private static List<Long> ids(Path log) {
        List<Long> ids = new ArrayList<>();
        try {
            LogFile.readEntries(log, (id, text) -> ids.add(id));
            return ids;
        } catch (IOException e) {
            throw unreadable(log, e);
        }
    }

    /**
     * Compares the log of a day, if there is one.
     *
     * @param day the day, in UTC
     * @param facts reads facts
     * @return the result of the comparison
     * @throws StoreException if the log cannot be read
     */
    public Result compare(LocalDate day, DailyLogs.FactReader facts) {
        Path log = workspace.dailyLog(day);
        OneDay comparison = new OneDay(day, facts);
        try {
            if (Files.exists(log)) {
                comparison.compare(log);
            }
            archived.getOrDefault(day, List.of())
                    .forEach(putAway -> comparison.entries().addAll(ids(putAway)));
            return new Result(comparison.entries(), comparison.differences());
        } catch (IOException e) {
            throw unreadable(log, e);
        }
    }

    private static StoreException unreadable(Path path, Exception e) {
        return new StoreException(path + " cannot be read (" + e + "); nothing was changed; check its permissions.", e);
    }

    /** Compares the entries in the log of one day with their facts, some at a time. */
    private static final class OneDay {

        private final LocalDate day;
        private final DailyLogs.FactReader facts;
        private final Set<Long> entries = new HashSet<>();
        private final List<LogDifference> differences = new ArrayList<>();
        private final Map<Long, String> pending = new HashMap<>();
        private int characters;

        OneDay(LocalDate day, DailyLogs.FactReader facts) {
            this.day = day;
            this.facts = facts;
        }

        void compare(Path log) throws IOException {
            LogFile.readEntries(log, this::add);
            comparePending();
        }

        /** Returns the facts that have an entry. */
        Set<Long> entries() {
            return entries;
        }

        List<LogDifference> differences() {
            return differences;
        }

        private void add(long factId, String text) {
            if (!entries.add(factId)) {
                differences.add(new LogDifference(day, factId, Kind.DOUBLED));
                return;
            }
            pending.put(factId, text);
            characters += text.length();
            if (pending.size() >= ENTRIES_AT_ONCE || characters > CHARACTERS_AT_ONCE) {
                comparePending();
            }
        }

        private void comparePending() {
            facts.read(pending.keySet().stream().sorted().toList(), this::compare);
            pending.keySet().forEach(id -> differences.add(new LogDifference(day, id, Kind.UNKNOWN)));
            pending.clear();
            characters = 0;
        }

        private void compare(Fact fact) {
            String text = pending.remove(fact.id());
            if (!StoredTime.day(fact.happenedAt()).equals(day)) {
                differences.add(new LogDifference(day, fact.id(), Kind.MISPLACED));
            } else if (text == null
                    || !withoutLineEnds(text).equals(withoutLineEnds(LogFile.asRead(LogEntry.render(fact))))) {
                differences.add(new LogDifference(day, fact.id(), Kind.ALTERED));
            }
        }

        /** Ignores white space at the end of a line, which an editor may have removed. */
        private static String withoutLineEnds(String entry) {
            return Arrays.stream(entry.strip().split("\n"))
                    .map(String::stripTrailing)
                    .collect(Collectors.joining("\n"));
        }
    }
}
