package io.lifeos.memory.migration.link;

import io.lifeos.memory.archive.row.ArchivalId;
import io.lifeos.memory.archive.row.ArchivalMemory;
import io.lifeos.memory.archive.row.Embedding;
import io.lifeos.memory.fact.StoredTime;
import io.lifeos.memory.jdbc.Jdbc;
import io.lifeos.memory.json.Json;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The rows of one source that could not be stored, raw, each with the reason. */
public final class RejectTable {

    private static final String OF_SOURCE = " FROM migration_rejects WHERE source_id = ?";

    private final Jdbc jdbc;
    private final long sourceId;

    RejectTable(Connection connection, long sourceId) {
        this.jdbc = new Jdbc(connection);
        this.sourceId = sourceId;
    }

    /**
     * Keeps a row: its columns as PostgreSQL's text, and its vector as Base64 of little-endian float32.
     *
     * @param memory the row
     * @param reason the reason why it could not be stored
     * @param now the time of the rejection
     * @throws SQLException if SQLite refuses
     */
    public void put(ArchivalMemory memory, String reason, Instant now) throws SQLException {
        jdbc.update(
                "INSERT INTO migration_rejects (source_id, postgres_memory_id, reason, source_row, rejected_at)"
                        + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (source_id, postgres_memory_id) DO UPDATE SET"
                        + " reason = excluded.reason, source_row = excluded.source_row,"
                        + " rejected_at = excluded.rejected_at",
                sourceId,
                memory.id().value(),
                reason,
                json(memory),
                StoredTime.format(now));
    }

    private static String json(ArchivalMemory memory) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("columns", memory.texts());
        memory.embedding().map(Embedding::toLittleEndian).ifPresent(bytes -> row.put("embedding", bytes));
        return Json.write(row);
    }

    /**
     * Lets go of rows that are stored now.
     *
     * @param ids the rows
     * @throws SQLException if SQLite refuses
     */
    public void remove(Collection<ArchivalId> ids) throws SQLException {
        jdbc.batch(
                "DELETE" + OF_SOURCE + " AND postgres_memory_id = ?", ids, id -> new Object[] {sourceId, id.value()});
    }

    /**
     * Tells whether a row of the source is kept here.
     *
     * @return true if at least one is
     * @throws SQLException if SQLite refuses
     */
    public boolean hasAny() throws SQLException {
        return jdbc.exists("SELECT 1" + OF_SOURCE + " LIMIT 1", sourceId);
    }

    /** The reasons of those of some rows that are kept here. */
    Map<ArchivalId, String> reasons(Collection<ArchivalId> ids) throws SQLException {
        Map<ArchivalId, String> reasons = new HashMap<>();
        Map<Object, ArchivalId> byValue = LinkTable.byValue(ids);
        jdbc.forEach(
                "SELECT postgres_memory_id, reason" + OF_SOURCE
                        + " AND postgres_memory_id IN (SELECT value FROM json_each(?))",
                row -> {
                    ArchivalId id = byValue.get(LinkTable.idValue(row));
                    if (id != null) {
                        reasons.put(id, row.getString("reason"));
                    }
                },
                sourceId,
                Json.write(byValue.keySet()));
        return reasons;
    }
}
