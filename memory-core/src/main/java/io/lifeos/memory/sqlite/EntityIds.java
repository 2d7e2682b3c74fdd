package io.lifeos.memory.sqlite;

import io.lifeos.memory.fact.Entity;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** The ids of entities within one transaction; an entity that the file does not have yet is added. */
final class EntityIds implements AutoCloseable {

    private final Map<Entity, Long> known = new HashMap<>();
    private final PreparedStatement select;
    private final PreparedStatement insert;

    EntityIds(Connection connection, String now) throws SQLException {
        select = connection.prepareStatement("SELECT id FROM entities WHERE name = ? AND type = ?");
        insert = connection.prepareStatement(
                "INSERT INTO entities (name, type, created_at, updated_at) VALUES (?, ?, ?3, ?3) RETURNING id");
        insert.setString(3, now);
    }

    long idOf(Entity entity) throws SQLException {
        Long id = known.get(entity);
        if (id == null) {
            id = findOrAdd(entity);
            known.put(entity, id);
        }
        return id;
    }

    private long findOrAdd(Entity entity) throws SQLException {
        bind(select, entity);
        try (ResultSet row = select.executeQuery()) {
            if (row.next()) {
                return row.getLong(1);
            }
        }
        bind(insert, entity);
        try (ResultSet row = insert.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void bind(PreparedStatement statement, Entity entity) throws SQLException {
        statement.setString(1, entity.name());
        statement.setString(2, entity.type().storedName());
    }

    @Override
    public void close() throws SQLException {
        select.close();
        insert.close();
    }
}
