package io.lifeos.memory.sqlite;

import io.lifeos.memory.fact.StoreException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes of words the terms that the full-text index holds: SQLite itself does it, in a small database in memory with the same
 * rules. Safe for use by several threads.
 */
public final class Tokenizer implements AutoCloseable {

    private final Connection connection;

    /**
     * Opens a database in memory.
     *
     * @throws StoreException if SQLite cannot be loaded
     */
    public Tokenizer() {
        try {
            connection = DriverManager.getConnection("jdbc:sqlite::memory:");
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE VIRTUAL TABLE words USING fts5 (word, tokenize = 'porter unicode61')");
                statement.execute("CREATE VIRTUAL TABLE temp.terms USING fts5vocab (main, words, instance)");
            }
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
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN");
            try {
                insert(words);
                Map<String, String> terms = new LinkedHashMap<>();
                try (ResultSet rows = statement.executeQuery("SELECT doc, term FROM temp.terms ORDER BY doc, offset")) {
                    while (rows.next()) {
                        terms.putIfAbsent(rows.getString(2), words.get(rows.getInt(1)));
                    }
                }
                return terms;
            } finally {
                statement.execute("ROLLBACK");
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private void insert(List<String> words) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO words (rowid, word) VALUES (?, ?)")) {
            for (int i = 0; i < words.size(); i++) {
                insert.setInt(1, i);
                insert.setString(2, words.get(i));
                insert.addBatch();
            }
            insert.executeBatch();
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
