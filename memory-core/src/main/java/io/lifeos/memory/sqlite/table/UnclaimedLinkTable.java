package io.lifeos.memory.sqlite.table;

import io.lifeos.memory.jdbc.Jdbc;
import io.lifeos.memory.json.Json;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The links that the Python program made. They hold an id alone, which may be of any database: a row claims the fact of one
 * only if the fact says what the row does. Bound to a connection, and to be used within one read or transaction only.
 */
public final class UnclaimedLinkTable {

    private static final String IS_UNCLAIMED = "u.source_id IS NULL AND u.postgres_id IS NOT NULL";

    /** Unclaimed facts (u, f) under ids of rows of a source that have other facts (l, claimed). Parameter: the source. */
    private static final String BESIDE_OTHERS = " FROM fact_embeddings l"
            + " CROSS JOIN fact_embeddings u ON u.postgres_id = l.postgres_memory_id"
            + " JOIN facts f ON f.id = u.fact_id JOIN facts claimed ON claimed.id = l.fact_id"
            + " WHERE l.source_id = ? AND " + IS_UNCLAIMED;

    private final Jdbc jdbc;

    /**
     * Binds to a connection.
     *
     * @param connection the connection that a read or a transaction gives
     */
    public UnclaimedLinkTable(Connection connection) {
        this.jdbc = new Jdbc(connection);
    }

    /**
     * A fact with such a link.
     *
     * @param factId its id
     * @param content its content
     */
    public record Candidate(long factId, String content) {}

    /**
     * A fact that no row claims, although a row has the id that it was linked to, and another fact.
     *
     * @param rowId the row's id as the file stores it, a Long or a String
     * @param factId the unclaimed fact
     * @param sameContent true if it says the same as the row's fact
     */
    public record Unclaimed(Object rowId, long factId, boolean sameContent) {}

    /**
     * Tells whether there are such links.
     *
     * @return true if there is at least one
     */
    public boolean exist() throws SQLException {
        return jdbc.exists("SELECT 1 FROM fact_embeddings u WHERE " + IS_UNCLAIMED + " LIMIT 1");
    }

    /**
     * Finds the facts that are linked to rows. SQLite compares the ids: in an adopted file 7 is '007' too.
     *
     * @param rows the rows
     * @param id gives a row's id as the file stores it, a Long or a String
     * @param <R> the type of the rows
     * @return the facts of each row that has some, the oldest first
     */
    public <R> Map<R, List<Candidate>> find(List<R> rows, Function<? super R, ?> id) throws SQLException {
        Map<R, List<Candidate>> found = new HashMap<>();
        jdbc.forEach(
                "SELECT j.key, u.fact_id, f.content FROM json_each(?) j CROSS JOIN fact_embeddings u"
                        + " ON u.postgres_id = j.value JOIN facts f ON f.id = u.fact_id WHERE " + IS_UNCLAIMED
                        + " ORDER BY u.fact_id",
                row -> found.computeIfAbsent(rows.get(row.getInt(1)), r -> new ArrayList<>())
                        .add(new Candidate(row.getLong(2), row.getString(3))),
                Json.write(rows.stream().map(id).toList()));
        return found;
    }

    /**
     * Shows the facts that rows of a source do not claim, as these have other facts; the oldest first.
     *
     * @param sourceId the source
     * @param visitor looks at them
     */
    public void forEachOf(long sourceId, Consumer<Unclaimed> visitor) throws SQLException {
        jdbc.forEach(
                "SELECT l.postgres_memory_id, u.fact_id, f.content = claimed.content" + BESIDE_OTHERS
                        + " ORDER BY u.fact_id",
                row -> visitor.accept(new Unclaimed(LinkTable.rowId(row), row.getLong(2), row.getBoolean(3))),
                sourceId);
    }

    /**
     * Finds the facts that say the same as their row's fact, which is not forgotten, so that nothing is lost without them.
     *
     * @param sourceId the source
     * @return their ids, the oldest first
     */
    public List<Long> duplicatesOfActive(long sourceId) throws SQLException {
        return jdbc.query(
                "SELECT u.fact_id" + BESIDE_OTHERS
                        + " AND f.content = claimed.content AND claimed.is_active = 1 ORDER BY u.fact_id",
                row -> row.getLong(1),
                sourceId);
    }
}
