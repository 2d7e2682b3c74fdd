package io.lifeos.memory.log;

import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.StoredTime;
import io.lifeos.memory.log.LogDifference.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares the entries in the log of a day with their facts, some at a time. Not safe for use by several threads. */
final class LogComparison {

    private static final int ENTRIES_AT_ONCE = 500;
    private static final int CHARACTERS_AT_ONCE = 1 << 20;

    private final LocalDate day;
    private final DailyLogs.FactReader facts;
    private final Set<Long> entries = new HashSet<>();
    private final List<LogDifference> differences = new ArrayList<>();
    private final Map<Long, String> pending = new HashMap<>();
    private int characters;

    LogComparison(LocalDate day, DailyLogs.FactReader facts) {
        this.day = day;
        this.facts = facts;
    }

    void compare(Path log) throws IOException {
        LogFile.readEntries(log, this::add);
        comparePending();
    }

    /** The facts that have an entry. */
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

    /** White space at the end of a line, which an editor may have taken off, says nothing. */
    private static String withoutLineEnds(String entry) {
        return Arrays.stream(entry.strip().split("\n"))
                .map(String::stripTrailing)
                .collect(Collectors.joining("\n"));
    }
}
