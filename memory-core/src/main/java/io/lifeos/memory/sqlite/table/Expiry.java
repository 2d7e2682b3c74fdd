package io.lifeos.memory.sqlite.table;

import io.lifeos.memory.fact.NewFact;
import io.lifeos.memory.fact.StoredTime;
import io.lifeos.memory.jdbc.Jdbc;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The times from which on facts are not recalled. Bound to a connection, as a {@link FactTable} is. */
public final class Expiry {

    private final Jdbc jdbc;

    /**
     * Binds to a connection.
     *
     * @param connection the connection that a read or a transaction gives
     */
    public Expiry(Connection connection) {
        this.jdbc = new Jdbc(connection);
    }

    /**
     * Sets the times at which stored facts expire.
     *
     * @param facts the facts with these times, by id; one without expires never
     */
    public void set(Map<Long, NewFact> facts) throws SQLException {
        jdbc.batch("UPDATE facts SET expires_at = ? WHERE id = ?", facts.entrySet(), fact -> new @Nullable Object[] {
            fact.getValue().expiresAt().map(StoredTime::format).orElse(null), fact.getKey()
        });
    }

    /**
     * Finds the facts that have expired and are not forgotten.
     *
     * @param now the moment
     * @return their ids
     */
    public List<Long> expired(Instant now) throws SQLException {
        return jdbc.query(
                "SELECT id FROM facts WHERE expires_at <= ? AND is_active = 1 ORDER BY id",
                row -> row.getLong(1),
                StoredTime.format(now));
    }

    /**
     * Forgets those of some facts that have expired.
     *
     * @param ids their ids
     * @param now the moment
     * @return the ids of those that have expired and were not forgotten yet
     */
    public List<Long> forget(Collection<Long> ids, Instant now) throws SQLException {
        return jdbc.query(
                "UPDATE facts SET is_active = 0 WHERE is_active = 1 AND expires_at <= ?"
                        + " AND id IN (SELECT value FROM json_each(?)) RETURNING id",
                row -> row.getLong(1),
                StoredTime.format(now),
                Jdbc.ids(ids));
    }
}
