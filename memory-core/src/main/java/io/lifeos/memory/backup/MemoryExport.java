package io.lifeos.memory.backup;

import com.fasterxml.jackson.core.JsonGenerator;
import io.lifeos.memory.jdbc.Jdbc;
import io.lifeos.memory.json.Json;
import io.lifeos.memory.sqlite.TableShape;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes every row of a file that is not made from others as JSON Lines. Bound to a connection, and to be used within one
 * {@linkplain io.lifeos.memory.sqlite.Snapshot#read snapshot} only. Needs memory for one row.
 */
final class MemoryExport {

    private final Connection connection;
    private final Map<String, Long> counts = new LinkedHashMap<>();

    /**
     * Binds the export to a connection.
     *
     * @param connection the connection that a snapshot gives
     */
    MemoryExport(Connection connection) {
        this.connection = connection;
    }

    /**
     * Writes all rows.
     *
     * @param out the stream to write to; flushed, and left open
     * @return the number of facts
     * @throws IOException if it cannot be written
     */
    long write(OutputStream out) throws IOException, SQLException {
        MessageDigest checksum = ExportFormat.newChecksum();
        JsonGenerator json = Json.mapper()
                .createGenerator(new DigestOutputStream(out, checksum))
                .setRootValueSeparator(null)
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        List<TableShape> tables = ExportedTables.of(connection);
        writeHeader(json, tables);
        for (TableShape table : tables) {
            writeRows(json, table.name(), table.columnNames(), table.select());
        }
        writeSequences(json);
        json.close();
        String end = ExportFormat.lastLine(counts, HexFormat.of().formatHex(checksum.digest()));
        out.write(end.getBytes(StandardCharsets.UTF_8));
        out.flush();
        return counts.getOrDefault("facts", 0L);
    }

    private void writeHeader(JsonGenerator json, List<TableShape> tables) throws IOException, SQLException {
        json.writeStartObject();
        json.writeStringField(ExportFormat.FORMAT, ExportFormat.NAME);
        json.writeNumberField(ExportFormat.VERSION_FIELD, ExportFormat.VERSION);
        json.writeNumberField(ExportFormat.SCHEMA, new Jdbc(connection).number("PRAGMA user_version"));
        json.writeArrayFieldStart(ExportFormat.TABLES);
        for (TableShape table : tables) {
            writeShape(json, table);
        }
        json.writeEndArray();
        endLine(json);
    }

    private static void writeShape(JsonGenerator json, TableShape table) throws IOException {
        json.writeStartObject();
        json.writeStringField(ExportFormat.TABLE_NAME, table.name());
        json.writeObjectFieldStart(ExportFormat.COLUMNS);
        for (TableShape.Column column : table.columns()) {
            json.writeStringField(column.name(), column.affinity().name());
        }
        json.writeEndObject();
        json.writeArrayFieldStart(ExportFormat.KEY);
        for (String column : table.key()) {
            json.writeString(column);
        }
        json.writeEndArray();
        json.writeStringField(ExportFormat.IDS, table.ids().name());
        json.writeEndObject();
    }

    private void writeSequences(JsonGenerator json) throws IOException, SQLException {
        writeRows(
                json,
                ExportFormat.SEQUENCES,
                List.of("name", "seq"),
                "SELECT name, seq FROM sqlite_sequence WHERE name IN (SELECT value FROM json_each(?)) ORDER BY name",
                Json.array(counts.keySet()));
    }

    private void writeRows(JsonGenerator json, String table, List<String> columns, String select, Object... parameters)
            throws IOException, SQLException {
        long count = 0;
        try (PreparedStatement statement = connection.prepareStatement(select)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    writeRow(json, table, columns, rows);
                    count++;
                }
            }
        }
        counts.put(table, count);
    }

    private static void writeRow(JsonGenerator json, String table, List<String> columns, ResultSet row)
            throws IOException, SQLException {
        json.writeStartObject();
        json.writeObjectFieldStart(table);
        for (int i = 0; i < columns.size(); i++) {
            json.writeFieldName(columns.get(i));
            writeValue(json, row.getObject(i + 1));
        }
        json.writeEndObject();
        endLine(json);
    }

    private static void writeValue(JsonGenerator json, @Nullable Object value) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof byte[] bytes) {
            json.writeStartObject();
            json.writeBinaryField(ExportFormat.BYTES, bytes);
            json.writeEndObject();
        } else if (value instanceof Double real) {
            writeReal(json, real);
        } else if (value instanceof Number integer) {
            json.writeNumber(integer.longValue());
        } else {
            json.writeString(value.toString());
        }
    }

    private static void writeReal(JsonGenerator json, double real) throws IOException {
        if (Double.isFinite(real)) {
            json.writeNumber(real);
        } else {
            json.writeStartObject();
            json.writeStringField(ExportFormat.REAL, String.valueOf(real));
            json.writeEndObject();
        }
    }

    private static void endLine(JsonGenerator json) throws IOException {
        json.writeEndObject();
        json.writeRaw('\n');
    }
}
