package io.lifeos.memory.backup;

import com.fasterxml.jackson.databind.JsonNode;
import io.lifeos.memory.jdbc.Jdbc;
import io.lifeos.memory.sqlite.ColumnAffinity;
import io.lifeos.memory.sqlite.TableShape;
import io.lifeos.memory.sqlite.TableShape.Column;
import io.lifeos.memory.sqlite.TableShape.Ids;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tables that an export names, made from names and types alone, and filled row by row. Throws an
 * IllegalArgumentException for what no export holds.
 */
final class ImportedTables implements AutoCloseable {

    private final Connection connection;
    private final Map<String, @Nullable TableLoader> loaders = new LinkedHashMap<>();
    private final List<String> ofOthers = new ArrayList<>();

    ImportedTables(Connection connection) {
        this.connection = connection;
    }

    /** Makes the tables that the first line describes. */
    void describe(JsonNode tables) throws SQLException {
        for (JsonNode table : tables) {
            String name = newName(table);
            loaders.put(name, loader(shape(name, table)));
        }
        addSequences();
    }

    /** Notes the tables that the first line of the first version names; their columns follow from their first rows. */
    void name(JsonNode tables) throws SQLException {
        for (JsonNode table : tables) {
            loaders.put(newName(table), null);
        }
        addSequences();
    }

    private String newName(JsonNode table) {
        JsonNode name = table.path(ExportFormat.TABLE_NAME);
        if (!name.isTextual() || name.textValue().isEmpty()) {
            throw new IllegalArgumentException("a table has no name");
        }
        if (ExportedTables.isDerived(name.textValue()) || loaders.containsKey(name.textValue())) {
            throw new IllegalArgumentException("no export holds the table " + name.textValue() + ", or holds it twice");
        }
        return name.textValue();
    }

    private void addSequences() throws SQLException {
        List<Column> columns =
                List.of(new Column("name", ColumnAffinity.TEXT), new Column("seq", ColumnAffinity.INTEGER));
        loaders.put(
                ExportFormat.SEQUENCES,
                new TableLoader(connection, new TableShape(ExportFormat.SEQUENCES, columns, List.of(), Ids.GIVEN)));
    }

    private static TableShape shape(String name, JsonNode table) {
        List<Column> columns = new ArrayList<>();
        for (Map.Entry<String, JsonNode> column :
                table.path(ExportFormat.COLUMNS).properties()) {
            columns.add(new Column(column.getKey(), word(ColumnAffinity.class, column.getValue())));
        }
        List<String> key = new ArrayList<>();
        table.path(ExportFormat.KEY).forEach(column -> key.add(column.asText()));
        return new TableShape(name, columns, key, word(Ids.class, table.path(ExportFormat.IDS)));
    }

    private static <E extends Enum<E>> E word(Class<E> words, JsonNode json) {
        return EnumSet.allOf(words).stream()
                .filter(word -> word.name().equals(json.asText()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("it describes a table in other words than an export"));
    }

    /** The shape of a table as a row of the first version shows it. */
    private static TableShape shapeByRow(String name, JsonNode row) {
        List<Column> columns = new ArrayList<>();
        row.fieldNames().forEachRemaining(column -> columns.add(new Column(column, ColumnAffinity.BLOB)));
        boolean numbered = TableShape.isOurs(name) && row.has("id");
        return new TableShape(
                name, columns, numbered ? List.of("id") : List.of(), numbered ? Ids.AUTOINCREMENT : Ids.GIVEN);
    }

    private TableLoader loader(TableShape shape) throws SQLException {
        TableShape present = TableShape.of(connection, shape.name());
        boolean ours = TableShape.isOurs(shape.name());
        if (!ours || !present.columnNames().equals(shape.columnNames())) {
            make(shape, ours);
        }
        if (ours) {
            new Jdbc(connection).execute("DELETE FROM main." + TableShape.quoted(shape.name()));
        } else {
            ofOthers.add(shape.name());
        }
        return new TableLoader(connection, shape);
    }

    /** Makes a table; one of ours is there, but may have columns of another program beside its own. */
    private void make(TableShape shape, boolean ours) throws SQLException {
        String create = shape.createStatement();
        if (ours) {
            new Jdbc(connection).execute("DROP TABLE main." + TableShape.quoted(shape.name()));
        }
        try {
            new Jdbc(connection).execute(create);
        } catch (SQLException e) {
            throw new IllegalArgumentException("the table " + shape.name() + " cannot be made", e);
        }
    }

    /** Adds a row, {@code {"facts": {"id": 1, …}}}. */
    void add(JsonNode row) throws SQLException {
        Iterator<String> names = row.fieldNames();
        String name = names.hasNext() ? names.next() : "";
        if (row.size() != 1 || !loaders.containsKey(name)) {
            throw new IllegalArgumentException("it is a row of no table that the first line names");
        }
        TableLoader table = loaders.get(name);
        if (table == null) {
            table = loader(shapeByRow(name, row.path(name)));
            loaders.put(name, table);
        }
        if (table.count() == 0 && name.equals(ExportFormat.SEQUENCES)) {
            forgetSequences();
        }
        table.add(row.path(name));
    }

    /** Storing rows has moved them already; those of tables that are not exported stay. */
    private void forgetSequences() throws SQLException {
        for (String name : loaders.keySet()) {
            new Jdbc(connection).update("DELETE FROM sqlite_sequence WHERE name = ?", name);
        }
    }

    /** Returns the number of rows added to each table, in the order in which the first line names them. */
    Map<String, Long> counts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        loaders.forEach((name, table) -> counts.put(name, table == null ? 0 : table.count()));
        return counts;
    }

    /** Returns the tables of other programs that came along, as columns and rows. */
    List<String> ofOthers() {
        return List.copyOf(ofOthers);
    }

    /** Returns the tables of other programs that did not come along, as they have no row that shows their columns. */
    List<String> withoutColumns() {
        return loaders.entrySet().stream()
                .filter(table -> table.getValue() == null)
                .map(Map.Entry::getKey)
                .filter(name -> !TableShape.isOurs(name))
                .toList();
    }

    @Override
    public void close() throws SQLException {
        for (TableLoader table : loaders.values()) {
            if (table != null) {
                table.close();
            }
        }
    }
}
