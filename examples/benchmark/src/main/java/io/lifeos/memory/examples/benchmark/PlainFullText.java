package io.lifeos.memory.examples.benchmark;

import io.lifeos.memory.MemoryStore;
import java.sql.PreparedStatement;
import java.sql.ResultSet;

/** SQLite's full-text search by itself, with all words of a question. */
final class PlainFullText {

    private final MemoryStore memory;

    PlainFullText(MemoryStore memory) {
        this.memory = memory;
    }

    int count(String question, int limit) {
        String anyWord = "\"" + question.replace(" ", "\" OR \"") + "\"";
        return memory.database().read(connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement("SELECT f.id, f.content FROM facts_fts x JOIN facts f ON f.id = x.rowid"
                            + " WHERE facts_fts MATCH ? AND f.is_active = 1 AND f.is_assistant_output = 0"
                            + " ORDER BY bm25(facts_fts) LIMIT ?")) {
                select.setString(1, anyWord);
                select.setInt(2, limit);
                try (ResultSet rows = select.executeQuery()) {
                    int count = 0;
                    while (rows.next()) {
                        count++;
                    }
                    return count;
                }
            }
        });
    }
}
