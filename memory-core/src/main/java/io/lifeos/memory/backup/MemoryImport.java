package io.lifeos.memory.backup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.lifeos.memory.fact.DamagedStoreException;
import io.lifeos.memory.fact.IncompatibleStoreException;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.jdbc.Jdbc;
import io.lifeos.memory.sqlite.Schema;
import io.lifeos.memory.sqlite.TableShape;
import io.lifeos.memory.sqlite.table.FactTable;
import io.lifeos.memory.sqlite.table.FullTextIndex;
import io.lifeos.memory.sqlite.table.LoggedFactTable;
import io.lifeos.memory.sqlite.table.Outbox;
import io.lifeos.memory.sqlite.table.VectorIndexTable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
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

    /** The number of facts that were read, and what a careful owner should know. */
    record Outcome(long facts, List<String> warnings) {}

    private final Connection connection;
    private final Jdbc jdbc;
    private final Path export;
    private final ExportLines lines;
    private final ImportedTables tables;

    /**
     * Binds the import to a connection.
     *
     * @param connection the connection that a transaction gives
     * @param in the export
     * @param export the path of the export, for messages
     */
    MemoryImport(Connection connection, InputStream in, Path export) {
        this.connection = connection;
        this.jdbc = new Jdbc(connection);
        this.export = export;
        this.lines = new ExportLines(in, export);
        this.tables = new ImportedTables(connection);
    }

    /**
     * Reads all rows.
     *
     * @param withoutChecksum whether to read an export of the first version too, which has no checksum
     * @return what was read
     * @throws IncompatibleStoreException if it is no export, or of a newer version, or of the first
     * @throws DamagedStoreException if it was cut off or changed; the message names the line
     * @throws IOException if it cannot be read
     */
    Outcome read(boolean withoutChecksum) throws IOException, SQLException {
        try (tables) {
            JsonNode header = header(withoutChecksum);
            boolean checked = number(header, ExportFormat.VERSION_FIELD) != ExportFormat.WITHOUT_CHECKSUM;
            Map<String, List<String>> derived = takeAwayDerived();
            if (checked) {
                tables.describe(header.path(ExportFormat.TABLES));
            } else {
                tables.name(header.path(ExportFormat.TABLES));
            }
            JsonNode row = line();
            while (!row.has(ExportFormat.END)) {
                tables.add(row);
                row = line();
            }
            requireEnd(row, checked);
            makeDerived(derived);
            Schema.markAsOf(connection, header.path(ExportFormat.SCHEMA).intValue());
            return new Outcome(new FactTable(connection).count(), warnings(checked));
        } catch (JsonProcessingException e) {
            throw damaged("it is not JSON, or was cut off", null);
        } catch (IllegalArgumentException e) {
            throw damaged(String.valueOf(e.getMessage()), e);
        }
    }

    private JsonNode header(boolean withoutChecksum) throws IOException {
        JsonNode header = firstLine();
        int version = number(header, ExportFormat.VERSION_FIELD);
        int schema = number(header, ExportFormat.SCHEMA);
        if (!header.path(ExportFormat.FORMAT).asText().equals(ExportFormat.NAME) || version < 1 || schema < 1) {
            throw notAnExport();
        }
        if (version > ExportFormat.VERSION || schema > Schema.VERSION) {
            throw new IncompatibleStoreException("The export " + export + " is of a newer version (format "
                    + version + ", schema " + schema
                    + ") than this library knows; nothing was stored; use a newer library.");
        }
        if (version == ExportFormat.WITHOUT_CHECKSUM && !withoutChecksum) {
            throw new IncompatibleStoreException(
                    "The export " + export + " is of the first version, which has no checksum,"
                            + " so that a change in it could go unnoticed; nothing was stored; export the memory anew, or, if you"
                            + " trust the file, import it by importWithoutChecksum, or --without-checksum.");
        }
        return header;
    }

    private JsonNode firstLine() throws IOException {
        try {
            if (lines.next()) {
                return lines.json();
            }
        } catch (JsonProcessingException noJson) {
            throw notAnExport();
        }
        throw notAnExport();
    }

    private static int number(JsonNode header, String field) {
        JsonNode number = header.path(field);
        return number.isInt() ? number.intValue() : 0;
    }

    private IncompatibleStoreException notAnExport() {
        return new IncompatibleStoreException("The file " + export
                + " is not an export of a memory, as its first line does not say so; nothing was stored; name one that"
                + " export made.");
    }

    private JsonNode line() throws IOException {
        if (!lines.next()) {
            throw damaged("the file ends here, and its last line is missing", null);
        }
        return lines.json();
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
                jdbc.execute("DROP " + type + " " + TableShape.quoted(part.getKey()));
            }
            derived.put(type, statements);
        }
        return derived;
    }

    private void makeDerived(Map<String, List<String>> derived) throws SQLException {
        new FullTextIndex(connection).rebuild();
        VectorIndexTable.forgetErasure(connection);
        for (List<String> statements : derived.values()) {
            for (String sql : statements) {
                jdbc.execute(sql);
            }
        }
        for (LocalDate day : new LoggedFactTable(connection).days()) {
            new Outbox(connection).add(day, new LoggedFactTable(connection).of(day));
        }
    }

    /** Compares the last line with what this library would write after the lines before it. */
    private void requireEnd(JsonNode end, boolean checked) throws IOException {
        Map<String, Long> counts = tables.counts();
        JsonNode named = end.path(ExportFormat.END);
        boolean same = named.size() == counts.size()
                && counts.entrySet().stream()
                        .allMatch(table -> named.path(table.getKey()).asLong(-1) == table.getValue());
        if (!same) {
            throw damaged("the number of rows before it is not what it says", null);
        }
        if (!lines.is(ExportFormat.lastLine(counts, checked ? lines.checksumBefore() : ""))) {
            throw damaged(
                    lines.isWhole()
                            ? "it has another checksum than the lines before it, so one of them was changed, or it was"
                            : "the file was cut off here",
                    null);
        }
        if (lines.next()) {
            throw damaged("there is more after the last line", null);
        }
    }

    private List<String> warnings(boolean checked) throws SQLException {
        ImportWarnings warnings = new ImportWarnings();
        if (!checked) {
            warnings.addWithoutChecksum();
        }
        warnings.addTables(tables);
        warnings.addForeignKeys(connection);
        warnings.addErased(connection);
        return warnings.list();
    }

    private StoreException damaged(String how, @Nullable Exception e) {
        return new DamagedStoreException(
                "The export " + export + " is damaged in line " + lines.number() + ": " + how
                        + "; nothing was stored; take another export, or a backup.",
                e);
    }
}
