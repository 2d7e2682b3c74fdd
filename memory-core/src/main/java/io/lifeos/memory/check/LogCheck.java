package io.lifeos.memory.check;

import io.lifeos.memory.database.DatabaseManager;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.log.DailyLogs;
import io.lifeos.memory.log.LogComparer;
import io.lifeos.memory.log.LogDifference;
import io.lifeos.memory.log.LogDifference.Kind;
import io.lifeos.memory.log.MigrationLock;
import io.lifeos.memory.sqlite.table.FactTable;
import io.lifeos.memory.sqlite.table.LoggedFactTable;
import io.lifeos.memory.sqlite.table.Outbox;
import io.lifeos.memory.workspace.Workspace;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Compares every daily log with its facts, while both are written to. A log that seems wrong is looked at once more, while
 * nobody writes. Not safe for use by several threads.
 */
final class LogCheck {

    /** Takes a thread that has stored a fact to its log; longer waits only what was left behind. */
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Workspace workspace;
    private final DatabaseManager database;
    private final DailyLogs logs;
    private final LogComparer comparer;
    private boolean paused;

    LogCheck(Workspace workspace, DatabaseManager database) {
        this.workspace = workspace;
        this.database = database;
        this.logs = new DailyLogs(workspace);
        this.comparer = new LogComparer(workspace);
    }

    /** Passes on the differences of each day that has some. */
    void run(Consumer<List<LogDifference>> to) {
        Set<LocalDate> days = new TreeSet<>(comparer.days());
        days.addAll(database.read(connection -> new LoggedFactTable(connection).days()));
        for (LocalDate day : days) {
            List<LogDifference> differences = differences(day);
            if (!differences.isEmpty()) {
                to.accept(differences);
            }
        }
    }

    /** Returns what is wrong with logs as a whole, as sentences without a full stop; known once {@link #run} has ended. */
    List<String> problems() {
        return comparer.problems();
    }

    private List<LogDifference> differences(LocalDate day) {
        List<LogDifference> before = look(day);
        if (before.isEmpty()) {
            return before;
        }
        if (!paused) {
            LockSupport.parkNanos(PAUSE.toNanos());
            paused = true;
        }
        List<LogDifference> after = new ArrayList<>();
        logs.undisturbed(() -> after.addAll(withoutThoseUnderWay(day, before, look(day))));
        return after;
    }

    /** A fact that was stored just now, or by a migration that is still running, gets its entry without us. */
    private List<LogDifference> withoutThoseUnderWay(
            LocalDate day, List<LogDifference> before, List<LogDifference> after) {
        Set<Long> waiting = database
                .read(connection -> new Outbox(connection)
                        .entries(day, after.stream().map(LogDifference::factId).toList()))
                .stream()
                .map(Outbox.Entry::factId)
                .collect(Collectors.toSet());
        if (waiting.isEmpty()) {
            return after;
        }
        Set<LogDifference> old = MigrationLock.isHeld(workspace) ? Set.of() : Set.copyOf(before);
        return after.stream()
                .filter(difference -> !waiting.contains(difference.factId()) || old.contains(difference))
                .toList();
    }

    private List<LogDifference> look(LocalDate day) {
        LogComparer.Result compared = comparer.compare(day, this::read);
        List<LogDifference> differences = new ArrayList<>(compared.differences());
        removeThoseThatExist(differences);
        database.read(connection -> new LoggedFactTable(connection).of(day)).stream()
                .filter(id -> !compared.facts().contains(id))
                .map(id -> new LogDifference(day, id, Kind.MISSING))
                .forEach(differences::add);
        return differences;
    }

    private void read(List<Long> ids, Consumer<Fact> to) {
        database.read(connection -> new LoggedFactTable(connection).findReadable(ids))
                .values()
                .forEach(to);
    }

    /** A fact whose time cannot be read is none that can be compared, but it is there. */
    private void removeThoseThatExist(List<LogDifference> differences) {
        List<Long> unknown = differences.stream()
                .filter(difference -> difference.kind() == Kind.UNKNOWN)
                .map(LogDifference::factId)
                .toList();
        if (!unknown.isEmpty()) {
            Map<Long, Long> existing = database.read(connection -> new FactTable(connection).sizes(unknown));
            differences.removeIf(
                    difference -> difference.kind() == Kind.UNKNOWN && existing.containsKey(difference.factId()));
        }
    }
}
