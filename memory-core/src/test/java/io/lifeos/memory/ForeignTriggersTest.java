package io.lifeos.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lifeos.memory.fact.IncompatibleStoreException;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.report.CopyReport;
import io.lifeos.memory.testing.PythonMemory;
import io.lifeos.memory.testing.PythonMemory.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What another program put on the tables of a memory, and what would run with its statements. */
class ForeignTriggersTest {

    private static final String DELETES_ALL =
            "CREATE TRIGGER ev AFTER INSERT ON facts BEGIN DELETE FROM facts WHERE id <> new.id; END";

    @TempDir
    Path folder;

    private Path root;

    @BeforeEach
    void twenty_facts() {
        root = folder.resolve("root");
        try (MemoryStore memory = MemoryStore.open(root)) {
            for (int i = 0; i < 20; i++) {
                memory.retain("fact number " + i).save();
            }
        }
    }

    @Test
    void a_trigger_that_deletes_facts_does_not_run_without_the_owners_word() throws Exception {
        execute(DELETES_ALL);
        byte[] before = Files.readAllBytes(root.resolve("jarvis.db"));

        assertThatThrownBy(() -> MemoryStore.open(root))
                .isInstanceOf(StoreException.class)
                .hasMessageContainingAll("the trigger ev of facts", "DROP TRIGGER \"ev\"", "--allow-foreign-triggers");

        assertThat(root.resolve("jarvis.db")).hasBinaryContent(before);
        try (MemoryStore memory = MemoryStore.openReadOnly(root)) {
            assertThat(memory.count()).isEqualTo(20);
            assertThat(memory.checkIntegrity().problems())
                    .singleElement()
                    .asString()
                    .contains("the trigger ev of facts");
        }
        execute("DROP TRIGGER \"ev\"");
        assertRetains();
    }

    @Test
    void nor_does_one_in_a_memory_of_the_python_program_which_is_then_not_adopted() throws Exception {
        root = PythonMemory.createWithOddities(folder.resolve("python"), Shape.FIFTH);
        execute("CREATE TRIGGER ev AFTER INSERT ON entity_mentions BEGIN UPDATE facts SET content = 'owned'; END");

        assertThatThrownBy(() -> MemoryStore.open(root)).hasMessageContaining("the trigger ev of entity_mentions");

        assertThat(folder.resolve("python"))
                .isDirectoryNotContaining(path -> path.toString().contains("before-adoption"))
                .isDirectoryNotContaining(path -> path.endsWith("bank"));
        try (MemoryStore memory = MemoryStore.openReadOnly(root)) {
            assertThat(memory.checkIntegrity().problems())
                    .anyMatch(problem -> problem.contains("the trigger ev of entity_mentions"));
        }
        execute("DROP TRIGGER ev");
        assertRetains();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CREATE TRIGGER t BEFORE DELETE ON FACTS_fts_docsize BEGIN SELECT 1; END | trigger t of FACTS_fts_docsize",
                "CREATE TRIGGER \"od\"\"d\" AFTER INSERT ON outbox BEGIN SELECT 1; END | DROP TRIGGER \"od\"\"d\"",
                "CREATE UNIQUE INDEX u ON facts (source) | the index u of facts",
                "CREATE INDEX e ON facts (hex(zeroblob(9))) | the index e of facts",
                "CREATE INDEX p ON facts (id) WHERE length(hex(zeroblob(9))) > 7 | the index p of facts",
                "DROP INDEX idx_fact_embeddings_row; CREATE UNIQUE INDEX idx_fact_embeddings_row ON fact_embeddings"
                        + " (source_id) | the index idx_fact_embeddings_row of fact_embeddings",
                "ALTER TABLE facts ADD COLUMN g TEXT AS (hex(zeroblob(9))) | the generated column g of facts",
                "DROP TABLE outbox; CREATE TABLE outbox (day TEXT NOT NULL UNIQUE ON CONFLICT REPLACE, fact_id, changes)"
                        + " | the constraint UNIQUE (day) of outbox",
                "DROP TABLE outbox; CREATE TABLE outbox (day TEXT NOT NULL ON CONFLICT IGNORE, fact_id, changes)"
                        + " | the constraint on conflict ignore of outbox"
            })
    void each_kind_of_thing_that_would_run_is_named(String sql, String name) throws Exception {
        execute(sql);
        assertThatThrownBy(() -> MemoryStore.open(root)).hasMessageContaining(name.strip());
    }

    @Test
    void a_trigger_of_another_body_under_one_of_our_names_is_not_ours() throws Exception {
        execute("DROP TRIGGER facts_ai", DELETES_ALL.replace(" ev ", " facts_ai "));
        assertThatThrownBy(() -> MemoryStore.open(root)).hasMessageContaining("the trigger facts_ai of facts");
    }

    @Test
    void our_own_are_known_in_any_spelling() throws Exception {
        execute(
                "DROP TRIGGER facts_ai",
                "CREATE TRIGGER IF NOT EXISTS \"facts_ai\" /* as before */ after insert on [facts] begin\n"
                        + "\tINSERT INTO facts_fts(rowid, content, context)\n\tVALUES(new.id, new.content, new.context); -- so\nend");
        assertRetains();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE INDEX plain ON facts (session_id, confidence)",
                "CREATE VIEW recent AS SELECT upper(content) FROM facts",
                "CREATE TABLE notes (a UNIQUE ON CONFLICT REPLACE, b AS (hex(a)));"
                        + " CREATE TRIGGER n AFTER INSERT ON notes BEGIN DELETE FROM notes WHERE a = 1; END"
            })
    void what_never_runs_with_our_statements_is_welcome(String sql) throws Exception {
        execute(sql);
        assertRetains();
    }

    @Test
    void a_view_in_the_place_of_a_table_is_no_memory() throws Exception {
        execute("DROP TABLE sessions", "CREATE VIEW sessions AS SELECT 1 AS id");
        for (boolean allowed : List.of(true, false)) {
            MemoryStoreBuilder builder = MemoryStore.builder().root(root).allowForeignTriggers(allowed);
            assertThatThrownBy(builder::open)
                    .isInstanceOf(IncompatibleStoreException.class)
                    .hasMessageContaining("in the place of the table sessions");
            assertThatThrownBy(builder::openReadOnly).isInstanceOf(IncompatibleStoreException.class);
        }
    }

    @Test
    void a_generated_column_is_not_even_read_without_the_owners_word() throws Exception {
        execute("ALTER TABLE facts ADD COLUMN g TEXT AS (upper(content))");
        assertThatThrownBy(() -> MemoryStore.openReadOnly(root))
                .hasMessageContaining("ALTER TABLE \"facts\" DROP COLUMN \"g\"");
        execute("ALTER TABLE \"facts\" DROP COLUMN \"g\"");
        assertRetains();
    }

    @Test
    void the_owners_word_lets_a_trigger_run_and_a_check_call_the_memory_sound() throws Exception {
        execute(
                "CREATE TABLE seen (id)",
                "CREATE TRIGGER t AFTER INSERT ON facts BEGIN INSERT INTO seen VALUES (new.id); END");
        try (MemoryStore memory =
                MemoryStore.builder().root(root).allowForeignTriggers(true).open()) {
            memory.retain("seen").save();
            assertThat(memory.checkIntegrity().problems()).isEmpty();
        }
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeQuery("SELECT id FROM seen").getLong(1)).isEqualTo(21);
        }
    }

    @Test
    void a_backup_with_one_is_restored_and_does_not_run_it() throws Exception {
        execute(DELETES_ALL);
        Path backup = folder.resolve("backup.zip");
        try (MemoryStore memory = MemoryStore.openReadOnly(root)) {
            memory.backup(backup);
        }
        CopyReport restored = MemoryStore.restore(backup, folder.resolve("restored"));
        assertThat(restored.warnings()).singleElement().asString().contains("trigger");
        root = restored.path();
        assertThatThrownBy(() -> MemoryStore.open(root)).hasMessageContaining("the trigger ev of facts");
        execute("DROP TRIGGER ev");
        assertRetains();
    }

    private void assertRetains() {
        try (MemoryStore memory = MemoryStore.open(root)) {
            long before = memory.count();
            memory.retain("one more").save();
            assertThat(memory.count()).isEqualTo(before + 1);
        }
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                for (String part : sql.split(";\\s+(?=CREATE)", -1)) {
                    statement.executeUpdate(part);
                }
            }
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + root.resolve("jarvis.db"));
    }
}
