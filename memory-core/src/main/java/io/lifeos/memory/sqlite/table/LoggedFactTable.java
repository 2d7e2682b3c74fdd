package io.lifeos.memory.sqlite.table;

import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.jdbc.Jdbc;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The facts that have an entry in the log of their day: those that this library stored. Another program's have none, unless
 * a migration rewrote them. Bound to a connection, as a {@link FactTable} is.
 */
public final class LoggedFactTable {

    private final Connection connection;
    private final Jdbc jdbc;

    /**
     * Binds the facts to a connection.
     *
     * @param connection the connection that a read or a transaction gives
     */
    public LoggedFactTable(Connection connection) {
        this.connection = connection;
        this.jdbc = new Jdbc(connection);
    }

    /**
     * Returns the days on which there are such facts.
     *
     * @return the days, in order
     */
    public List<LocalDate> days() throws SQLException {
        return jdbc.query(
                "SELECT DISTINCT substr(timestamp, 1, 10) AS day FROM facts"
                        + " WHERE recorded_at IS NOT NULL AND date(substr(timestamp, 1, 10)) = substr(timestamp, 1, 10)"
                        + " ORDER BY day",
                row -> LocalDate.parse(row.getString(1)));
    }

    /**
     * Returns the facts of a day.
     *
     * @param day the day, in UTC
     * @return their ids, in the order in which they happened
     */
    public List<Long> of(LocalDate day) throws SQLException {
        return jdbc.query(
                "SELECT id FROM facts"
                        + " WHERE recorded_at IS NOT NULL AND timestamp >= ?1 AND timestamp < ?1 || '~' ORDER BY timestamp, id",
                row -> row.getLong(1),
                day.toString());
    }

    /**
     * Tells whether another program changed a migrated one of some facts, or deleted one of them.
     *
     * @param ids the ids of facts that this library stored
     * @return true if one was edited since it was migrated or does not exist any more
     */
    public boolean anyChangedByOthers(Collection<Long> ids) throws SQLException {
        return jdbc.exists(
                "SELECT 1 FROM json_each(?) j LEFT JOIN facts f ON f.id = j.value LEFT JOIN fact_embeddings l"
                        + " ON l.fact_id = f.id WHERE f.id IS NULL OR l.edited = 1 LIMIT 1",
                Jdbc.ids(ids));
    }

    /**
     * Reads facts as a log needs them, without their origins.
     *
     * @param ids their ids
     * @return those that exist, by id
     * @throws StoreException if the time of one, left by another program, cannot be read
     */
    public Map<Long, Fact> find(List<Long> ids) throws SQLException {
        return new FactReader(connection).findWithoutOrigins(ids, unreadable -> {
            throw unreadable;
        });
    }

    /**
     * Reads facts as {@link #find} does, and leaves out those whose time, left by another program, cannot be read.
     *
     * @param ids their ids
     * @return those that exist and can be read, by id
     */
    public Map<Long, Fact> findReadable(List<Long> ids) throws SQLException {
        return new FactReader(connection).findWithoutOrigins(ids, unreadable -> {});
    }
}
