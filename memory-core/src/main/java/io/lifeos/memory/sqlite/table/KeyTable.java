package io.lifeos.memory.sqlite.table;

import io.lifeos.memory.jdbc.Jdbc;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys of the caller's own under which facts were retained. Bound to a connection, as a {@link FactTable} is. */
public final class KeyTable {

    /** What another program deleted leaves a key behind, which is then free. */
    private static final String FIND =
            "SELECT k.fact_id FROM fact_keys k JOIN facts f ON f.id = k.fact_id" + " WHERE k.scope = ? AND k.key = ?";

    private final Jdbc jdbc;

    /**
     * Binds the table to a connection.
     *
     * @param connection the connection that a read or a transaction gives
     */
    public KeyTable(Connection connection) {
        this.jdbc = new Jdbc(connection);
    }

    /**
     * A key in its scope.
     *
     * @param scope the owners whose part of the memory it is unique in, as text; empty for the whole memory
     * @param key the key
     */
    public record Key(String scope, String key) {}

    /**
     * Finds the fact of a key.
     *
     * @param key the key
     * @return the id of its fact; empty if there is none, or not any more
     */
    public Optional<Long> find(Key key) throws SQLException {
        return jdbc.first(FIND, row -> row.getLong(1), key.scope, key.key);
    }

    /**
     * Finds the facts of all keys of a scope that begin with one, which ends with a slash, and go on with a number.
     *
     * @param prefix what they begin with
     * @return the ids of those facts that exist
     */
    public List<Long> startingWith(Key prefix) throws SQLException {
        return jdbc.query(
                "SELECT k.fact_id FROM fact_keys k JOIN facts f ON f.id = k.fact_id WHERE k.scope = ?1 AND k.key > ?2"
                        + " AND k.key < ?2 || ':' AND substr(k.key, length(?2) + 1) NOT GLOB '*[^0-9]*'",
                row -> row.getLong(1),
                prefix.scope,
                prefix.key);
    }

    /**
     * Reads what the memory notes of keys with a common beginning.
     *
     * @param prefix what the names of the notes begin with
     * @return the notes, by name
     */
    public Map<String, String> notes(String prefix) throws SQLException {
        Map<String, String> notes = new LinkedHashMap<>();
        jdbc.forEach(
                "SELECT name, value FROM memory_properties WHERE substr(name, 1, length(?1)) = ?1 ORDER BY name",
                row -> notes.put(row.getString(1), row.getString(2)),
                prefix);
        return notes;
    }

    /**
     * Notes something of such keys, in place of what was noted under this name.
     *
     * @param name the name
     * @param note the note
     */
    public void putNote(String name, String note) throws SQLException {
        jdbc.update("INSERT OR REPLACE INTO memory_properties (name, value) VALUES (?, ?)", name, note);
    }

    /**
     * Removes a note.
     *
     * @param name its name
     */
    public void removeNote(String name) throws SQLException {
        jdbc.update("DELETE FROM memory_properties WHERE name = ?", name);
    }

    /**
     * Gives keys to facts that have none; a fact that has one of them loses it.
     *
     * @param facts the ids of the facts, by key
     */
    public void insert(Map<Key, Long> facts) throws SQLException {
        jdbc.batch(
                "INSERT INTO fact_keys (scope, key, fact_id) VALUES (?, ?, ?)"
                        + " ON CONFLICT (scope, key) DO UPDATE SET fact_id = excluded.fact_id",
                List.copyOf(facts.entrySet()),
                fact -> new Object[] {fact.getKey().scope, fact.getKey().key, fact.getValue()});
    }
}
