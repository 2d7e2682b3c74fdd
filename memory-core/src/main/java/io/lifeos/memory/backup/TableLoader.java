package io.lifeos.memory.backup;

import com.fasterxml.jackson.databind.JsonNode;
import io.lifeos.memory.sqlite.TableShape;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts exported rows into one table, and counts them. Throws an IllegalArgumentException for a row that no export holds. */
final class TableLoader implements AutoCloseable {

    /** SQLite's codes for a value that is too large, breaks a constraint, or is of another type than its column must be. */
    private static final Set<Integer> REFUSALS = Set.of(18, 19, 20);

    private final String table;
    private final List<String> columns;
    private final PreparedStatement insert;
    private long count;

    TableLoader(Connection connection, TableShape table) throws SQLException {
        this.table = table.name();
        this.columns = table.columnNames();
        this.insert = connection.prepareStatement(table.insert());
    }

    void add(JsonNode row) throws SQLException {
        if (row.size() != columns.size()) {
            throw new IllegalArgumentException("it has not the columns of the table " + table);
        }
        for (int i = 0; i < columns.size(); i++) {
            JsonNode value = row.get(columns.get(i));
            if (value == null) {
                throw new IllegalArgumentException("it lacks the column " + columns.get(i) + " of the table " + table);
            }
            insert.setObject(i + 1, value(value));
        }
        if (insert() == 0) {
            throw new IllegalArgumentException("its row is there already");
        }
        count++;
    }

    private int insert() throws SQLException {
        try {
            return insert.executeUpdate();
        } catch (SQLException e) {
            if (REFUSALS.contains(e.getErrorCode())) {
                throw new IllegalArgumentException("its row cannot be stored (" + e.getMessage() + ")", e);
            }
            throw e;
        }
    }

    private static @Nullable Object value(JsonNode value) {
        if (value.isNull()) {
            return null;
        } else if (value.isTextual()) {
            return value.textValue();
        } else if (value.isIntegralNumber() && value.canConvertToLong()) {
            return value.longValue();
        } else if (value.isFloatingPointNumber()) {
            return value.doubleValue();
        } else if (value.size() == 1 && value.path(ExportFormat.BYTES).isTextual()) {
            return bytes(value.path(ExportFormat.BYTES));
        } else if (value.size() == 1 && value.path(ExportFormat.REAL).asText().endsWith("Infinity")) {
            return Double.valueOf(value.path(ExportFormat.REAL).asText());
        }
        throw new IllegalArgumentException("it holds a value that no export holds");
    }

    private static byte[] bytes(JsonNode base64) {
        try {
            return base64.binaryValue();
        } catch (IOException e) {
            throw new IllegalArgumentException("its bytes are not Base64", e);
        }
    }

    /** Returns the number of rows added. */
    long count() {
        return count;
    }

    @Override
    public void close() throws SQLException {
        insert.close();
    }
}
