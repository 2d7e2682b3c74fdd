package io.lifeos.memory.sqlite.table;

import io.lifeos.memory.fact.StoredTime;
import io.lifeos.memory.jdbc.Jdbc;
import io.lifeos.memory.report.IntegrityReport;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks for rows that SQLite accepts but that mean nothing here. Bound to a connection, and to be used within one
 * {@linkplain io.lifeos.memory.database.DatabaseManager#read read} only.
 */
public final class RowCheck {

    private static final String PLAIN_TIME =
            "'[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9] [0-2][0-9]:[0-5][0-9]:[0-5][0-9].*'";

    private static final String WRONG_SIZE =
            "embedding IS NOT NULL AND (typeof(embedding) <> 'blob' OR dimensions IS NULL"
                    + " OR octet_length(embedding) <> 4 * dimensions)";

    private static final String NO_DAY = "date(day) IS NOT day";

    private final Jdbc jdbc;
    private final MentionTypes mentionTypes;

    /**
     * Binds the check to a connection.
     *
     * @param connection the connection that a read gives
     */
    public RowCheck(Connection connection) {
        this.jdbc = new Jdbc(connection);
        this.mentionTypes = new MentionTypes(connection);
    }

    /**
     * Looks at times, vectors, the outbox and the types of mentions; reads no content and no vector.
     *
     * @return a report of the problems found
     */
    public IntegrityReport run() throws SQLException {
        Problems problems = new Problems();
        addTimes("timestamp", problems);
        addTimes("recorded_at", problems);
        addTimes("expires_at", problems);
        add(
                "SELECT fact_id FROM fact_embeddings WHERE " + WRONG_SIZE,
                "Vector: the imported vector of fact %s has not the size that its dimensions ask for",
                problems);
        add(
                "SELECT fact_id || ' by ' || model FROM fact_vectors WHERE " + WRONG_SIZE,
                "Vector: the vector of fact %s has not the size that its dimensions ask for",
                problems);
        add(
                "SELECT fact_id || ' is \"' || day FROM outbox WHERE " + NO_DAY,
                "Outbox: what is noted for fact %s\", which is no day",
                problems);
        mentionTypes.check(problems);
        return problems.report();
    }

    private void addTimes(String column, Problems problems) throws SQLException {
        String sql = "SELECT id, " + column + " FROM facts WHERE " + column + " NOT GLOB " + PLAIN_TIME;
        jdbc.forEach(
                sql + (column.equals("timestamp") ? " OR timestamp IS NULL" : " AND " + column + " IS NOT NULL"),
                row -> {
                    String text = String.valueOf(row.getString(2));
                    try {
                        StoredTime.parse(text);
                    } catch (DateTimeParseException e) {
                        problems.add("Time: fact " + row.getLong(1) + " has the " + column + " \"" + text
                                + "\", which is no time");
                    }
                });
    }

    private void add(String sql, String sentence, Problems problems) throws SQLException {
        jdbc.forEach(sql, row -> problems.add(sentence.formatted(row.getString(1))));
    }

    /**
     * Deletes rows that mean nothing and can be made again: mentions, owners and keys of facts, and vectors made here of
     * facts, that do not exist; vectors made here that have a wrong size; notes that name no day. Repairs the types of mentions. Must be
     * called in a transaction.
     *
     * @return a sentence for each kind of row that was deleted or changed
     */
    public List<String> deleteWorthless() throws SQLException {
        List<String> done = new ArrayList<>();
        delete(
                "entity_mentions WHERE fact_id NOT IN (SELECT id FROM facts)",
                "mentions of facts that do not exist",
                done);
        delete("fact_owners WHERE fact_id NOT IN (SELECT id FROM facts)", "owners of facts that do not exist", done);
        delete("fact_keys WHERE fact_id NOT IN (SELECT id FROM facts)", "keys of facts that do not exist", done);
        delete(
                "fact_successors WHERE fact_id NOT IN (SELECT id FROM facts) OR successor_id NOT IN (SELECT id FROM facts)",
                "notes of what superseded facts that do not exist",
                done);
        delete("fact_vectors WHERE fact_id NOT IN (SELECT id FROM facts)", "vectors of facts that do not exist", done);
        delete("fact_vectors WHERE " + WRONG_SIZE, "vectors of a wrong size, which reembed makes again", done);
        delete("outbox WHERE " + NO_DAY, "notes for a daily log that named no day", done);
        done.addAll(mentionTypes.repair());
        return done;
    }

    private void delete(String rows, String what, List<String> done) throws SQLException {
        jdbc.update("DELETE FROM " + rows);
        // The driver's count includes the rows that triggers changed.
        long deleted = jdbc.number("SELECT changes()");
        if (deleted > 0) {
            done.add("Deleted " + deleted + " " + what + ".");
        }
    }
}
