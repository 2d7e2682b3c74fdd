package io.lifeos.memory;

import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.fact.UtcText;
import io.lifeos.memory.sqlite.DatabaseManager;
import io.lifeos.memory.sqlite.FactTable;
import io.lifeos.memory.sqlite.Outbox;
import io.lifeos.memory.workspace.DailyLogs;
import io.lifeos.memory.workspace.Workspace;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Carries what the outbox holds into the daily logs, and then empties it. */
final class LogKeeper {

    private static final int ENTRIES_AT_ONCE = 2_000;

    private final DatabaseManager database;
    private final DailyLogs logs;

    LogKeeper(Workspace workspace, DatabaseManager database) {
        this.database = database;
        this.logs = new DailyLogs(workspace);
    }

    /** Brings the log of one fact's day in step with it. */
    void follow(Fact fact) {
        logs.exclusively(() -> follow(UtcText.day(fact.happenedAt()), entry -> entry.factId() == fact.id()));
    }

    /**
     * Brings all logs in step with all facts. A log that cannot be written does not keep the others waiting, and a fact
     * that is stored meanwhile waits for one log at the most.
     */
    void followAll() {
        List<StoreException> failures = new ArrayList<>();
        for (LocalDate day : days()) {
            try {
                logs.exclusively(() -> follow(day, entry -> true));
            } catch (StoreException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            StoreException first = failures.get(0);
            failures.stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
    }

    private List<LocalDate> days() {
        return database.read(connection -> new Outbox(connection).days());
    }

    private void follow(LocalDate day, Predicate<Outbox.Entry> which) {
        List<Outbox.Entry> entries = database.read(connection -> new Outbox(connection).entries(day)).stream()
                .filter(which)
                .toList();
        if (entries.isEmpty()) {
            return;
        }
        logs.update(
                day,
                entries.stream().map(Outbox.Entry::factId).toList(),
                ids -> database.read(connection -> new FactTable(connection).find(ids)));
        for (int from = 0; from < entries.size(); from += ENTRIES_AT_ONCE) {
            List<Outbox.Entry> some = entries.subList(from, Math.min(from + ENTRIES_AT_ONCE, entries.size()));
            database.transaction(connection -> new Outbox(connection).remove(day, some));
        }
    }
}
