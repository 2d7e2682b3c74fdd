package io.lifeos.memory.sqlite.table;

import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.NewFact;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.jdbc.Jdbc;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The outbox: facts whose daily logs are not in step yet. A row is written in the transaction that changes the fact, and
 * removed once the log is written; rows that a failure leaves are worked off by later saves, or when the memory is next opened.
 */
public final class Outbox {

    private final Connection connection;
    private final Jdbc jdbc;

    /**
     * Binds the outbox to a connection.
     *
     * @param connection the connection that a read or a transaction gives
     */
    public Outbox(Connection connection) {
        this.connection = connection;
        this.jdbc = new Jdbc(connection);
    }

    /**
     * A fact that the log of a day is not in step with.
     *
     * @param factId the fact
     * @param changes {@link #INSERTED} if the fact was inserted and not changed since; else a number that belongs to its last change
     */
    public record Entry(long factId, long changes) {}

    /**
     * A fact whose log is due as the transaction that changes it knows it, so that it need not be read again.
     *
     * @param day the day of the log
     * @param entry the fact's entry in the outbox. While it is the same there, nobody has changed the fact since
     * @param happenedAt the time at which the fact happened
     * @param fact the fact; null if it no longer lies on this day
     */
    public record Due(
            LocalDate day,
            Entry entry,
            Instant happenedAt,
            @Nullable NewFact fact) {}

    /** Stands for the insertion of a fact, which happens but once. */
    public static final long INSERTED = 1;

    /**
     * Returns a number for a change. It is unlike any other: a row may be worked off, and the fact changed once more, while
     * somebody still writes the log of the change before.
     */
    static long newChange() {
        return ThreadLocalRandom.current().nextLong(INSERTED + 1, Long.MAX_VALUE);
    }

    /** Adds the facts that were just staged and inserted, for the logs of their days. */
    void addStaged() throws SQLException {
        jdbc.update("INSERT INTO outbox (day, fact_id) SELECT substr(timestamp, 1, 10), id FROM temp.staged_facts");
    }

    /** Adds facts for the logs of the days on which they now lie. A time that another program spoilt has no day. */
    public void add(List<Long> factIds) throws SQLException {
        add(factIds, newChange());
    }

    /** Adds facts as {@link #add(List)} does, by the number of their change. */
    void add(Collection<Long> factIds, long change) throws SQLException {
        jdbc.update(
                "INSERT INTO outbox (day, fact_id, changes) SELECT substr(timestamp, 1, 10), id, ?"
                        + " FROM facts WHERE id IN (SELECT value FROM json_each(?))"
                        + " AND date(substr(timestamp, 1, 10)) = substr(timestamp, 1, 10)"
                        + " ON CONFLICT (day, fact_id) DO UPDATE SET changes = excluded.changes",
                change,
                Jdbc.ids(factIds));
    }

    /**
     * Finds those of some facts whose entries will not say what they say now, when they are rewritten, as they are before. A fact
     * that was edited here counts as one, as its entry may still be that of before; one that cannot be read is null.
     */
    Map<Long, @Nullable Fact> entriesChangedBy(Map<Long, NewFact> rewritten) throws SQLException {
        List<Long> ids = List.copyOf(rewritten.keySet());
        Map<Long, Fact> before = new FactReader(connection).findWithoutOrigins(ids, unreadable -> {});
        Set<Long> edited = Set.copyOf(jdbc.query(
                "SELECT fact_id FROM fact_embeddings WHERE edited = 1"
                        + " AND fact_id IN (SELECT value FROM json_each(?))",
                row -> row.getLong(1),
                Jdbc.ids(ids)));
        Map<Long, @Nullable Fact> changed = new LinkedHashMap<>();
        rewritten.forEach((id, after) -> {
            Fact fact = before.get(id);
            if (edited.contains(id) || !hasSameEntry(fact, after)) {
                changed.put(id, fact);
            }
        });
        return changed;
    }

    /** A fact that another program stored has no entry until it is rewritten. */
    private static boolean hasSameEntry(@Nullable Fact before, NewFact after) {
        return before != null
                && before.recordedAt().isPresent()
                && before.content().equals(after.content())
                && after.happenedAt()
                        .filter(time -> !time.equals(before.happenedAt()))
                        .isEmpty()
                && before.context().equals(after.context())
                && before.source().equals(after.source())
                && before.confidence() == after.confidence()
                && before.entities()
                        .equals(after.mentions().stream()
                                .map(mention -> mention.entity().name())
                                .distinct()
                                .toList());
    }

    /**
     * Adds facts for the log of a day, wherever they lie.
     *
     * @param day the day
     * @param factIds the facts, which need not exist
     */
    public void add(LocalDate day, Collection<Long> factIds) throws SQLException {
        jdbc.update(
                "INSERT INTO outbox (day, fact_id, changes) SELECT ?, value, ? FROM json_each(?) WHERE true"
                        + " ON CONFLICT (day, fact_id) DO UPDATE SET changes = excluded.changes",
                day.toString(),
                newChange(),
                Jdbc.ids(factIds));
    }

    /**
     * Returns the days whose logs are not in step.
     *
     * @return the days, in order
     * @throws StoreException if another program left there what is no day
     */
    public List<LocalDate> days() throws SQLException {
        return jdbc.query("SELECT DISTINCT day FROM outbox ORDER BY day", row -> day(String.valueOf(row.getString(1))));
    }

    private static LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw new StoreException(
                    "The outbox names the day \"" + text + "\", which is no date, so no daily log was written;"
                            + " all facts are safe; correct it in the file.",
                    e);
        }
    }

    /**
     * Returns the facts that a day's log is not in step with.
     *
     * @param day the day
     * @return its entries, in the order in which the facts happened
     */
    public List<Entry> entries(LocalDate day) throws SQLException {
        return jdbc.query(
                "SELECT o.fact_id, o.changes FROM outbox o LEFT JOIN facts f ON f.id = o.fact_id"
                        + " WHERE o.day = ? ORDER BY replace(f.timestamp, 'T', ' '), o.fact_id",
                Outbox::entry,
                day.toString());
    }

    /**
     * Returns those of some facts that a day's log is not in step with.
     *
     * @param day the day
     * @param factIds the facts
     * @return their entries, in the order of their ids
     */
    public List<Entry> entries(LocalDate day, Collection<Long> factIds) throws SQLException {
        return jdbc.query(
                "SELECT fact_id, changes FROM outbox WHERE day = ?"
                        + " AND fact_id IN (SELECT value FROM json_each(?)) ORDER BY fact_id",
                Outbox::entry,
                day.toString(),
                Jdbc.ids(factIds));
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(row.getLong(1), row.getLong(2));
    }

    /**
     * Removes entries whose log is written. An entry whose fact was changed once more meanwhile stays.
     *
     * @param day the day
     * @param entries the entries
     * @return the number of entries given
     */
    public int remove(LocalDate day, List<Entry> entries) throws SQLException {
        Map<Long, List<Long>> factsByChanges = entries.stream()
                .collect(Collectors.groupingBy(Entry::changes, Collectors.mapping(Entry::factId, Collectors.toList())));
        jdbc.batch(
                "DELETE FROM outbox WHERE day = ? AND changes = ? AND fact_id IN (SELECT value FROM json_each(?))",
                factsByChanges.entrySet(),
                facts -> new Object[] {day.toString(), facts.getKey(), Jdbc.ids(facts.getValue())});
        return entries.size();
    }
}
