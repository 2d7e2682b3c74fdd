package io.lifeos.memory.sqlite;

import io.lifeos.memory.jdbc.Jdbc;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A file of the Python program that this library succeeds. It is known by its tables and their columns: five shapes of it
 * exist, and the number that it keeps in schema_info does not tell which one it is.
 */
final class LegacySchema {

    /** The tables and columns that all shapes have, and that cannot be added. */
    private static final Map<String, List<String>> REQUIRED = Map.of(
            "facts", List.of("id", "content", "context", "timestamp", "source", "confidence"),
            "entities", List.of("id", "name", "type", "created_at", "updated_at"),
            "entity_mentions", List.of("fact_id", "entity_id", "mention_text"),
            "fact_embeddings", List.of("id", "fact_id", "postgres_id"),
            "schema_info", List.of("version"));

    /** The tables whose ids must never be given twice. */
    private static final List<String> NEVER_REUSED = List.of("facts", "fact_embeddings");

    private LegacySchema() {}

    /** Tells whether the file is one. Must be called in a transaction. */
    static boolean isOne(Connection connection) throws SQLException {
        for (Map.Entry<String, List<String>> table : REQUIRED.entrySet()) {
            if (!columns(connection, table.getKey()).containsAll(table.getValue())) {
                return false;
            }
        }
        for (String table : NEVER_REUSED) {
            String sql = sql(connection, "table", table).toUpperCase(Locale.ROOT);
            if (!sql.contains("AUTOINCREMENT")) {
                return false;
            }
        }
        return true;
    }

    /** Tells whether the file has the object that the statement creates. */
    static boolean has(Connection connection, SchemaPart part) throws SQLException {
        return switch (part.kind()) {
            case TABLE, VIRTUAL_TABLE -> !sql(connection, "table", part.name()).isEmpty();
            case INDEX -> !sql(connection, "index", part.name()).isEmpty();
            case TRIGGER -> !sql(connection, "trigger", part.name()).isEmpty();
            case SETTING -> false;
        };
    }

    /** Returns the columns that the statement declares and the file's table lacks. */
    static List<String> missingColumns(Connection connection, SchemaPart table) throws SQLException {
        Set<String> present = columns(connection, table.name());
        return table.columns().entrySet().stream()
                .filter(column -> !present.contains(column.getKey()))
                .map(Map.Entry::getValue)
                .collect(Collectors.toList());
    }

    private static Set<String> columns(Connection connection, String table) throws SQLException {
        return Set.copyOf(new Jdbc(connection)
                .query(
                        "SELECT c.name FROM main.sqlite_schema t JOIN pragma_table_info(t.name, 'main') c"
                                + " WHERE t.type = 'table' AND t.name = ?",
                        row -> row.getString(1),
                        table));
    }

    private static String sql(Connection connection, String type, String name) throws SQLException {
        return new Jdbc(connection)
                .first(
                        "SELECT sql FROM main.sqlite_schema WHERE type = ? AND name = ?",
                        row -> row.getString(1),
                        type,
                        name)
                .orElse("");
    }
}
