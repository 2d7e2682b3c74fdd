package io.lifeos.memory.sqlite.table;

import io.lifeos.memory.jdbc.Jdbc;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** What a memory knows of itself, by name. Bound to a connection, and to be used within one read or transaction only. */
public final class PropertyTable {

    private final Jdbc jdbc;

    /**
     * Binds to a connection.
     *
     * @param connection the connection that a read or a transaction gives
     */
    public PropertyTable(Connection connection) {
        this.jdbc = new Jdbc(connection);
    }

    /**
     * Reads a property.
     *
     * @param name its name
     * @return its value; empty if it has none
     */
    public Optional<String> find(String name) throws SQLException {
        return jdbc.first("SELECT value FROM memory_properties WHERE name = ?", row -> row.getString(1), name);
    }

    /**
     * Sets a property.
     *
     * @param name its name
     * @param value its value
     */
    public void put(String name, Object value) throws SQLException {
        jdbc.update(
                "INSERT INTO memory_properties (name, value) VALUES (?, ?)"
                        + " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                name,
                value);
    }

    /**
     * Removes a property.
     *
     * @param name its name
     */
    public void remove(String name) throws SQLException {
        jdbc.update("DELETE FROM memory_properties WHERE name = ?", name);
    }
}
