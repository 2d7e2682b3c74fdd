package io.lifeos.memory.migration;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/** The sources that memories were migrated from, by identity. */
final class SourceTable {

    private final Connection connection;

    SourceTable(Connection connection) {
        this.connection = connection;
    }

    OptionalLong find(String identity) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT id FROM migration_sources WHERE identity = ?")) {
            select.setString(1, identity);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
            }
        }
    }

    long findOrAdd(String identity) throws SQLException {
        OptionalLong known = find(identity);
        if (known.isPresent()) {
            return known.getAsLong();
        }
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO migration_sources (identity) VALUES (?) RETURNING id")) {
            insert.setString(1, identity);
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    Map<String, Long> all() throws SQLException {
        Map<String, Long> sources = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT identity, id FROM migration_sources ORDER BY id")) {
            while (rows.next()) {
                sources.put(rows.getString(1), rows.getLong(2));
            }
        }
        return sources;
    }
}
