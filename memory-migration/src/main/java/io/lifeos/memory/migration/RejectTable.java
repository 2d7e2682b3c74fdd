package io.lifeos.memory.migration;

import io.lifeos.memory.fact.UtcText;
import io.lifeos.memory.postgres.ArchivalId;
import io.lifeos.memory.postgres.ArchivalMemory;
import io.lifeos.memory.postgres.Embedding;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rows of one source that could not be stored, raw, each with the reason. */
final class RejectTable {

    private final Connection connection;
    private final long sourceId;

    RejectTable(Connection connection, long sourceId) {
        this.connection = connection;
        this.sourceId = sourceId;
    }

    /** Keeps a row: its columns as PostgreSQL's text, and its vector as Base64 of little-endian float32. */
    void put(ArchivalMemory memory, String reason, Instant now) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement(
                "INSERT INTO migration_rejects (source_id, postgres_memory_id, reason, source_row, rejected_at)"
                        + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (source_id, postgres_memory_id) DO UPDATE SET"
                        + " reason = excluded.reason, source_row = excluded.source_row,"
                        + " rejected_at = excluded.rejected_at")) {
            upsert.setLong(1, sourceId);
            upsert.setObject(2, memory.id().value());
            upsert.setString(3, reason);
            upsert.setString(4, json(memory));
            upsert.setString(5, UtcText.format(now));
            upsert.executeUpdate();
        }
    }

    private static String json(ArchivalMemory memory) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("columns", memory.texts());
        memory.embedding().map(Embedding::toLittleEndian).ifPresent(bytes -> row.put("embedding", bytes));
        return JsonText.of(row);
    }

    /** Lets go of rows that are stored now. */
    void remove(Collection<ArchivalId> ids) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(
                "DELETE FROM migration_rejects WHERE source_id = ? AND postgres_memory_id = ?")) {
            for (ArchivalId id : ids) {
                delete.setLong(1, sourceId);
                delete.setObject(2, id.value());
                delete.addBatch();
            }
            delete.executeBatch();
        }
    }

    boolean hasAny() throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT EXISTS (SELECT 1 FROM migration_rejects WHERE source_id = ?)")) {
            select.setLong(1, sourceId);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    /** Those of some rows that are kept here. */
    List<RejectedRow> reasons(Collection<ArchivalId> ids) throws SQLException {
        List<RejectedRow> rows = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT reason FROM migration_rejects WHERE source_id = ? AND postgres_memory_id = ?")) {
            for (ArchivalId id : ids) {
                select.setLong(1, sourceId);
                select.setObject(2, id.value());
                try (ResultSet row = select.executeQuery()) {
                    if (row.next()) {
                        rows.add(new RejectedRow(id.value(), row.getString(1)));
                    }
                }
            }
        }
        return rows;
    }
}
