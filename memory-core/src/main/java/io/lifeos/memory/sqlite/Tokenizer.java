package io.lifeos.memory.sqlite;

import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.jdbc.Jdbc;
import io.lifeos.memory.jdbc.RowConsumer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Turns words into the terms that the full-text index holds: SQLite itself does so, in a small database in memory with the
 * same rules. Safe for use by several threads.
 */
public final class Tokenizer implements AutoCloseable {

    private final Connection connection;
    private final Jdbc jdbc;

    /**
     * Opens a database in memory.
     *
     * @throws StoreException if SQLite cannot be loaded
     */
    public Tokenizer() {
        try {
            connection = ScratchDatabase.inMemory();
            jdbc = new Jdbc(connection);
            jdbc.execute("CREATE VIRTUAL TABLE words USING fts5 (word, tokenize = 'porter unicode61')");
            jdbc.execute("CREATE VIRTUAL TABLE temp.terms USING fts5vocab (main, words, instance)");
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /**
     * Finds the terms of words.
     *
     * @param words the words
     * @return the terms in the order of the words, each with the first word that it was made of; a word may give none
     * @throws StoreException if SQLite fails, or this is closed
     */
    public synchronized Map<String, String> terms(List<String> words) {
        Map<Long, String> numbered = new LinkedHashMap<>();
        words.forEach(word -> numbered.put((long) numbered.size(), word));
        Map<String, String> terms = new LinkedHashMap<>();
        takeApart(
                numbered,
                "SELECT doc, term FROM temp.terms ORDER BY doc, offset",
                row -> terms.putIfAbsent(row.getString(2), words.get(row.getInt(1))));
        return terms;
    }

    /**
     * Finds out which of some terms stand in texts.
     *
     * @param terms the terms, as {@link #terms} gives them
     * @param texts the texts, each under a number of its own
     * @return the terms that stand in each text, by its number; nothing for a text with none
     * @throws StoreException if SQLite fails, or this is closed
     */
    public synchronized Map<Long, Set<String>> termsAmong(List<String> terms, Map<Long, String> texts) {
        Map<Long, Set<String>> found = new HashMap<>();
        takeApart(
                texts,
                "SELECT doc, term FROM temp.terms WHERE term IN ("
                        + String.join(", ", Collections.nCopies(terms.size(), "?")) + ")",
                row -> found.computeIfAbsent(row.getLong(1), text -> new HashSet<>())
                        .add(row.getString(2)),
                terms.toArray());
        return found;
    }

    private void takeApart(Map<Long, String> texts, String sql, RowConsumer consumer, Object... parameters) {
        try {
            jdbc.execute("BEGIN");
            try {
                jdbc.batch("INSERT INTO words (rowid, word) VALUES (?, ?)", texts.entrySet(), text ->
                        new Object[] {text.getKey(), text.getValue()});
                jdbc.forEach(sql, consumer, parameters);
            } finally {
                jdbc.execute("ROLLBACK");
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private static StoreException failed(SQLException e) {
        return new StoreException(
                "SQLite could not take a question apart; no file is concerned; try again (" + e.getMessage() + ").", e);
    }

    /** Closes the database in memory; a second call does nothing. */
    @Override
    public synchronized void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failed(e);
        }
    }
}
