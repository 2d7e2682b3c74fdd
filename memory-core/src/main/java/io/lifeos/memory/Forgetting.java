package io.lifeos.memory;

import io.lifeos.memory.fact.FactFilter;
import io.lifeos.memory.jdbc.Chunks;
import io.lifeos.memory.sqlite.query.FactFilterSql;
import io.lifeos.memory.sqlite.query.FactList;
import io.lifeos.memory.sqlite.table.Expiry;
import io.lifeos.memory.sqlite.table.FactTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** Forgets facts of a scope, and remembers them again. */
final class Forgetting {

    /** Takes some 50 ms, so that nobody else waits long for the write lock. */
    private static final int FACTS_AT_ONCE = 5_000;

    private final MemoryParts parts;
    private final Scope scope;

    Forgetting(MemoryParts parts, Scope scope) {
        this.parts = parts;
        this.scope = scope;
    }

    boolean forget(long id) {
        List<Long> forgotten = parts.database.transaction(connection ->
                scope.contains(connection, id) ? new FactTable(connection).forget(List.of(id)) : List.of());
        parts.listeners.forgotten(forgotten);
        return !forgotten.isEmpty();
    }

    boolean remember(long id) {
        return parts.database.transaction(
                connection -> scope.contains(connection, id) && new FactTable(connection).remember(id));
    }

    /** Whoever writes meanwhile may change what passes the filter, which is asked again for that. */
    long forget(FactFilter filter) {
        FactFilter wanted = scope.within(filter);
        parts.database.requireWritable();
        long[] ids = parts.database.read(connection -> new FactList(connection, wanted).idsAscending());
        List<Long> all = Arrays.stream(ids).boxed().toList();
        return inSteps(all, wanted, (connection, some) -> new FactTable(connection).forget(some));
    }

    long forgetExpired() {
        parts.database.requireWritable();
        Instant now = parts.writer.now();
        List<Long> all = parts.database.read(connection -> new Expiry(connection).expired(now));
        FactFilter expired = scope.within(
                FactFilter.builder().includeExpired().includeAssistantOutputs().build());
        return inSteps(all, expired, (connection, some) -> new Expiry(connection).forget(some, now));
    }

    /** Forgets some facts in a transaction. */
    private interface Step {
        List<Long> forget(Connection connection, Collection<Long> some) throws SQLException;
    }

    private long inSteps(List<Long> all, FactFilter wanted, Step step) {
        FactFilterSql condition = FactFilterSql.of(wanted);
        long count = 0;
        for (List<Long> some : Chunks.of(all, FACTS_AT_ONCE)) {
            List<Long> forgotten = parts.database.transaction(
                    connection -> step.forget(connection, condition.admitted(connection, some)));
            parts.listeners.forgotten(forgotten);
            count += forgotten.size();
        }
        return count;
    }
}
