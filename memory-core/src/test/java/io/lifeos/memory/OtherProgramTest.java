package io.lifeos.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.Owner;
import io.lifeos.memory.preference.Preference;
import io.lifeos.memory.preference.Preferences;
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
    void preferences_of_either_program_are_the_same_rows_for_both() throws SQLException {
        String read = "SELECT category || '/' || preference_key || '=' || preference_value || ' ' || confidence || ' '"
                + " || evidence_count FROM preferences WHERE user_id = ? ORDER BY updated_at DESC";
        python.execute(
                "INSERT INTO user_identities (canonical_name, created_at, updated_at) VALUES (?, ?, ?)",
                "alice",
                "2026-01-25 15:07:40",
                "2026-01-25 15:07:40");
        String user = python.query("SELECT id FROM user_identities WHERE canonical_name = ?", "alice")
                .get(0);
        python.execute(
                "INSERT INTO preferences (user_id, category, preference_key, preference_value, confidence, evidence_count,"
                        + " created_at, updated_at) VALUES (?, ?, ?, ?, 0.5, 1, ?, ?)",
                user,
                "general",
                "tone",
                "dry",
                "2026-01-25T15:07:40.123456",
                "2026-01-25 15:07:40");

        Preferences alices = memory.preferences(Owner.user("alice"));
        assertThat(alices.list())
                .containsExactly(Preference.of(
                        Owner.user("alice"),
                        "general",
                        "tone",
                        "dry",
                        0.5,
                        1,
                        Optional.of(Instant.parse("2026-01-25T15:07:40.123456Z")),
                        Optional.of(Instant.parse("2026-01-25T15:07:40Z"))));
        alices.prefer("general", "tone", "dry");
        assertThat(python.query(read, user)).containsExactly("general/tone=dry 0.6 2");

        python.execute(
                "UPDATE preferences SET preference_value = ?, confidence = ?, evidence_count = ?, updated_at = ?"
                        + " WHERE id = ?",
                "warm",
                0.45,
                3,
                "2026-01-26 15:07:40.123456",
                1);
        alices.prefer("general", "tone", "dry");
        assertThat(python.query(read, user)).containsExactly("general/tone=dry 0.3 4");

        memory.preferences(Owner.user("bob")).prefer("food", "drink", "tea");
        String bob = python.query("SELECT id FROM user_identities WHERE canonical_name = ?", "bob")
                .get(0);
        assertThat(python.query(read, bob)).containsExactly("food/drink=tea 0.5 1");
        close();
        MemoryOracle.assertSound(root);
    }

    @Test
    void preferences_without_what_the_other_program_may_leave_out_are_read() throws SQLException {
        python.execute("INSERT INTO user_identities (canonical_name) VALUES ('alice')");
        python.execute("INSERT INTO preferences (user_id, category, preference_key, preference_value, confidence,"
                + " evidence_count, created_at, updated_at) VALUES (1, 'a', 'b', 'c', NULL, NULL, NULL, 'yesterday')");
        assertThat(memory.preferences(Owner.user("alice")).list())
                .containsExactly(
                        Preference.of(Owner.user("alice"), "a", "b", "c", 0.5, 1, Optional.empty(), Optional.empty()));
    }

    @Test
    void a_session_keeps_what_the_other_program_noted_of_it_and_a_new_one_is_there_for_both() throws SQLException {
        Owner alice = Owner.user("alice");
        String read = "SELECT id || ' ' || user_id || ' ' || platform || ' ' || coalesce(context, '-') || ' '"
                + " || started_at || ' ' || last_active FROM sessions ORDER BY id";
        python.execute("INSERT INTO user_identities (canonical_name) VALUES ('alice')");
        python.execute(
                "INSERT INTO sessions (id, user_id, platform, context, started_at, last_active) VALUES"
                        + " (?, ?, ?, ?, ?, ?)",
                "telegram:1",
                1,
                "telegram",
                "{}",
                "2026-01-25T15:07:40.123456",
                "2026-01-25T15:07:40.123456");
        Instant noon = Instant.parse("2026-01-24T12:00:00Z");
        memory.retain("earlier")
                .owner(alice)
                .session("telegram:1")
                .happenedAt(noon)
                .save();
        assertThat(python.query(read))
                .containsExactly("telegram:1 1 telegram {} 2026-01-25T15:07:40.123456 2026-01-25T15:07:40.123456");
        memory.retain("later")
                .owner(alice)
                .session("telegram:1")
                .happenedAt(noon.plusSeconds(172_800))
                .save();
        memory.retain("by another")
                .owner(Owner.user("bob"))
                .session("telegram:1")
                .save();
        memory.retain("ours").owner(alice).session("web").happenedAt(noon).save();
        memory.retain("of nobody").session("quiet").save();
        assertThat(python.query(read))
                .containsExactly(
                        "telegram:1 1 telegram {} 2026-01-25T15:07:40.123456 2026-01-26 12:00:00.000000",
                        "web 1 system - 2026-01-24 12:00:00.000000 2026-01-24 12:00:00.000000");
        python.execute(
                "UPDATE sessions SET context = ?, last_active = ? WHERE id = ?", "{}", "2026-02-01 12:00:00", "web");
        assertThat(memory.sessions())
                .extracting(session -> session.key() + " " + session.facts())
                .containsExactlyInAnyOrder("telegram:1 3", "web 1", "quiet 1");
        close();
        MemoryOracle.assertSound(root);
    }

    @Test
    void a_revised_fact_that_keeps_its_time_keeps_that_of_its_session() throws SQLException {
        Fact fact = memory.retain("long ago")
                .owner(Owner.user("alice"))
                .session("web")
                .happenedAt(Instant.parse("2020-01-24T12:00:00Z"))
                .save();
        memory.revise(fact.id()).content("very long ago").save();
        assertThat(python.query("SELECT started_at || ' ' || last_active FROM sessions"))
                .containsExactly("2020-01-24 12:00:00.000000 2020-01-24 12:00:00.000000");
        memory.revise(fact.id()).session("mail").save();
        assertThat(python.query("SELECT last_active FROM sessions WHERE id = 'mail'"))
                .containsExactly("2020-01-24 12:00:00.000000");
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
