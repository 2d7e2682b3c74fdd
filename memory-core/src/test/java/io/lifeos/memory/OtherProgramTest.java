package io.lifeos.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.testing.MemoryOracle;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Python program that this library succeeds issues these very statements, on a file that we created. */
class OtherProgramTest {

    @TempDir
    Path root;

    private MemoryStore memory;
    private Connection python;

    @BeforeEach
    void open() throws SQLException {
        memory = MemoryStore.open(root);
        python = DriverManager.getConnection("jdbc:sqlite:" + root.resolve("jarvis.db"));
        try (Statement statement = python.createStatement()) {
            statement.execute("PRAGMA journal_mode=WAL");
            statement.execute("PRAGMA foreign_keys=ON");
            statement.execute("PRAGMA synchronous=NORMAL");
            statement.execute("PRAGMA busy_timeout=5000");
        }
    }

    @AfterEach
    void close() throws SQLException {
        python.close();
        memory.close();
    }

    @Test
    void its_statements_work_and_both_see_the_facts_of_both() throws SQLException {
        memory.retain("KR8TIV sold by us")
                .happenedAt(Instant.parse("2026-01-25T15:07:40Z"))
                .confidence(0.9)
                .save();
        insertFactOfPython("KR8TIV sold by python", "2026-01-26 15:07:40.123456");

        assertThat(query(
                        "SELECT f.id, f.content, f.context, f.source, f.confidence, f.timestamp, bm25(facts_fts)"
                                + " FROM facts_fts fts JOIN facts f ON fts.rowid = f.id WHERE facts_fts MATCH ?"
                                + " AND f.confidence >= ? AND f.timestamp >= ? AND f.is_active = 1"
                                + " AND f.is_assistant_output = 0 ORDER BY bm25(facts_fts) LIMIT ?",
                        "kr8tiv",
                        0.5,
                        "2026-01-25 00:00:00",
                        10))
                .containsExactlyInAnyOrder("1", "2");
        assertThat(query(
                        "SELECT f.id, f.content, e.name FROM facts f JOIN entity_mentions em ON f.id = em.fact_id"
                                + " JOIN entities e ON em.entity_id = e.id WHERE e.name = ? AND f.is_active = 1"
                                + " ORDER BY f.timestamp DESC LIMIT ?",
                        "KR8TIV",
                        10))
                .containsExactly("2", "1");
        assertThat(memory.find(2).orElseThrow()).satisfies(fact -> {
            assertThat(fact.content()).isEqualTo("KR8TIV sold by python");
            assertThat(fact.happenedAt()).isEqualTo(Instant.parse("2026-01-26T15:07:40.123456Z"));
            assertThat(fact.entities()).containsExactly("KR8TIV");
            assertThat(fact.recordedAt()).isEmpty();
        });
        assertThat(MemoryOracle.rows(memory.database(), "SELECT rowid FROM facts_fts WHERE facts_fts MATCH 'sold'"))
                .containsExactly("1", "2");
        close();
        MemoryOracle.assertSound(root);
    }

    private void insertFactOfPython(String content, String timestamp) throws SQLException {
        update(
                "INSERT INTO facts (content, context, timestamp, source, confidence, is_assistant_output)"
                        + " VALUES (?, ?, ?, ?, ?, ?)",
                content,
                "trading",
                timestamp,
                "reflect_engine",
                0.8,
                0);
        long fact = Long.parseLong(query("SELECT last_insert_rowid()").get(0));
        List<String> entity = query("SELECT id, type FROM entities WHERE name = ?", "KR8TIV");
        assertThat(entity).hasSize(1);
        update(
                "INSERT INTO entity_mentions (fact_id, entity_id, mention_text) VALUES (?, ?, ?)",
                fact,
                entity.get(0),
                "KR8TIV");
    }

    @Test
    void it_adds_entities_users_and_preferences() throws SQLException {
        update(
                "INSERT INTO entities (name, type, created_at, updated_at) VALUES (?, ?, ?, ?)",
                "SOL",
                "token",
                "2026-01-25T15:07:40.123456",
                "2026-01-25T15:07:40.123456");
        assertThat(memory.retain("SOL by us").save().entities()).containsExactly("SOL");
        assertThat(query("SELECT COUNT(*) FROM entities")).containsExactly("1");

        update(
                "INSERT INTO user_identities (canonical_name, created_at, updated_at) VALUES (?, ?, ?)",
                "alice",
                "2026-01-25 15:07:40",
                "2026-01-25 15:07:40");
        update(
                "INSERT INTO preferences (user_id, category, preference_key, preference_value, confidence, evidence_count,"
                        + " created_at, updated_at) VALUES (?, ?, ?, ?, 0.5, 1, ?, ?)",
                1,
                "style",
                "tone",
                "dry",
                "2026-01-25 15:07:40",
                "2026-01-25 15:07:40");
    }

    @Test
    void it_links_facts_to_serial_and_uuid_ids() throws SQLException {
        memory.retain("one").save();
        memory.retain("two").save();
        String link = "INSERT OR REPLACE INTO fact_embeddings (fact_id, postgres_id) VALUES (?, ?)";
        update(link, 1, 41);
        update(link, 1, 42);
        update(link, 2, "9f1c2c5e-0000-4000-8000-000000000001");
        assertThat(query("SELECT COUNT(*) FROM fact_embeddings WHERE postgres_id IS NOT NULL"))
                .containsExactly("2");
        assertThat(query("SELECT postgres_id FROM fact_embeddings WHERE postgres_id IS NOT NULL"))
                .containsExactlyInAnyOrder("42", "9f1c2c5e-0000-4000-8000-000000000001");
        close();
        MemoryOracle.assertSound(root);
    }

    @Test
    void it_writes_beside_us_without_an_error_on_either_side() throws Exception {
        Thread thread = new Thread(() -> {
            for (int i = 0; i < 100; i++) {
                memory.retain("by us " + i).save();
            }
        });
        thread.start();
        for (int i = 0; i < 100; i++) {
            update(
                    "INSERT INTO facts (content, context, timestamp, source, confidence, is_assistant_output)"
                            + " VALUES (?, ?, ?, ?, ?, ?)",
                    "by python " + i,
                    "trading",
                    "2026-01-26 15:07:40",
                    "x_posting",
                    1.0,
                    0);
        }
        thread.join();
        assertThat(query("SELECT COUNT(*) FROM facts")).containsExactly("200");
        close();
        MemoryOracle.assertSound(root);
    }

    private void update(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = python.prepareStatement(sql)) {
            bind(statement, values);
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
    }

    private List<String> query(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = python.prepareStatement(sql)) {
            bind(statement, values);
            List<String> firstColumn = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    firstColumn.add(rows.getString(1));
                }
            }
            return firstColumn;
        }
    }

    private static void bind(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }
}
