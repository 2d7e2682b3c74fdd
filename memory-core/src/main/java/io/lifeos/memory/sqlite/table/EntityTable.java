package io.lifeos.memory.sqlite.table;

import io.lifeos.memory.fact.Entity;
import io.lifeos.memory.fact.EntityType;
import io.lifeos.memory.jdbc.Jdbc;
import io.lifeos.memory.json.Json;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The rows of entities; those that the file does not have yet are added. The table knows the standard types only: an
 * entity of another type has the row of its name with the type {@code other}, whose metadata lists all such types.
 */
public final class EntityTable {

    private EntityTable() {}

    /**
     * Reads a type; another program may have stored something else there.
     *
     * @param stored the name of the type, as it is stored
     * @return the type; {@link EntityType#OTHER} if the name is none
     */
    public static EntityType type(String stored) {
        try {
            return EntityType.of(stored);
        } catch (IllegalArgumentException noType) {
            return EntityType.OTHER;
        }
    }

    /** Returns the ids of the rows of entities, some of which may share one. */
    static Map<Entity, Long> of(Connection connection, Collection<Entity> entities, String now) throws SQLException {
        Set<Entity> rows = new LinkedHashSet<>();
        Set<Entity> ownTypes = new LinkedHashSet<>();
        for (Entity entity : entities) {
            rows.add(row(entity));
            if (!entity.type().isStandard()) {
                ownTypes.add(entity);
            }
        }
        Map<Entity, Long> ids = find(connection, rows);
        rows.removeAll(ids.keySet());
        if (!rows.isEmpty()) {
            add(connection, rows, now, ids);
        }
        listTypes(connection, ownTypes, ids, now);
        for (Entity entity : ownTypes) {
            ids.put(entity, ids.get(row(entity)));
        }
        return ids;
    }

    /**
     * Deletes the mentions in facts.
     *
     * @param connection the connection of the transaction
     * @param facts the ids of the facts
     * @return the ids of the entities that they mentioned
     */
    static List<Long> deleteMentionsIn(Connection connection, Collection<Long> facts) throws SQLException {
        Jdbc jdbc = new Jdbc(connection);
        String in = " FROM entity_mentions WHERE fact_id IN (SELECT value FROM json_each(?))";
        List<Long> entities = jdbc.query("SELECT DISTINCT entity_id" + in, row -> row.getLong(1), Jdbc.ids(facts));
        jdbc.update("DELETE" + in, Jdbc.ids(facts));
        return entities;
    }

    /**
     * Deletes entities that nothing refers to any more, and of which nobody wrote a summary.
     *
     * @param connection the connection of the transaction
     * @param ids their ids
     */
    static void deleteUnused(Connection connection, Collection<Long> ids) throws SQLException {
        new Jdbc(connection)
                .update(
                        "DELETE FROM entities WHERE id IN (SELECT value FROM json_each(?)) AND summary IS NULL"
                                + " AND NOT EXISTS (SELECT 1 FROM entity_mentions m WHERE m.entity_id = entities.id)"
                                + " AND NOT EXISTS (SELECT 1 FROM facts f WHERE f.entity_id = entities.id)",
                        Jdbc.ids(ids));
    }

    private static Entity row(Entity entity) {
        return entity.type().isStandard() ? entity : new Entity(entity.name(), EntityType.OTHER);
    }

    /** Metadata that another program wrote keeps all that it has; where it is no object, the types are not listed. */
    private static void listTypes(Connection connection, Set<Entity> entities, Map<Entity, Long> ids, String now)
            throws SQLException {
        new Jdbc(connection).batch(MentionTypes.LIST, entities, entity ->
                new Object[] {entity.type().name(), Objects.requireNonNull(ids.get(row(entity))), now});
    }

    private static Map<Entity, Long> find(Connection connection, Set<Entity> entities) throws SQLException {
        Map<String, Map<String, Entity>> byNameAndType = new HashMap<>();
        for (Entity entity : entities) {
            byNameAndType
                    .computeIfAbsent(entity.name(), name -> new HashMap<>())
                    .put(entity.type().name(), entity);
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
                insert.setString(2, entity.type().name());
                try (ResultSet row = insert.executeQuery()) {
                    row.next();
                    ids.put(entity, row.getLong(1));
                }
            }
        }
    }
}
