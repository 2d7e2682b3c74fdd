package io.lifeos.memory.sqlite.table;

import io.lifeos.memory.jdbc.Jdbc;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The sources that facts were migrated from, by identity. Bound to a connection, and to be used within one read or
 * transaction only.
 */
public final class SourceTable {

    private final Jdbc jdbc;

    /**
     * Binds to a connection.
     *
     * @param connection the connection that a read or a transaction gives
     */
    public SourceTable(Connection connection) {
        this.jdbc = new Jdbc(connection);
    }

    /**
     * Finds a source.
     *
     * @param identity its identity
     * @return its id in the file; empty if the file does not know it
     */
    public Optional<Long> find(String identity) throws SQLException {
        return jdbc.first("SELECT id FROM migration_sources WHERE identity = ?", row -> row.getLong(1), identity);
    }

    /**
     * Tells whether the file has a source.
     *
     * @param id its id in the file
     * @return true if it has
     */
    public boolean exists(long id) throws SQLException {
        return jdbc.exists("SELECT 1 FROM migration_sources WHERE id = ?", id);
    }

    /**
     * Finds a source, and adds it if the file does not know it.
     *
     * @param identity its identity
     * @return its id in the file
     */
    public long findOrAdd(String identity) throws SQLException {
        Optional<Long> known = find(identity);
        return known.isPresent()
                ? known.get()
                : jdbc.number("INSERT INTO migration_sources (identity) VALUES (?) RETURNING id", identity);
    }

    /**
     * Reads how far the server of a source had come when it was last migrated from.
     *
     * @param id the source
     * @return the state; empty if none was noted
     */
    public Optional<String> serverState(long id) throws SQLException {
        return jdbc.first(
                "SELECT server_state FROM migration_sources WHERE id = ? AND server_state IS NOT NULL",
                row -> row.getString(1),
                id);
    }

    /**
     * Notes how far the server of a source has come.
     *
     * @param id the source
     * @param state the state
     */
    public void noteServerState(long id, String state) throws SQLException {
        jdbc.update("UPDATE migration_sources SET server_state = ? WHERE id = ?", state, id);
    }

    /**
     * Reads all sources.
     *
     * @return their ids by identity, the oldest first, in a map of the caller's own
     */
    public Map<String, Long> all() throws SQLException {
        Map<String, Long> sources = new LinkedHashMap<>();
        jdbc.forEach(
                "SELECT identity, id FROM migration_sources ORDER BY id",
                row -> sources.put(row.getString(1), row.getLong(2)));
        return sources;
    }
}
