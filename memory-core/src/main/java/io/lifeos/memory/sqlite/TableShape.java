package io.lifeos.memory.sqlite;

import io.lifeos.memory.jdbc.Jdbc;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A table as names, kinds of values and a key: what may be told to others of it, and nothing that SQLite would run. A table
 * of this library is made of it by the library's own schema, one of another program of plain columns.
 *
 * @param name the name of the table
 * @param columns its columns in order, without those that are computed
 * @param key the names of the columns of its key, in order; empty if it has none
 * @param ids how its key gets its values
 */
public record TableShape(String name, List<Column> columns, List<String> key, Ids ids) {

    /** The one table that may have a key that the schema does not know: the Python program gives each mention an id. */
    private static final String MENTIONS = "entity_mentions";

    /** How a key gets its values. */
    public enum Ids {
        /** From whoever adds a row. */
        GIVEN,
        /** It is SQLite's own row number. */
        ROWID,
        /** It is SQLite's own row number, and none is given twice. */
        AUTOINCREMENT
    }

    /**
     * A column.
     *
     * @param name its name
     * @param affinity the kind of values that it prefers
     */
    public record Column(String name, ColumnAffinity affinity) {

        private String declaration() {
            return quoted(name) + " " + affinity.type();
        }
    }

    /** Copies the lists. */
    public TableShape {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
    }

    /**
     * Describes a table that is there.
     *
     * @param connection a connection to the file
     * @param name the name of the table
     * @return its shape
     * @throws SQLException if SQLite refuses
     */
    public static TableShape of(Connection connection, String name) throws SQLException {
        Jdbc jdbc = new Jdbc(connection);
        List<Column> columns = new ArrayList<>();
        TreeMap<Integer, String> key = new TreeMap<>();
        boolean strict =
                jdbc.exists("SELECT 1 FROM pragma_table_list WHERE schema = 'main' AND name = ? AND strict", name);
        jdbc.forEach(
                "SELECT name, type, pk FROM pragma_table_info(?, 'main') ORDER BY cid",
                row -> {
                    columns.add(new Column(row.getString(1), ColumnAffinity.of(row.getString(2), strict)));
                    if (row.getInt(3) > 0) {
                        key.put(row.getInt(3), row.getString(1));
                    }
                },
                name);
        List<String> names = List.copyOf(key.values());
        return new TableShape(name, columns, names, names.isEmpty() ? Ids.GIVEN : ids(connection, name, names.get(0)));
    }

    /** A key that no index holds is the row number itself. */
    private static Ids ids(Connection connection, String name, String key) throws SQLException {
        boolean indexed =
                new Jdbc(connection).exists("SELECT 1 FROM pragma_index_list(?, 'main') WHERE origin = 'pk'", name);
        if (indexed) {
            return Ids.GIVEN;
        }
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT " + quoted(key) + " FROM main." + quoted(name) + " LIMIT 0")) {
            return statement.getMetaData().isAutoIncrement(1) ? Ids.AUTOINCREMENT : Ids.ROWID;
        }
    }

    /**
     * Tells whether the schema of this library knows a table.
     *
     * @param name the name of the table
     * @return true if it does
     */
    public static boolean isOurs(String name) {
        return Schema.table(name).isPresent();
    }

    /**
     * Returns the statement that creates the table, made of the library's own schema, quoted names and five types.
     *
     * @return the statement
     * @throws IllegalArgumentException if there is no column, or a table of this library lacks one that each row must have
     */
    public String createStatement() {
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("the table " + name + " has no column");
        }
        Optional<SchemaPart> ours = Schema.table(name);
        return ours.isPresent() ? createOurs(ours.get()) : createPlain();
    }

    private String createOurs(SchemaPart ours) {
        Map<String, String> missing = ours.columns();
        boolean keyedByProgram = name.equals(MENTIONS) && ids != Ids.GIVEN && !missing.containsKey(key.get(0));
        List<String> lines = new ArrayList<>();
        for (Column column : columns) {
            String declared = missing.remove(column.name);
            boolean isKey = keyedByProgram && column.name.equals(key.get(0));
            lines.add(declared != null ? declared : isKey ? rowNumber(column) : column.declaration());
        }
        missing.forEach((column, declaration) -> {
            if (declaration.contains("NOT NULL") || declaration.contains("DEFAULT") || declaration.contains("KEY")) {
                throw new IllegalArgumentException("the table " + name + " lacks the column " + column);
            }
            lines.add(declaration);
        });
        if (!keyedByProgram) {
            lines.addAll(ours.constraints());
        }
        return create(lines) + (keyedByProgram ? "" : ours.options());
    }

    private String createPlain() {
        List<String> lines = new ArrayList<>();
        boolean numbered = ids != Ids.GIVEN && key.size() == 1;
        for (Column column : columns) {
            lines.add(numbered && column.name.equals(key.get(0)) ? rowNumber(column) : column.declaration());
        }
        if (!numbered && !key.isEmpty()) {
            lines.add("PRIMARY KEY (" + list(key) + ")");
        }
        return create(lines);
    }

    private String rowNumber(Column column) {
        return quoted(column.name) + " INTEGER PRIMARY KEY" + (ids == Ids.AUTOINCREMENT ? " AUTOINCREMENT" : "");
    }

    private String create(List<String> lines) {
        return "CREATE TABLE main." + quoted(name) + " (" + String.join(", ", lines) + ")";
    }

    /**
     * Returns the query for all rows, in the order of their keys.
     *
     * @return the query, which gives all columns
     */
    public String select() {
        return "SELECT " + list(columnNames()) + " FROM main." + quoted(name) + " ORDER BY "
                + (key.isEmpty() ? "rowid" : list(key));
    }

    /**
     * Returns the statement that adds a row.
     *
     * @return the statement, which takes a parameter for each column
     */
    public String insert() {
        return "INSERT INTO main." + quoted(name) + " (" + list(columnNames()) + ") VALUES ("
                + "?, ".repeat(columns.size() - 1) + "?)";
    }

    /**
     * Returns the names of the columns.
     *
     * @return the names in order
     */
    public List<String> columnNames() {
        return columns.stream().map(Column::name).toList();
    }

    /**
     * Writes a name so that it is nothing but a name.
     *
     * @param identifier the name of a table, an index or a column
     * @return the name in double quotes
     */
    public static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    private static String list(List<String> identifiers) {
        return identifiers.stream().map(TableShape::quoted).collect(Collectors.joining(", "));
    }
}
