package io.lifeos.memory.migration.link;

import io.lifeos.memory.jdbc.Jdbc;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The sources that memories were migrated from, by identity. */
public final class Sources {

    private final Jdbc jdbc;

    /**
     * Binds to a connection.
     *
     * @param connection a connection to the memory's file, within a transaction
     */
    public Sources(Connection connection) {
        this.jdbc = new Jdbc(connection);
    }

    /**
     * Finds a source.
     *
     * @param identity its identity
     * @return its number in the file; empty if the file does not know it
     * @throws SQLException if SQLite refuses
     */
    public Optional<Long> find(String identity) throws SQLException {
        return jdbc.first("SELECT id FROM migration_sources WHERE identity = ?", row -> row.getLong(1), identity);
    }

    long findOrAdd(String identity) throws SQLException {
        Optional<Long> known = find(identity);
        return known.isPresent()
                ? known.get()
                : jdbc.number("INSERT INTO migration_sources (identity) VALUES (?) RETURNING id", identity);
    }

    /** The numbers of all sources by identity, the oldest first. */
    Map<String, Long> all() throws SQLException {
        Map<String, Long> sources = new LinkedHashMap<>();
        jdbc.forEach(
                "SELECT identity, id FROM migration_sources ORDER BY id",
                row -> sources.put(row.getString(1), row.getLong(2)));
        return sources;
    }
}
