package io.lifeos.memory.sqlite;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.lifeos.memory.fact.DamagedStoreException;
import io.lifeos.memory.fact.IncompatibleStoreException;
import io.lifeos.memory.fact.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts the rows of an export into a file that was just created, as they were, and makes anew what follows from them. Bound to
 * a connection, and to be used within one {@linkplain DatabaseManager#transaction transaction}, which what it throws undoes.
 * Needs memory for one row.
 */
public final class MemoryImport {

    private final Connection connection;
    private final Path export;
    private final Map<String, TableLoader> tables = new HashMap<>();
    private int line = 1;

    /**
     * Binds the import to a connection.
     *
     * @param connection the connection that a transaction gives
     * @param export where the export is, for what is said of it
     */
    public MemoryImport(Connection connection, Path export) {
        this.connection = connection;
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
     * @throws SQLException if SQLite refuses a statement
     */
    public long read(InputStream in) throws IOException, SQLException {
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

    /** The next line; null at the end. */
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

    /** Triggers and indexes would be kept in step at each row, which takes several times as long. */
    private Map<String, List<String>> takeAwayDerived() throws SQLException {
        Map<String, List<String>> derived = new LinkedHashMap<>();
        for (String type : List.of("index", "trigger")) {
            List<String> statements = new ArrayList<>();
            for (String name :
                    texts("SELECT name FROM sqlite_schema WHERE type = '" + type + "' AND sql IS NOT NULL")) {
                statements.addAll(texts("SELECT sql FROM sqlite_schema WHERE name = '" + name + "'"));
                execute("DROP " + type + " " + ExportTable.quoted(name));
            }
            derived.put(type, statements);
        }
        return derived;
    }

    private void makeDerived(Map<String, List<String>> derived) throws SQLException {
        execute("INSERT INTO facts_fts (facts_fts) VALUES ('rebuild')");
        for (List<String> statements : derived.values()) {
            for (String sql : statements) {
                execute(sql);
            }
        }
        for (LocalDate day : new LoggedFacts(connection).days()) {
            new Outbox(connection).add(day, new LoggedFacts(connection).of(day));
        }
    }

    /** A table may have another shape here than in a new file, as in one that another program created. */
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
                    execute("DROP TABLE " + ExportTable.quoted(name));
                }
                create(sql);
            }
            execute("DELETE FROM " + ExportTable.quoted(name));
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
            execute(sql);
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
            execute("DELETE FROM sqlite_sequence WHERE name = '" + name.replace("'", "''") + "'");
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

    private List<String> texts(String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
