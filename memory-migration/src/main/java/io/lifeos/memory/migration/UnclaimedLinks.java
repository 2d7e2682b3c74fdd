package io.lifeos.memory.migration;

import io.lifeos.memory.postgres.ArchivalId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The links that the Python program made. They hold an id alone, which may be of any database: a row claims the fact of one
 * only if the fact says what the row does.
 */
final class UnclaimedLinks {

    private static final String IS_UNCLAIMED = "u.source_id IS NULL AND u.postgres_id IS NOT NULL";

    private final Connection connection;

    UnclaimedLinks(Connection connection) {
        this.connection = connection;
    }

    /**
     * A fact with such a link.
     *
     * @param factId its id
     * @param content what it says
     */
    record Candidate(long factId, String content) {}

    boolean exist() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                        "SELECT EXISTS (SELECT 1 FROM fact_embeddings u WHERE " + IS_UNCLAIMED + ")");
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getBoolean(1);
        }
    }

    /** The facts that are linked to rows, the oldest first. SQLite compares the ids: in an adopted file 7 is '007' too. */
    Map<ArchivalId, List<Candidate>> find(List<ArchivalId> ids) throws SQLException {
        Map<ArchivalId, List<Candidate>> found = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT j.key, u.fact_id, f.content FROM json_each(?) j CROSS JOIN fact_embeddings u"
                        + " ON u.postgres_id = j.value JOIN facts f ON f.id = u.fact_id WHERE " + IS_UNCLAIMED
                        + " ORDER BY u.fact_id")) {
            select.setString(1, JsonText.of(ids.stream().map(ArchivalId::value).toList()));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.computeIfAbsent(ids.get(rows.getInt(1)), id -> new ArrayList<>())
                            .add(new Candidate(rows.getLong(2), rows.getString(3)));
                }
            }
        }
        return found;
    }

    /** Shows the facts that rows of a source, which have other facts, do not claim, the oldest first. */
    void forEachOf(long sourceId, Consumer<UnclaimedFact> visitor) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT l.postgres_memory_id, u.fact_id, f.content = claimed.content FROM fact_embeddings l"
                        + " CROSS JOIN fact_embeddings u ON u.postgres_id = l.postgres_memory_id"
                        + " JOIN facts f ON f.id = u.fact_id JOIN facts claimed ON claimed.id = l.fact_id"
                        + " WHERE l.source_id = ? AND " + IS_UNCLAIMED + " ORDER BY u.fact_id")) {
            select.setLong(1, sourceId);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    visitor.accept(new UnclaimedFact(
                            LinkTable.idValue(rows),
                            rows.getLong(2),
                            rows.getBoolean(3)
                                    ? UnclaimedFact.Reason.DUPLICATE
                                    : UnclaimedFact.Reason.DIFFERENT_CONTENT));
                }
            }
        }
    }

    /** The facts that say the same as their row's fact, which is not forgotten, so that nothing is lost without them. */
    List<Long> duplicatesOfActive(long sourceId) throws SQLException {
        List<Long> duplicates = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement("SELECT u.fact_id FROM fact_embeddings l"
                + " CROSS JOIN fact_embeddings u ON u.postgres_id = l.postgres_memory_id"
                + " JOIN facts f ON f.id = u.fact_id JOIN facts claimed ON claimed.id = l.fact_id"
                + " WHERE l.source_id = ? AND f.content = claimed.content AND claimed.is_active = 1 AND "
                + IS_UNCLAIMED + " ORDER BY u.fact_id")) {
            select.setLong(1, sourceId);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    duplicates.add(rows.getLong(1));
                }
            }
        }
        return duplicates;
    }
}
