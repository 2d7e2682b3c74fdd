package io.lifeos.memory.sqlite.table;

import io.lifeos.memory.fact.StoredTime;
import io.lifeos.memory.jdbc.Jdbc;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Which fact took the place of which. Bound to a connection, as a {@link FactTable} is. */
public final class SuccessorTable {

    private static final String LINE = "WITH RECURSIVE earlier (id) AS (SELECT ?1 UNION SELECT s.fact_id"
            + " FROM fact_successors s JOIN earlier e ON s.successor_id = e.id), later (id) AS (SELECT ?1 UNION"
            + " SELECT s.successor_id FROM fact_successors s JOIN later l ON s.fact_id = l.id)"
            + " SELECT id FROM facts WHERE id IN (SELECT id FROM earlier UNION SELECT id FROM later) ORDER BY id";

    private final Jdbc jdbc;

    /**
     * Binds the table to a connection.
     *
     * @param connection the connection that a read or a transaction gives
     */
    public SuccessorTable(Connection connection) {
        this.jdbc = new Jdbc(connection);
    }

    /**
     * Finds what took the place of a fact. While the fact is remembered, nothing has: a new one may take its place.
     *
     * @param id the fact
     * @return the id of its successor, if it has one
     */
    public Optional<Long> of(long id) throws SQLException {
        return jdbc.first(
                "SELECT s.successor_id FROM fact_successors s JOIN facts f ON f.id = s.successor_id"
                        + " JOIN facts old ON old.id = s.fact_id WHERE s.fact_id = ? AND old.is_active = 0",
                row -> row.getLong(1),
                id);
    }

    /**
     * Notes what takes the place of a fact, and that no run of a migration is to bring it back.
     *
     * @param id the fact; a successor that it had before it was remembered again is no longer one
     * @param successor the fact that takes its place
     * @param now the time
     */
    public void insert(long id, long successor, Instant now) throws SQLException {
        jdbc.update(
                "INSERT OR REPLACE INTO fact_successors (fact_id, successor_id, superseded_at) VALUES (?, ?, ?)",
                id,
                successor,
                StoredTime.format(now));
        jdbc.update("UPDATE fact_embeddings SET pruned = 0 WHERE fact_id = ? AND pruned = 1", id);
    }

    /**
     * Finds the facts that came before a fact and after it. A successor is always stored later, so has a higher id.
     *
     * @param id the fact
     * @return the ids of those that exist, the fact's own included, ascending
     */
    public List<Long> line(long id) throws SQLException {
        return jdbc.query(LINE, row -> row.getLong(1), id);
    }
}
