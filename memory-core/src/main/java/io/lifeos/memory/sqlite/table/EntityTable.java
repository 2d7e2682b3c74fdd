package io.lifeos.memory.sqlite.table;

import io.lifeos.memory.fact.Entity;
import io.lifeos.memory.jdbc.Jdbc;
import io.lifeos.memory.json.Json;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The ids of entities; those that the file does not have yet are added. */
final class EntityTable {

    private EntityTable() {}

    static Map<Entity, Long> of(Connection connection, Collection<Entity> entities, String now) throws SQLException {
        Set<Entity> missing = new LinkedHashSet<>(entities);
        Map<Entity, Long> ids = find(connection, missing);
        missing.removeAll(ids.keySet());
        if (!missing.isEmpty()) {
            add(connection, missing, now, ids);
        }
        return ids;
    }

    private static Map<Entity, Long> find(Connection connection, Set<Entity> entities) throws SQLException {
        Map<String, Map<String, Entity>> byNameAndType = new HashMap<>();
        for (Entity entity : entities) {
            byNameAndType
                    .computeIfAbsent(entity.name(), name -> new HashMap<>())
                    .put(entity.type().storedName(), entity);
        }
        Map<Entity, Long> ids = new HashMap<>();
        new Jdbc(connection)
                .forEach(
                        "SELECT name, type, id FROM entities WHERE name IN (SELECT value FROM json_each(?))",
                        row -> {
                            Entity entity = byNameAndType
                                    .getOrDefault(row.getString(1), Map.of())
                                    .get(row.getString(2));
                            if (entity != null) {
                                ids.put(entity, row.getLong(3));
                            }
                        },
                        Json.array(byNameAndType.keySet()));
        return ids;
    }

    private static void add(Connection connection, Set<Entity> entities, String now, Map<Entity, Long> ids)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO entities (name, type, created_at, updated_at) VALUES (?, ?, ?3, ?3) RETURNING id")) {
            insert.setString(3, now);
            for (Entity entity : entities) {
                insert.setString(1, entity.name());
                insert.setString(2, entity.type().storedName());
                try (ResultSet row = insert.executeQuery()) {
                    row.next();
                    ids.put(entity, row.getLong(1));
                }
            }
        }
    }
}
