package io.lifeos.memory.sqlite.table;

import io.lifeos.memory.fact.Entity;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.Mention;
import io.lifeos.memory.fact.Origin;
import io.lifeos.memory.fact.Owner;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.fact.StoredTime;
import io.lifeos.memory.jdbc.Jdbc;
import io.lifeos.memory.json.Json;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads facts with the names of their entities. Bound to a connection, as a {@link FactTable} is. */
final class FactReader {

    private final Connection connection;
    private final Jdbc jdbc;

    FactReader(Connection connection) {
        this.connection = connection;
        this.jdbc = new Jdbc(connection);
    }

    /** Reads the facts that exist, by id; one whose time cannot be read is left out once its exception was passed on. */
    Map<Long, Fact> find(List<Long> ids, Consumer<StoreException> onUnreadable) throws SQLException {
        return find(ids, origins(ids), onUnreadable);
    }

    /** As {@link #find}, but without the origins of facts, for whoever reads many and has no use for them. */
    Map<Long, Fact> findWithoutOrigins(List<Long> ids, Consumer<StoreException> onUnreadable) throws SQLException {
        return find(ids, Map.of(), onUnreadable);
    }

    private Map<Long, Fact> find(List<Long> ids, Map<Long, Origin> origins, Consumer<StoreException> onUnreadable)
            throws SQLException {
        Map<Long, Set<String>> entities = entityNames(ids);
        Map<Long, List<Owner>> owners =
                new OwnerTable(connection).find("SELECT value FROM json_each(?)", Jdbc.ids(ids));
        Map<Long, Fact> facts = new HashMap<>();
        jdbc.forEach(
                "SELECT id, content, context, timestamp, source, confidence, is_active, is_assistant_output,"
                        + " session_id, metadata, recorded_at, " + OwnerTable.NOTED_USER
                        + ", (SELECT k.key FROM fact_keys k WHERE k.fact_id = f.id), expires_at FROM facts f"
                        + " WHERE id IN (SELECT value FROM json_each(?))",
                row -> {
                    long id = row.getLong(1);
                    try {
                        facts.put(
                                id,
                                fact(
                                        row,
                                        entities.getOrDefault(id, Set.of()),
                                        withNotedUser(owners.getOrDefault(id, List.of()), row.getString(12)),
                                        origins.get(id)));
                    } catch (StoreException e) {
                        onUnreadable.accept(e);
                    }
                },
                Jdbc.ids(ids));
        return facts;
    }

    /** Reads columns by index, as looking up names takes longer than the rest. */
    private static Fact fact(ResultSet row, Set<String> entities, List<Owner> owners, @Nullable Origin origin)
            throws SQLException {
        return Fact.builder(row.getLong(1), row.getString(2), time(row, 4))
                .context(row.getString(3))
                .source(row.getString(5))
                .confidence(row.getDouble(6))
                .active(row.getBoolean(7))
                .assistantOutput(row.getBoolean(8))
                .sessionId(row.getString(9))
                .metadata(row.getString(10))
                .entities(List.copyOf(entities))
                .owners(owners)
                .recordedAt(row.getString(11) == null ? null : time(row, 11))
                .expiresAt(row.getString(14) == null ? null : time(row, 14))
                .key(row.getString(13))
                .origin(origin)
                .build();
    }

    /** Adds the person whom another program noted; one who was stored as an owner counts more. */
    private static List<Owner> withNotedUser(List<Owner> owners, @Nullable String noted) {
        if (noted == null || noted.isBlank()) {
            return owners;
        }
        List<Owner> all = new ArrayList<>();
        all.add(Owner.user(noted));
        all.addAll(owners);
        return all;
    }

    /** Reads a time; another program may have stored something else there. */
    private static Instant time(ResultSet row, int column) throws SQLException {
        String text = String.valueOf(row.getString(column));
        try {
            return StoredTime.parse(text);
        } catch (DateTimeParseException e) {
            throw new StoreException(
                    "Fact " + row.getLong(1) + " has the " + row.getMetaData().getColumnName(column) + " \"" + text
                            + "\", which is no time, so it cannot be read; it was left as it is; correct it in the file.",
                    e);
        }
    }

    private Map<Long, Set<String>> entityNames(List<Long> ids) throws SQLException {
        Map<Long, Set<String>> names = new HashMap<>();
        jdbc.forEach(
                "SELECT m.fact_id, e.name FROM entity_mentions m JOIN entities e ON e.id = m.entity_id"
                        + " WHERE m.fact_id IN (SELECT value FROM json_each(?)) ORDER BY m.fact_id, m.place, m.position",
                row -> names.computeIfAbsent(row.getLong(1), id -> new LinkedHashSet<>())
                        .add(row.getString(2)),
                Jdbc.ids(ids));
        return names;
    }

    /** Reads the mentions of a fact, in order. One without a type of its own has that of its entity's row. */
    List<Mention> mentions(long id) throws SQLException {
        return jdbc.query(
                "SELECT e.name, coalesce(m.type, e.type), m.mention_text, m.position FROM entity_mentions m"
                        + " JOIN entities e ON e.id = m.entity_id WHERE m.fact_id = ?"
                        + " AND trim(e.name) <> '' ORDER BY m.place, m.position",
                row -> new Mention(
                        new Entity(row.getString(1), EntityTable.type(row.getString(2))),
                        row.getString(3),
                        row.getObject(4) == null ? null : row.getInt(4)),
                id);
    }

    /** Another program's link has no source, and only the older name of the row's id. */
    private Map<Long, Origin> origins(List<Long> ids) throws SQLException {
        Map<Long, Origin> origins = new HashMap<>();
        jdbc.forEach(
                "SELECT l.fact_id, s.identity, coalesce(l.postgres_memory_id, l.postgres_id) AS row_id, l.source_columns"
                        + " FROM fact_embeddings l LEFT JOIN migration_sources s ON s.id = l.source_id"
                        + " WHERE l.fact_id IN (SELECT value FROM json_each(?)) AND row_id IS NOT NULL",
                row -> origins.put(
                        row.getLong(1), Origin.of(row.getString(2), row.getString(3), columns(row.getString(4)))),
                Jdbc.ids(ids));
        return origins;
    }

    private static Map<String, String> columns(@Nullable String json) {
        Map<String, String> columns = new LinkedHashMap<>();
        Json.object(json == null ? "" : json).orElse(Map.of()).forEach((name, value) -> {
            if (value != null) {
                columns.put(name, value.toString());
            }
        });
        return columns;
    }

    /** Reads the bytes of content and metadata of the facts that exist, by id. */
    Map<Long, Long> sizes(List<Long> ids) throws SQLException {
        Map<Long, Long> sizes = new HashMap<>();
        jdbc.forEach(
                "SELECT id, octet_length(content) + coalesce(octet_length(metadata), 0) FROM facts"
                        + " WHERE id IN (SELECT value FROM json_each(?))",
                row -> sizes.put(row.getLong(1), row.getLong(2)),
                Jdbc.ids(ids));
        return sizes;
    }
}
