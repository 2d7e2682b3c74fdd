package io.lifeos.memory.sqlite.table;

import io.lifeos.memory.fact.StoredTime;
import io.lifeos.memory.jdbc.Jdbc;
import io.lifeos.memory.json.Json;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Deletes facts with every row that was made of them, in whatever table. Bound to a connection, and to be used within one
 * transaction only, in which SQLite overwrites what it deletes.
 */
public final class FactErasure {

    /** The property that tells whether the file is to be written anew since facts were erased from it. */
    public static final String RENEWAL = "renewal";

    private static final String LAST_ERASED = "last_erased";

    /** Stands for what is left of users without facts; no fact has this id. */
    private static final long NO_FACT = 0;

    private static final String GIVEN = " IN (SELECT value FROM json_each(?))";

    /** What refers to a fact. Foreign keys would delete most of it, but a table of an adopted file may have none. */
    private static final List<String> OF_FACTS = List.of(
            "DELETE FROM outbox WHERE fact_id" + GIVEN,
            "DELETE FROM entity_mentions WHERE fact_id" + GIVEN,
            "DELETE FROM fact_owners WHERE fact_id" + GIVEN,
            "DELETE FROM fact_keys WHERE fact_id" + GIVEN,
            "DELETE FROM fact_successors WHERE fact_id" + GIVEN,
            "DELETE FROM fact_successors WHERE successor_id" + GIVEN,
            "DELETE FROM fact_vectors WHERE fact_id" + GIVEN,
            "DELETE FROM fact_embeddings WHERE fact_id" + GIVEN);

    private final Connection connection;
    private final Jdbc jdbc;

    /**
     * Binds to a connection.
     *
     * @param connection the connection that a transaction gives
     */
    public FactErasure(Connection connection) {
        this.connection = connection;
        this.jdbc = new Jdbc(connection);
    }

    /**
     * Erases facts. Their ids are noted among those of which something may be left outside of the tables.
     *
     * @param ids the ids of facts that exist
     * @param now the time
     */
    public void erase(Collection<Long> ids, Instant now) throws SQLException {
        if (ids.isEmpty()) {
            return;
        }
        String facts = Jdbc.ids(ids);
        jdbc.update("INSERT OR IGNORE INTO erased_facts (fact_id) SELECT value FROM json_each(?)", facts);
        new Notes(connection).remove(RENEWAL);
        new Notes(connection).put(LAST_ERASED, StoredTime.format(now));
        keepRowsAway(facts, now);
        boolean vectors = jdbc.exists("SELECT 1 FROM fact_vectors WHERE fact_id" + GIVEN, facts)
                || jdbc.exists("SELECT 1 FROM fact_embeddings WHERE embedding IS NOT NULL AND fact_id" + GIVEN, facts);
        List<Long> entities = jdbc.query(
                "SELECT entity_id FROM entity_mentions WHERE fact_id" + GIVEN
                        + " UNION SELECT entity_id FROM facts WHERE entity_id IS NOT NULL AND id" + GIVEN,
                row -> row.getLong(1),
                facts,
                facts);
        List<String> users = jdbc.query(
                "SELECT id FROM fact_owners WHERE kind = 'user' AND fact_id" + GIVEN
                        + " UNION SELECT u.canonical_name FROM facts f JOIN user_identities u ON u.id = f.user_id"
                        + " WHERE f.id" + GIVEN,
                row -> row.getString(1),
                facts,
                facts);
        List<String> sessions = jdbc.query(
                "SELECT DISTINCT session_id FROM facts WHERE session_id IS NOT NULL AND id" + GIVEN,
                row -> row.getString(1),
                facts);
        for (String delete : OF_FACTS) {
            jdbc.update(delete, facts);
        }
        jdbc.update("DELETE FROM facts WHERE id" + GIVEN, facts);
        eraseEntities(Jdbc.ids(entities));
        eraseUsers(Json.array(users));
        eraseSessions(
                "SELECT value AS id FROM json_each(?) WHERE NOT EXISTS (SELECT 1 FROM facts f WHERE f.session_id = value)",
                Json.array(sessions));
        if (vectors) {
            VectorIndexTable.noteErasure(connection);
        }
    }

    /** A row that was migrated, or that was rejected when it had changed, must not come back. */
    private void keepRowsAway(String facts, Instant now) throws SQLException {
        Map<Long, Map<Object, byte @Nullable []>> rows = new LinkedHashMap<>();
        jdbc.forEach(
                "SELECT postgres_memory_id, source_id, row_hash FROM fact_embeddings WHERE source_id IS NOT NULL"
                        + " AND postgres_memory_id IS NOT NULL AND fact_id" + GIVEN,
                row -> rows.computeIfAbsent(row.getLong(2), source -> new HashMap<>())
                        .put(LinkTable.rowId(row), row.getBytes(3)),
                facts);
        for (Map.Entry<Long, Map<Object, byte @Nullable []>> source : rows.entrySet()) {
            new ErasedRowTable(connection).add(source.getKey(), source.getValue(), now);
            new RejectTable(connection, source.getKey())
                    .delete(source.getValue().keySet());
        }
        new ErasedRowTable(connection).addUnclaimed(facts, now);
    }

    /**
     * Deletes entities that nothing refers to any more. A summary of one that stays was perhaps made of an erased fact, and a
     * type that no mention has any more tells of one.
     */
    private void eraseEntities(String entities) throws SQLException {
        jdbc.update(
                "DELETE FROM entities WHERE id" + GIVEN
                        + " AND NOT EXISTS (SELECT 1 FROM entity_mentions m WHERE m.entity_id = entities.id)"
                        + " AND NOT EXISTS (SELECT 1 FROM facts f WHERE f.entity_id = entities.id)",
                entities);
        jdbc.update("UPDATE entities SET summary = NULL WHERE summary IS NOT NULL AND id" + GIVEN, entities);
        jdbc.update(
                "UPDATE entities SET metadata = json_set(metadata, '$.types', json((SELECT json_group_array(t.value)"
                        + " FROM json_each(metadata, '$.types') t WHERE t.value IN"
                        + " (SELECT m.type FROM entity_mentions m WHERE m.entity_id = entities.id))))"
                        + " WHERE CASE WHEN json_valid(metadata) THEN json_type(metadata, '$.types') = 'array' END AND id"
                        + GIVEN,
                entities);
    }

    /** What the file knows of a user goes with their last fact: who they are, their preferences and their sessions. */
    private void eraseUsers(String users) throws SQLException {
        String numbers = Jdbc.ids(jdbc.query(
                "SELECT u.id FROM user_identities u WHERE u.canonical_name" + GIVEN
                        + " AND NOT EXISTS (SELECT 1 FROM fact_owners o WHERE o.kind = 'user' AND o.id = u.canonical_name)"
                        + " AND NOT EXISTS (SELECT 1 FROM facts f WHERE f.user_id = u.id)",
                row -> row.getLong(1),
                users));
        eraseSessions("SELECT id FROM sessions WHERE user_id" + GIVEN, numbers);
        jdbc.update("DELETE FROM preferences WHERE user_id" + GIVEN, numbers);
        jdbc.update("DELETE FROM user_identities WHERE id" + GIVEN, numbers);
    }

    /**
     * Erases what the file knows of a user who has no facts.
     *
     * @param user the user's id
     * @return true if it knew the user, of whom something may now be left outside of the tables
     */
    public boolean eraseUserWithoutFacts(String user) throws SQLException {
        String known = "SELECT 1 FROM user_identities WHERE canonical_name = ?";
        if (!jdbc.exists(known, user)) {
            return false;
        }
        eraseUsers(Json.array(List.of(user)));
        if (jdbc.exists(known, user)) {
            return false;
        }
        jdbc.update("INSERT OR IGNORE INTO erased_facts (fact_id) VALUES (?)", NO_FACT);
        new Notes(connection).remove(RENEWAL);
        return true;
    }

    /** The other program's tasks of a session repeat what was said in it. */
    private void eraseSessions(String ids, String parameter) throws SQLException {
        jdbc.update("DELETE FROM subagents WHERE session_id IN (" + ids + ")", parameter);
        jdbc.update("DELETE FROM sessions WHERE id IN (" + ids + ")", parameter);
    }

    /**
     * Finds those of some facts that are there.
     *
     * @param ids the ids
     * @return the ids of those that exist
     */
    public List<Long> existing(Collection<Long> ids) throws SQLException {
        return jdbc.query("SELECT id FROM facts WHERE id" + GIVEN, row -> row.getLong(1), Jdbc.ids(ids));
    }

    /**
     * Warns of what was erased after a copy of the memory was made, and is in the copy again.
     *
     * @param connection the connection of a read
     * @return a sentence; empty if nothing was erased before the copy was made
     */
    public static Optional<String> warningOfCopy(Connection connection) throws SQLException {
        return new Notes(connection)
                .find(LAST_ERASED)
                .map(time -> "Facts were erased from this memory, for the last time that the copy knows of at " + time
                        + " UTC; what was erased after the copy was made is here again, so erase it once more.");
    }

    /** Tells whether there are erased facts of which something may be left. */
    public boolean hasPending() throws SQLException {
        return jdbc.exists("SELECT 1 FROM erased_facts LIMIT 1");
    }

    /**
     * Reads the erased facts of which something may be left.
     *
     * @return their ids, ascending
     */
    public List<Long> pending() throws SQLException {
        return jdbc.query("SELECT fact_id FROM erased_facts ORDER BY fact_id", row -> row.getLong(1));
    }

    /**
     * Notes that nothing is left of erased facts.
     *
     * @param ids their ids
     */
    public void finish(Collection<Long> ids) throws SQLException {
        jdbc.update("DELETE FROM erased_facts WHERE fact_id" + GIVEN, Jdbc.ids(ids));
        new Notes(connection).remove(RENEWAL);
    }

    /**
     * What the file notes of erasing, by name, among all that a memory knows of itself. Bound to a connection, as its outer class
     * is.
     */
    public static final class Notes {

        private final Jdbc jdbc;

        /**
         * Binds to a connection.
         *
         * @param connection the connection that a read or a transaction gives
         */
        public Notes(Connection connection) {
            this.jdbc = new Jdbc(connection);
        }

        /**
         * Reads a property.
         *
         * @param name its name
         * @return its value; empty if it has none
         */
        public Optional<String> find(String name) throws SQLException {
            return jdbc.first("SELECT value FROM memory_properties WHERE name = ?", row -> row.getString(1), name);
        }

        /**
         * Sets a property.
         *
         * @param name its name
         * @param value its value
         */
        public void put(String name, Object value) throws SQLException {
            jdbc.update(
                    "INSERT INTO memory_properties (name, value) VALUES (?, ?)"
                            + " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                    name,
                    value);
        }

        /**
         * Removes a property.
         *
         * @param name its name
         */
        public void remove(String name) throws SQLException {
            jdbc.update("DELETE FROM memory_properties WHERE name = ?", name);
        }
    }
}
