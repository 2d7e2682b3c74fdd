package io.lifeos.memory.log;

import io.lifeos.memory.database.DatabaseManager;
import io.lifeos.memory.database.SqlFunction;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.sqlite.table.FactTable;
import io.lifeos.memory.sqlite.table.LoggedFactTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/** Reads the facts of a log from the file: some at a time, by number and by size. For the writing of one log. */
final class StoredFacts implements DailyLogs.FactReader {

    private static final int FACTS_AT_ONCE = 500;
    private static final long BYTES_AT_ONCE = 1L << 20;

    private final DatabaseManager database;

    /** True while the file is read, and so after a failure of that. */
    private boolean reading;

    StoredFacts(DatabaseManager database) {
        this.database = database;
    }

    @Override
    public void read(List<Long> ids, Consumer<Fact> to) {
        for (int from = 0; from < ids.size(); from += FACTS_AT_ONCE) {
            List<Long> some = ids.subList(from, Math.min(from + FACTS_AT_ONCE, ids.size()));
            Map<Long, Long> sizes = read(connection -> new FactTable(connection).sizes(some));
            List<Long> group = new ArrayList<>();
            long bytes = 0;
            for (long id : some) {
                group.add(id);
                bytes += sizes.getOrDefault(id, 0L);
                if (bytes > BYTES_AT_ONCE) {
                    readAtOnce(group, to);
                    group.clear();
                    bytes = 0;
                }
            }
            readAtOnce(group, to);
        }
    }

    private void readAtOnce(List<Long> ids, Consumer<Fact> to) {
        Map<Long, Fact> facts = read(connection -> new LoggedFactTable(connection).find(ids));
        ids.stream().map(facts::get).filter(Objects::nonNull).forEach(to);
    }

    private <T> T read(SqlFunction<T> work) {
        reading = true;
        T result = database.read(work);
        reading = false;
        return result;
    }

    /** Returns those that exist and cannot be read, if it is reading that failed. */
    Set<Long> unreadable(List<Long> ids) {
        Set<Long> unreadable = new HashSet<>();
        for (int from = 0; reading && from < ids.size(); from += FACTS_AT_ONCE) {
            List<Long> some = ids.subList(from, Math.min(from + FACTS_AT_ONCE, ids.size()));
            unreadable.addAll(database.read(connection -> {
                Set<Long> found =
                        new HashSet<>(new FactTable(connection).sizes(some).keySet());
                found.removeAll(
                        new LoggedFactTable(connection).findReadable(some).keySet());
                return found;
            }));
        }
        return unreadable;
    }
}
