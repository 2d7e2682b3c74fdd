package io.lifeos.memory.sqlite.table;

import io.lifeos.memory.jdbc.Jdbc;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * The full-text index of a file, read as lists of the facts that hold a term. Bound to a connection, and to be used within
 * one {@linkplain io.lifeos.memory.database.DatabaseManager#read read} only.
 */
public final class FullTextIndex {

    private final Jdbc jdbc;

    /**
     * Binds the index to a connection.
     *
     * @param connection the connection that a read gives
     */
    public FullTextIndex(Connection connection) {
        this.jdbc = new Jdbc(connection);
    }

    /**
     * Makes the views of the index. They are tables of the connection, as only the schema "temp" can name another one's index.
     *
     * @param reader a new connection
     * @throws SQLException if SQLite refuses, as it does if the index is damaged
     */
    public static void prepare(Connection reader) throws SQLException {
        Jdbc jdbc = new Jdbc(reader);
        jdbc.execute("CREATE VIRTUAL TABLE temp.facts_terms USING fts5vocab (main, facts_fts, row)");
        jdbc.execute("CREATE VIRTUAL TABLE temp.facts_occurrences USING fts5vocab (main, facts_fts, instance)");
    }

    /**
     * Compares the index with the facts. Must be called in a transaction, as SQLite counts it as a write; changes nothing.
     *
     * @throws SQLException if the index is not in step, with SQLite's code for a damaged file; or if SQLite refuses
     */
    public void verify() throws SQLException {
        // Only rank 1 compares the index with the facts; the plain form calls a stale index sound.
        jdbc.execute("INSERT INTO facts_fts (facts_fts, rank) VALUES ('integrity-check', 1)");
    }

    /** Tells whether the index lacks facts, by their number, as that takes a moment even among a million. */
    public boolean lacksFacts() throws SQLException {
        return jdbc.number("SELECT count(*) FROM facts_fts_docsize") < jdbc.number("SELECT count(*) FROM facts");
    }

    /** Tells whether the index holds nothing although there are facts. */
    public boolean isEmptyBesideFacts() throws SQLException {
        return !jdbc.exists("SELECT 1 FROM facts_fts_docsize") && jdbc.exists("SELECT 1 FROM facts");
    }

    /** Rebuilds the index from the facts. Must be called in a transaction. */
    public void rebuild() throws SQLException {
        jdbc.execute("INSERT INTO facts_fts (facts_fts) VALUES ('rebuild')");
    }

    /**
     * Begins to merge all parts of the index into one, in which deleted words leave nothing. Must be called in a transaction;
     * {@link #mergeOn} goes on. SQLite does nothing if there is but one part, even if that holds deleted words, so a fact is
     * taken out and put back, which makes a second.
     *
     * @param pages the number of pages to write at most
     */
    public void beginMerge(int pages) throws SQLException {
        String row = " id, content, context FROM facts WHERE id = (SELECT max(id) FROM facts)";
        jdbc.update("INSERT INTO facts_fts (facts_fts, rowid, content, context) SELECT 'delete'," + row);
        jdbc.update("INSERT INTO facts_fts (rowid, content, context) SELECT" + row);
        jdbc.update("INSERT INTO facts_fts (facts_fts, rank) VALUES ('merge', ?)", -pages);
    }

    /**
     * Goes on merging. Must be called in a transaction.
     *
     * @param pages the number of pages to write at most
     * @return false if there was nothing left to do
     */
    public boolean mergeOn(int pages) throws SQLException {
        long before = jdbc.number("SELECT total_changes()");
        jdbc.update("INSERT INTO facts_fts (facts_fts, rank) VALUES ('merge', ?)", pages);
        return jdbc.number("SELECT total_changes()") - before >= 2;
    }

    /** Empties the index if there are no facts, as a merge keeps what was deleted last. Must be called in a transaction. */
    public void deleteAllWithoutFacts() throws SQLException {
        if (!jdbc.exists("SELECT 1 FROM facts")) {
            jdbc.execute("INSERT INTO facts_fts (facts_fts) VALUES ('delete-all')");
        }
    }

    /**
     * Counts the facts that hold a term, forgotten ones included.
     *
     * @param term a term, as {@link io.lifeos.memory.sqlite.Tokenizer} gives it
     * @return the number of facts
     */
    public long frequency(String term) throws SQLException {
        return jdbc.first("SELECT doc FROM temp.facts_terms WHERE term = ?", row -> row.getLong(1), term)
                .orElse(0L);
    }

    /**
     * Finds the facts that hold a term.
     *
     * @param term a term, as {@link io.lifeos.memory.sqlite.Tokenizer} gives it
     * @param limit the number of occurrences to read at most
     * @return the facts, each with the number of its occurrences
     */
    public Occurrences occurrences(String term, int limit) throws SQLException {
        return counted("SELECT doc FROM temp.facts_occurrences WHERE term = ? LIMIT ?", term, limit);
    }

    private Occurrences counted(String sql, String term, int limit) throws SQLException {
        Counter counter = new Counter();
        jdbc.forEach(sql, row -> counter.add(row.getLong(1)), term, limit);
        return counter.occurrences();
    }

    /**
     * Finds the latest facts, by id, that hold a word.
     *
     * @param word a word of letters and digits
     * @param limit the number of facts to find at most
     * @return the facts, each as if it held the word once
     */
    public Occurrences latest(String word, int limit) throws SQLException {
        return counted(
                "SELECT rowid FROM (SELECT rowid FROM facts_fts WHERE facts_fts MATCH ? ORDER BY rowid DESC LIMIT ?)"
                        + " ORDER BY rowid",
                '"' + word + '"',
                limit);
    }

    /**
     * Reads what the index holds of some facts, as text.
     *
     * @param factIds the facts
     * @return the texts of those that are there, by id
     */
    public Map<Long, String> texts(Collection<Long> factIds) throws SQLException {
        Map<Long, String> texts = new HashMap<>();
        jdbc.forEach(
                "SELECT id, coalesce(content, '') || char(10) || coalesce(context, '') FROM facts"
                        + " WHERE id IN (SELECT value FROM json_each(?))",
                row -> texts.put(row.getLong(1), row.getString(2)),
                Jdbc.ids(factIds));
        return texts;
    }

    /**
     * Returns an upper bound on the number of facts, as ids are given in order.
     *
     * @return the highest id of a fact
     */
    public long highestId() throws SQLException {
        return jdbc.number("SELECT max(id) FROM facts");
    }

    /** Counts the occurrences of each fact, in arrays, as there are tens of thousands for one question. */
    private static final class Counter {

        private long[] factIds = new long[64];
        private int[] counts = new int[64];
        private int size;

        void add(long factId) {
            if (size > 0 && factIds[size - 1] == factId) {
                counts[size - 1]++;
                return;
            }
            if (size == factIds.length) {
                factIds = Arrays.copyOf(factIds, 2 * size);
                counts = Arrays.copyOf(counts, 2 * size);
            }
            factIds[size] = factId;
            counts[size++] = 1;
        }

        Occurrences occurrences() {
            return new Occurrences(Arrays.copyOf(factIds, size), Arrays.copyOf(counts, size));
        }
    }

    /**
     * The facts that hold a term.
     *
     * @param factIds their ids, in ascending order
     * @param counts the number of occurrences in each, in the same order
     */
    @SuppressWarnings("ArrayRecordComponent") // Tens of thousands for one question; never compared.
    public record Occurrences(long[] factIds, int[] counts) {

        /** No fact. */
        public static final Occurrences NONE = new Occurrences(new long[0], new int[0]);

        /**
         * Returns facts as if each held the term once.
         *
         * @param factIds their ids, in ascending order
         * @return the occurrences
         */
        public static Occurrences once(long[] factIds) {
            int[] counts = new int[factIds.length];
            Arrays.fill(counts, 1);
            return new Occurrences(factIds, counts);
        }

        /** {@return the number of times that all facts together hold the term} */
        public long total() {
            return Arrays.stream(counts).asLongStream().sum();
        }

        /**
         * Returns the number of times that a fact holds the term.
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
