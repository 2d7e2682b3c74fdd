package io.lifeos.memory.backup;

import io.lifeos.memory.jdbc.Jdbc;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A table as an export describes it.
 *
 * @param name its name
 * @param sql the statement that creates it
 * @param columns its columns
 * @param key the columns that order its rows
 */
record ExportTable(String name, String sql, List<String> columns, List<String> key) {

    /** The order of the tables: those that others refer to come first, those of another program last. */
    private static final List<String> ORDER = List.of(
            "user_identities",
            "sessions",
            "preferences",
            "entities",
            "facts",
            "entity_mentions",
            "fact_owners",
            "migration_sources",
            "fact_embeddings",
            "migration_rejects",
            "fact_vectors",
            "schema_info");

    /** The tables that are rebuilt from the others. */
    private static final Set<String> DERIVED = Set.of("outbox", "vector_changes", "vector_indexes", "vector_blocks");

    /** Returns all tables except virtual ones and the tables that these are made of. */
    static List<ExportTable> all(Connection connection) throws SQLException {
        List<ExportTable> tables = new ArrayList<>();
        Jdbc jdbc = new Jdbc(connection);
        jdbc.forEach(
                "SELECT s.name, s.sql FROM sqlite_schema s"
                        + " JOIN pragma_table_list l ON l.schema = 'main' AND l.name = s.name"
                        + " WHERE l.type = 'table' AND s.name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY s.name",
                row -> {
                    if (!DERIVED.contains(row.getString(1))) {
                        tables.add(of(jdbc, row.getString(1), row.getString(2)));
                    }
                });
        tables.sort(Comparator.comparingInt(ExportTable::place));
        return tables;
    }

    private static int place(ExportTable table) {
        int place = ORDER.indexOf(table.name);
        return place < 0 ? ORDER.size() : place;
    }

    private static ExportTable of(Jdbc jdbc, String name, String sql) throws SQLException {
        List<String> columns = new ArrayList<>();
        TreeMap<Integer, String> key = new TreeMap<>();
        jdbc.forEach(
                "SELECT name, pk FROM pragma_table_info(?) ORDER BY cid",
                row -> {
                    columns.add(row.getString(1));
                    if (row.getInt(2) > 0) {
                        key.put(row.getInt(2), row.getString(1));
                    }
                },
                name);
        return new ExportTable(name, sql, columns, List.copyOf(key.values()));
    }

    String select() {
        String order = key.isEmpty() ? "rowid" : list(key);
        return "SELECT " + list(columns) + " FROM " + quoted(name) + " ORDER BY " + order;
    }

    String insert() {
        return "INSERT INTO " + quoted(name) + " (" + list(columns) + ") VALUES (" + "?, ".repeat(columns.size() - 1)
                + "?)";
    }

    static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    private static String list(List<String> identifiers) {
        return identifiers.stream().map(ExportTable::quoted).collect(Collectors.joining(", "));
    }
}
