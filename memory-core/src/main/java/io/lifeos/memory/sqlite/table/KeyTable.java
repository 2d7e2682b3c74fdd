package io.lifeos.memory.sqlite.table;

import io.lifeos.memory.jdbc.Jdbc;
import java.sql.Connection;
import java.sql.SQLException;
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
