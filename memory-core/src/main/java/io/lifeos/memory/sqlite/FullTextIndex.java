package io.lifeos.memory.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import org.sqlite.SQLiteErrorCode;

/**
 * Which facts hold which term: the full-text index of a file, read as lists. Bound to a connection, and to be used within one
 * {@linkplain DatabaseManager#read read} only.
 */
public final class FullTextIndex {

    private final Connection connection;

    /**
     * Binds the index to a connection.
     *
     * @param connection the connection that a read gives
     */
    public FullTextIndex(Connection connection) {
        this.connection = connection;
    }

    /**
     * The views of the index are tables of the connection; only the schema "temp" can name another one's index. A damaged
     * file can be opened without them, so that its damage can be looked at; a question then meets the same damage.
     */
    static void prepare(Connection reader) throws SQLException {
        try (Statement statement = reader.createStatement()) {
            statement.execute("CREATE VIRTUAL TABLE temp.facts_terms USING fts5vocab (main, facts_fts, row)");
            statement.execute(
                    "CREATE VIRTUAL TABLE temp.facts_occurrences USING fts5vocab (main, facts_fts, instance)");
        } catch (SQLException e) {
            if (SqliteErrors.primaryCode(e) != SQLiteErrorCode.SQLITE_CORRUPT) {
                throw e;
            }
        }
    }

    /**
     * Counts the facts that hold a term, forgotten ones included.
     *
     * @param term a term, as {@link Tokenizer} gives it
     * @return how many facts there are
     * @throws SQLException if SQLite refuses the statement
     */
    public long frequency(String term) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT doc FROM temp.facts_terms WHERE term = ?")) {
            select.setString(1, term);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    /**
     * Finds the facts that hold a term.
     *
     * @param term a term, as {@link Tokenizer} gives it
     * @param limit how many occurrences to read at most
     * @return the facts, and how often each holds it
     * @throws SQLException if SQLite refuses the statement
     */
    public Occurrences occurrences(String term, int limit) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT doc FROM temp.facts_occurrences WHERE term = ? LIMIT ?")) {
            select.setString(1, term);
            select.setInt(2, limit);
            try (ResultSet rows = select.executeQuery()) {
                return counted(rows);
            }
        }
    }

    private static Occurrences counted(ResultSet rows) throws SQLException {
        long[] factIds = new long[64];
        int[] counts = new int[64];
        int size = 0;
        while (rows.next()) {
            long factId = rows.getLong(1);
            if (size > 0 && factIds[size - 1] == factId) {
                counts[size - 1]++;
                continue;
            }
            if (size == factIds.length) {
                factIds = Arrays.copyOf(factIds, 2 * size);
                counts = Arrays.copyOf(counts, 2 * size);
            }
            factIds[size] = factId;
            counts[size++] = 1;
        }
        return new Occurrences(Arrays.copyOf(factIds, size), Arrays.copyOf(counts, size));
    }

    /**
     * Finds the latest facts, by id, that hold a word.
     *
     * @param word a word of letters and digits
     * @param limit how many facts at most
     * @return the facts, each as if it held the word once
     * @throws SQLException if SQLite refuses the statement
     */
    public Occurrences latest(String word, int limit) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT rowid FROM (SELECT rowid FROM facts_fts WHERE facts_fts MATCH ? ORDER BY rowid DESC LIMIT ?)"
                        + " ORDER BY rowid")) {
            select.setString(1, '"' + word + '"');
            select.setInt(2, limit);
            try (ResultSet rows = select.executeQuery()) {
                return counted(rows);
            }
        }
    }

    /**
     * Says how many facts there are at most: ids are given in order.
     *
     * @return the highest id of a fact
     * @throws SQLException if SQLite refuses the statement
     */
    public long highestId() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT max(id) FROM facts")) {
            row.next();
            return row.getLong(1);
        }
    }

    /**
     * The facts that hold a term.
     *
     * @param factIds their ids, in ascending order
     * @param counts how often each holds it, in the same order
     */
    @SuppressWarnings("ArrayRecordComponent") // Tens of thousands for one question; never compared.
    public record Occurrences(long[] factIds, int[] counts) {

        /**
         * How often a fact holds the term.
         *
         * @param factId the fact's id
         * @return the number of occurrences, 0 if there is none
         */
        public int in(long factId) {
            int at = Arrays.binarySearch(factIds, factId);
            return at < 0 ? 0 : counts[at];
        }
    }
}
