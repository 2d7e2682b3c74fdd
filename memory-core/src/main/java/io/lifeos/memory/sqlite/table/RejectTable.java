package io.lifeos.memory.sqlite.table;

import io.lifeos.memory.fact.StoredTime;
import io.lifeos.memory.jdbc.Jdbc;
import io.lifeos.memory.json.Json;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * The rows of one source that could not be stored, by their ids as the file stores them, a Long or a String. Bound to a
 * connection, and to be used within one read or transaction only.
 */
public final class RejectTable {

    private static final String OF_SOURCE = " FROM migration_rejects WHERE source_id = ?";

    private final Jdbc jdbc;
    private final long sourceId;

    /**
     * Binds to a connection.
     *
     * @param connection the connection that a read or a transaction gives
     * @param sourceId the source
     */
    public RejectTable(Connection connection, long sourceId) {
        this.jdbc = new Jdbc(connection);
        this.sourceId = sourceId;
    }

    /**
     * Keeps a row, in place of what was kept of it.
     *
     * @param rowId the row's id
     * @param reason the reason why it could not be stored
     * @param json the row
     * @param now the time of the rejection
     */
    public void put(Object rowId, String reason, String json, Instant now) throws SQLException {
        jdbc.update(
                "INSERT INTO migration_rejects (source_id, postgres_memory_id, reason, source_row, rejected_at)"
                        + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (source_id, postgres_memory_id) DO UPDATE SET"
                        + " reason = excluded.reason, source_row = excluded.source_row,"
                        + " rejected_at = excluded.rejected_at",
                sourceId,
                rowId,
                reason,
                json,
                StoredTime.format(now));
    }

    /**
     * Deletes what is kept of rows.
     *
     * @param rowIds the rows' ids
     */
    public void delete(Collection<?> rowIds) throws SQLException {
        jdbc.batch("DELETE" + OF_SOURCE + " AND postgres_memory_id = ?", rowIds, id -> new Object[] {sourceId, id});
    }

    /**
     * Tells whether a row of the source is kept here.
     *
     * @return true if at least one is
     */
    public boolean hasAny() throws SQLException {
        return jdbc.exists("SELECT 1" + OF_SOURCE + " LIMIT 1", sourceId);
    }

    /**
     * Finds the reasons why rows were rejected.
     *
     * @param rowIds the rows' ids
     * @return the reasons by id, of those that are kept here
     */
    public Map<Object, String> reasons(Collection<?> rowIds) throws SQLException {
        Map<Object, String> reasons = new HashMap<>();
        jdbc.forEach(
                "SELECT postgres_memory_id, reason" + OF_SOURCE
                        + " AND postgres_memory_id IN (SELECT value FROM json_each(?))",
                row -> reasons.put(LinkTable.rowId(row), row.getString("reason")),
                sourceId,
                Json.write(rowIds));
        return reasons;
    }
}
