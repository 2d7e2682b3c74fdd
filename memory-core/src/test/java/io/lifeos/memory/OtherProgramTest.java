package io.lifeos.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.testing.MemoryOracle;
import io.lifeos.memory.testing.PythonMemory;
import io.lifeos.memory.testing.PythonMemory.Shape;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The Python program that this library succeeds issues these very statements, on a file that we created, and on those that
 * we adopted.
 */
@ParameterizedClass
@MethodSource("origins")
class OtherProgramTest {

    @TempDir
    Path folder;

    private final Optional<Shape> origin;
    private Path root;
    private MemoryStore memory;
    private PythonMemory python;

    /** With the shape of an adopted file, or none if we created it. */
    OtherProgramTest(Optional<Shape> origin) {
        this.origin = origin;
    }

    static Stream<Optional<Shape>> origins() {
        return Stream.concat(
                Stream.of(Optional.empty()), Stream.of(Shape.values()).map(Optional::of));
    }

    @BeforeEach
    void open() throws Exception {
        root = folder.resolve("root");
        if (origin.isPresent()) {
            PythonMemory.create(root, origin.get());
        }
        memory = MemoryStore.open(root);
        python = PythonMemory.open(root);
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
        python.mention(python.retain("KR8TIV sold by python", "2026-01-26 15:07:40.123456"), "KR8TIV", "token");

        assertThat(python.query("SELECT name FROM entities")).containsExactly("KR8TIV");
        assertThat(python.search("kr8tiv")).containsExactlyInAnyOrder("1", "2");
        assertThat(python.query(
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

    @Test
    void it_adds_entities_users_and_preferences() throws SQLException {
        python.execute(
                "INSERT INTO entities (name, type, created_at, updated_at) VALUES (?, ?, ?, ?)",
                "SOL",
                "token",
                "2026-01-25T15:07:40.123456",
                "2026-01-25T15:07:40.123456");
        assertThat(memory.retain("SOL by us").save().entities()).containsExactly("SOL");
        assertThat(python.query("SELECT COUNT(*) FROM entities")).containsExactly("1");

        python.execute(
                "INSERT INTO user_identities (canonical_name, created_at, updated_at) VALUES (?, ?, ?)",
                "alice",
                "2026-01-25 15:07:40",
                "2026-01-25 15:07:40");
        python.execute(
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
        python.link(1, 41);
        python.link(1, 42);
        python.link(2, "9f1c2c5e-0000-4000-8000-000000000001");
        assertThat(python.query("SELECT COUNT(*) FROM fact_embeddings WHERE postgres_id IS NOT NULL"))
                .containsExactly("2");
        assertThat(python.query("SELECT postgres_id FROM fact_embeddings WHERE postgres_id IS NOT NULL"))
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
            python.retain("by python " + i, "2026-01-26 15:07:40");
        }
        thread.join();
        assertThat(python.query("SELECT COUNT(*) FROM facts")).containsExactly("200");
        close();
        MemoryOracle.assertSound(root);
    }
}
