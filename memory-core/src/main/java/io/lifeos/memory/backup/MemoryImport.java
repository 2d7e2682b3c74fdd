package io.lifeos.memory.backup;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.lifeos.memory.fact.DamagedStoreException;
import io.lifeos.memory.fact.IncompatibleStoreException;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.jdbc.Jdbc;
import io.lifeos.memory.sqlite.Schema;
import io.lifeos.memory.sqlite.table.FactTable;
import io.lifeos.memory.sqlite.table.FullTextIndex;
import io.lifeos.memory.sqlite.table.LoggedFactTable;
import io.lifeos.memory.sqlite.table.Outbox;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts the rows of an export, as they were, into a file that was just created, and rebuilds everything derived from them.
 * Bound to a connection, and to be used within one
 * {@linkplain io.lifeos.memory.sqlite.SqliteDatabase#transaction transaction}, which an exception rolls back. Needs memory
 * for one row.
 */
final class MemoryImport {

    private final Connection connection;
    private final Jdbc jdbc;
    private final Path export;
    private final Map<String, TableLoader> tables = new HashMap<>();
    private int line = 1;

    /**
     * Binds the import to a connection.
     *
     * @param connection the connection that a transaction gives
     * @param export the path of the export, for messages
     */
    MemoryImport(Connection connection, Path export) {
        this.connection = connection;
        this.jdbc = new Jdbc(connection);
        this.export = export;
    }

    /**
     * Reads all rows.
     *
     * @param in the export
     * @return the number of facts
     * @throws IncompatibleStoreException if it is no export, or of a newer version
     * @throws DamagedStoreException if it was cut off or changed; the message names the line
     * @throws IOException if it cannot be read
     */
    long read(InputStream in) throws IOException, SQLException {
        try (JsonParser json = ExportFormat.ROW.createParser(in)) {
            JsonNode header = requireOurs(next(json));
            Map<String, List<String>> derived = takeAwayDerived();
            createTables(header.path(ExportFormat.TABLES));
            JsonNode row = next(json);
            while (row != null && !row.has(ExportFormat.END)) {
                insert(row);
                row = next(json);
            }
            requireEnd(row);
            if (next(json) != null) {
                throw damaged("there is more after the last line", null);
            }
            makeDerived(derived);
            return new FactTable(connection).count();
        } catch (JsonProcessingException e) {
            line = e.getLocation() == null ? line : e.getLocation().getLineNr();
            throw line == 1 ? notAnExport() : damaged("it is not JSON, or was cut off", e);
        } finally {
            for (TableLoader table : tables.values()) {
                table.close();
            }
        }
    }

    /** Reads the next line; null at the end. */
    private @Nullable JsonNode next(JsonParser json) throws IOException {
        if (json.nextToken() == null) {
            return null;
        }
        line = json.currentTokenLocation().getLineNr();
        return ExportFormat.ROW.readTree(json);
    }

    private JsonNode requireOurs(@Nullable JsonNode header) {
        if (header == null || !header.path(ExportFormat.FORMAT).asText().equals(ExportFormat.NAME)) {
            throw notAnExport();
        }
        if (header.path(ExportFormat.VERSION_FIELD).asInt() > ExportFormat.VERSION
                || header.path(ExportFormat.SCHEMA).asInt() > Schema.VERSION) {
            throw new IncompatibleStoreException("The export " + export + " is of a newer version (format "
                    + header.path(ExportFormat.VERSION_FIELD) + ", schema " + header.path(ExportFormat.SCHEMA)
                    + ") than this library knows; nothing was stored; use a newer library.");
        }
        return header;
    }

    private IncompatibleStoreException notAnExport() {
        return new IncompatibleStoreException("The file " + export
                + " is not an export of a memory, as its first line does not say so; nothing was stored; name one that"
                + " export made.");
    }

    /** Drops triggers and indexes, as keeping them in step at each row takes several times as long. */
    private Map<String, List<String>> takeAwayDerived() throws SQLException {
        Map<String, List<String>> derived = new LinkedHashMap<>();
        for (String type : List.of("index", "trigger")) {
            List<String> statements = new ArrayList<>();
            Map<String, String> present = new LinkedHashMap<>();
            jdbc.forEach(
                    "SELECT name, sql FROM sqlite_schema WHERE type = ? AND sql IS NOT NULL",
                    row -> present.put(row.getString(1), row.getString(2)),
                    type);
            for (Map.Entry<String, String> part : present.entrySet()) {
                statements.add(part.getValue());
                jdbc.execute("DROP " + type + " " + ExportTable.quoted(part.getKey()));
            }
            derived.put(type, statements);
        }
        return derived;
    }

    private void makeDerived(Map<String, List<String>> derived) throws SQLException {
        new FullTextIndex(connection).rebuild();
        for (List<String> statements : derived.values()) {
            for (String sql : statements) {
                jdbc.execute(sql);
            }
        }
        for (LocalDate day : new LoggedFactTable(connection).days()) {
            new Outbox(connection).add(day, new LoggedFactTable(connection).of(day));
        }
    }

    /** Creates the tables as described; one that another program created may have another shape than in a new file. */
    private void createTables(JsonNode described) throws SQLException {
        for (JsonNode table : described) {
            String name = table.path(ExportFormat.TABLE_NAME).asText();
            String sql = table.path(ExportFormat.TABLE_SQL).asText();
            ExportTable existing = find(name);
            if (existing == null || !existing.sql().equals(sql)) {
                if (!sql.regionMatches(true, 0, "CREATE TABLE ", 0, "CREATE TABLE ".length())) {
                    throw damaged("the table " + name + " has no statement that creates it", null);
                }
                if (existing != null) {
                    jdbc.execute("DROP TABLE " + ExportTable.quoted(name));
                }
                create(sql);
            }
            jdbc.execute("DELETE FROM " + ExportTable.quoted(name));
            ExportTable created = find(name);
            if (created == null) {
                throw damaged("the table " + name + " cannot be created", null);
            }
            tables.put(name, new TableLoader(connection, created));
        }
        ExportTable sequences = new ExportTable(ExportFormat.SEQUENCES, "", List.of("name", "seq"), List.of());
        tables.put(ExportFormat.SEQUENCES, new TableLoader(connection, sequences));
    }

    private @Nullable ExportTable find(String name) throws SQLException {
        return ExportTable.all(connection).stream()
                .filter(table -> table.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private void create(String sql) {
        try {
            jdbc.execute(sql);
        } catch (SQLException e) {
            throw damaged("a table cannot be created", e);
        }
    }

    private void insert(JsonNode row) throws SQLException {
        Iterator<String> names = row.fieldNames();
        String name = names.hasNext() ? names.next() : "";
        TableLoader table = tables.get(name);
        if (table == null || row.size() != 1) {
            throw damaged("it is a row of no table that the first line names", null);
        }
        if (table.count() == 0 && name.equals(ExportFormat.SEQUENCES)) {
            forgetSequences();
        }
        try {
            table.add(row.path(name));
        } catch (IllegalArgumentException e) {
            throw damaged(String.valueOf(e.getMessage()), null);
        } catch (SQLException e) {
            throw damaged("its row cannot be stored", e);
        }
    }

    /** Storing rows has moved them already; those of tables that are not exported stay. */
    private void forgetSequences() throws SQLException {
        for (String name : tables.keySet()) {
            jdbc.update("DELETE FROM sqlite_sequence WHERE name = ?", name);
        }
    }

    private void requireEnd(@Nullable JsonNode end) {
        if (end == null) {
            throw damaged("the file ends here, and its last line is missing", null);
        }
        JsonNode counts = end.path(ExportFormat.END);
        boolean same = counts.size() == tables.size()
                && tables.entrySet().stream()
                        .allMatch(table -> counts.path(table.getKey()).asLong(-1)
                                == table.getValue().count());
        if (!same) {
            throw damaged("the number of rows before it is not what it says", null);
        }
    }

    private StoreException damaged(String how, @Nullable Exception e) {
        String reason = e instanceof SQLException ? " (" + e.getMessage() + ")" : "";
        return new DamagedStoreException(
                "The export " + export + " is damaged in line " + line + ": " + how + reason
                        + "; nothing was stored; take another export, or a backup.",
                e);
    }
}
