package io.lifeos.memory.log;

import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.fact.StoredTime;
import io.lifeos.memory.files.PathFlaws;
import io.lifeos.memory.log.LogDifference.Kind;
import io.lifeos.memory.workspace.Workspace;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipException;

/**
 * Compares the daily logs of a workspace with their facts, and writes nothing. A log that was put into {@code archives/}, packed
 * by gzip or not, counts for the facts that have an entry there, and is not compared. Not safe for use by several threads.
 */
public final class LogComparer {

    private static final Pattern NAME = Pattern.compile("([^.]*)\\.md(" + Pattern.quote(LogFile.PACKED) + ")?");
    private static final int ENTRIES_AT_ONCE = 500;
    private static final int CHARACTERS_AT_ONCE = 1 << 20;

    private final Workspace workspace;
    private final SortedMap<LocalDate, List<Path>> logs;
    private final Map<LocalDate, List<Path>> archived;
    private final Map<Path, String> problems = new TreeMap<>();

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
        this.logs = new TreeMap<>();
        this.archived = new TreeMap<>();
        addLogs(workspace.dailyLogs(), 1, logs);
        addLogs(workspace.lateLogs(), 1, logs);
        addLogs(workspace.archives(), Integer.MAX_VALUE, archived);
        logs.keySet().forEach(this::addFlaws);
    }

    private void addFlaws(LocalDate day) {
        for (Path log : DayFiles.of(workspace, day).written()) {
            try {
                PathFlaws.ofWrittenFile(log).ifPresent(flaw -> problems.put(log, flaw));
            } catch (IOException e) {
                throw unreadable(log, e);
            }
        }
    }

    private static void addLogs(Path folder, int depth, Map<LocalDate, List<Path>> logs) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder, depth)) {
            files.forEach(file -> day(file)
                    .ifPresent(day -> logs.computeIfAbsent(day, absent -> new ArrayList<>())
                            .add(file)));
        } catch (IOException | UncheckedIOException e) {
            throw unreadable(folder, e);
        }
    }

    private static Optional<LocalDate> day(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        try {
            return name.matches() ? Optional.of(LocalDate.parse(name.group(1))) : Optional.empty();
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
                .filter(Files::isRegularFile)
                .filter(log -> !ids(log).isEmpty())
                .findFirst();
    }

    /** What is read before damage counts. */
    private List<Long> ids(Path log) {
        List<Long> ids = new ArrayList<>();
        try {
            LogFile.readFacts(log, ids::add);
        } catch (ZipException | EOFException e) {
            problems.put(
                    log,
                    "cannot be read to its end (" + e.getMessage()
                            + "), and stays as it is, as it may hold what a person wrote");
        } catch (NoSuchFileException packedMeanwhile) {
            return ids;
        } catch (IOException e) {
            throw unreadable(log, e);
        }
        return ids;
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
        DayFiles files = DayFiles.of(workspace, day);
        OneDay comparison = new OneDay(day, facts);
        for (Path log : List.of(files.log(), files.late())) {
            try {
                if (Files.isRegularFile(log)) {
                    comparison.compare(log);
                }
            } catch (NoSuchFileException putAwayMeanwhile) {
                // Its entries are found below, where it lies now.
            } catch (IOException e) {
                throw unreadable(log, e);
            }
        }
        Set<Path> putAway = new LinkedHashSet<>(archived.getOrDefault(day, List.of()));
        putAway.addAll(files.archives());
        putAway.stream()
                .filter(Files::isRegularFile)
                .forEach(log -> comparison.entries().addAll(ids(log)));
        return new Result(comparison.entries(), comparison.differences());
    }

    /**
     * Returns what is wrong with a log as a whole: it is a link or no file, so that nothing is written to it, or it lies in
     * {@code archives/} and was found damaged when its day was compared.
     *
     * @return sentences without a full stop, in the order of the paths
     */
    public List<String> problems() {
        return problems.entrySet().stream()
                .map(problem -> "Log: " + problem.getKey() + " " + problem.getValue())
                .toList();
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
            } else if (text == null || !LogFile.saysTheSame(text, LogEntry.render(fact))) {
                differences.add(new LogDifference(day, fact.id(), Kind.ALTERED));
            }
        }
    }
}
