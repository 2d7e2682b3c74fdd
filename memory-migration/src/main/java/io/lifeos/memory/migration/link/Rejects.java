package io.lifeos.memory.migration.link;

import io.lifeos.memory.archive.row.ArchivalId;
import io.lifeos.memory.archive.row.ArchivalMemory;
import io.lifeos.memory.archive.row.Embedding;
import io.lifeos.memory.json.Json;
import io.lifeos.memory.sqlite.table.RejectTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of one source that could not be stored, raw, each with the reason. Bound to a connection. */
public final class Rejects {

    private final RejectTable table;

    Rejects(Connection connection, long sourceId) {
        this.table = new RejectTable(connection, sourceId);
    }

    /**
     * Keeps a row: its columns as PostgreSQL's text, and its vector as Base64 of little-endian float32.
     *
     * @param id its id
     * @param memory the row; null keeps nothing but the reason, of a row that was not read
     * @param reason the reason why it could not be stored
     * @param now the time of the rejection
     */
    public void put(ArchivalId id, @Nullable ArchivalMemory memory, String reason, Instant now) throws SQLException {
        table.put(id.value(), reason, memory == null ? "{}" : json(memory), now);
    }

    private static String json(ArchivalMemory memory) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("columns", memory.texts());
        memory.embedding().map(Embedding::toLittleEndian).ifPresent(bytes -> row.put("embedding", bytes));
        return Json.write(row);
    }

    /**
     * Deletes the entries of rows that are stored now.
     *
     * @param ids the rows
     */
    public void remove(Collection<ArchivalId> ids) throws SQLException {
        table.delete(ids.stream().map(ArchivalId::value).toList());
    }

    /**
     * Tells whether a row of the source is kept here.
     *
     * @return true if at least one is
     */
    public boolean hasAny() throws SQLException {
        return table.hasAny();
    }

    /** Returns the reasons of those rows that are kept here. */
    Map<ArchivalId, String> reasons(Collection<ArchivalId> ids) throws SQLException {
        Map<Object, ArchivalId> byValue = BoundLinks.byValue(ids);
        Map<ArchivalId, String> reasons = new HashMap<>();
        table.reasons(byValue.keySet()).forEach((value, reason) -> {
            ArchivalId id = byValue.get(value);
            if (id != null) {
                reasons.put(id, reason);
            }
        });
        return reasons;
    }
}
