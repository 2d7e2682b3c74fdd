package io.lifeos.memory;

import io.lifeos.memory.recall.RecallResult;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An empty memory to recall from. */
abstract class RecallFixture extends MemoryFixture {

    static final Instant NOW = Instant.parse("2026-01-25T15:07:40.123456Z");

    RecallFixture() {
        super(NOW);
    }

    /** A table of the numbers from 1, with the column {@code value}. */
    static String numbers(int last) {
        return "(WITH RECURSIVE n (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < " + last
                + ") SELECT value FROM n)";
    }

    static List<String> contents(RecallResult result) {
        return result.hits().stream().map(hit -> hit.fact().content()).toList();
    }

    void insert(@Nullable String timestamp, String content, @Nullable String session) {
        memory.database().transaction(connection -> {
            try (var statement = connection.prepareStatement(
                    "INSERT INTO facts (timestamp, content, session_id) VALUES (?, ?, ?)")) {
                statement.setString(1, timestamp);
                statement.setString(2, content);
                statement.setString(3, session);
                return statement.executeUpdate();
            }
        });
    }
}
