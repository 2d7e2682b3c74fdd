package io.lifeos.memory.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.Owner;
import io.lifeos.memory.jdbc.Jdbc;
import io.lifeos.memory.sqlite.table.LinkRow;
import io.lifeos.memory.sqlite.table.LinkTable;
import io.lifeos.memory.testing.ChildJvm;
import io.lifeos.memory.testing.EarlierFile;
import io.lifeos.memory.testing.MemoryOracle;
import io.lifeos.memory.testing.PythonMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A file of version 5 has neither owners of facts nor the version of the rules by which a row became a fact; one of version 6
 * lacks what facts are superseded, expire and are erased by.
 */
class EarlierVersionTest {

    private static final Owner ANN = Owner.user("ann");

    private static final List<String> WHAT_IT_HOLDS = List.of(
            "SELECT id, content, context, timestamp, source, confidence, is_active, is_assistant_output, user_id,"
                    + " session_id, metadata, recorded_at FROM facts",
            "SELECT * FROM entity_mentions",
            "SELECT * FROM user_identities",
            "SELECT id, fact_id, source_id, postgres_memory_id, quote(row_hash), stale FROM fact_embeddings",
            "SELECT sql FROM sqlite_schema WHERE tbl_name NOT IN ('facts', 'fact_embeddings', 'migration_sources',"
                    + " 'fact_owners', 'fact_keys', 'fact_successors', 'erased_rows', 'erased_facts', 'memory_properties')");

    @TempDir
    Path folder;

    private Path root;

    @BeforeEach
    void make_a_file_of_version_5() throws SQLException {
        root = folder.resolve("root");
        try (MemoryStore memory = MemoryStore.open(root)) {
            memory.retain("Ann likes tea").save();
            memory.retain("Bob likes tea").save();
            memory.database().write(connection -> {
                Jdbc jdbc = new Jdbc(connection);
                jdbc.update("INSERT INTO user_identities (id, canonical_name) VALUES (7, 'ann')");
                jdbc.update("UPDATE facts SET user_id = 7 WHERE id = 1");
                jdbc.update("INSERT INTO migration_sources (id, identity) VALUES (1, 'a source')");
                jdbc.update("INSERT INTO fact_embeddings (fact_id, source_id, postgres_memory_id, row_hash)"
                        + " VALUES (1, 1, 41, x'00'), (2, 1, 42, x'00')");
            });
        }
        EarlierFile.makeVersion5(root);
    }

    private static List<LinkRow> links(MemoryStore memory) {
        return memory.database().read(connection -> new LinkTable(connection, 1).find(List.of(41, 42)));
    }

    @Test
    void it_is_read_without_a_change() throws IOException {
        byte[] before = Files.readAllBytes(root.resolve("jarvis.db"));
        try (MemoryStore memory = MemoryStore.openReadOnly(root)) {
            assertThat(memory.find(1).orElseThrow().owners()).containsExactly(ANN);
            assertThat(memory.find(2).orElseThrow().owners()).isEmpty();
            assertThat(memory.recall("tea").owner(ANN).fetch().hits()).hasSize(1);
            assertThat(memory.recall("tea").owner(Owner.agent("a")).fetch().hits())
                    .isEmpty();
            assertThat(links(memory)).extracting(LinkRow::mappingVersion).containsExactly(1, 1);
            assertThat(memory.checkIntegrity().problems()).isEmpty();
            memory.backup(folder.resolve("backup.zip"));
            memory.export(folder.resolve("export.jsonl"));
        }
        assertThat(root.resolve("jarvis.db")).hasBinaryContent(before);
    }

    @Test
    void it_gets_what_it_lacks_once_from_whoever_opens_it_first_and_loses_nothing() throws Exception {
        List<String> before = PythonMemory.everything(root.resolve("jarvis.db"), WHAT_IT_HOLDS);
        ExecutorService openers = Executors.newFixedThreadPool(6);
        try (MemoryStore reading = MemoryStore.openReadOnly(root)) {
            List<Future<MemoryStore>> opened = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                opened.add(openers.submit(() -> MemoryStore.open(root)));
            }
            for (Future<MemoryStore> each : opened) {
                try (MemoryStore memory = each.get()) {
                    assertThat(memory.database().copyBeforeAdoption()).isEmpty();
                }
            }
            assertThat(PythonMemory.everything(root.resolve("jarvis.db"), WHAT_IT_HOLDS))
                    .isEqualTo(before);
            assertThat(reading.find(1).orElseThrow().owners()).containsExactly(ANN);
        } finally {
            openers.shutdown();
        }
        assertUpgraded(root);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE fact_owners",
                "CREATE TABLE fact_keys",
                "CREATE TABLE erased_rows",
                "ALTER TABLE facts",
                "ALTER TABLE fact_embeddings",
                "INSERT OR IGNORE INTO schema_info",
                "COMMIT",
                "return"
            })
    void an_upgrade_that_halts_leaves_the_file_as_it_was_or_upgraded(String step) throws Exception {
        List<String> before = PythonMemory.everything(root.resolve("jarvis.db"), WHAT_IT_HOLDS);
        try (ChildJvm child = ChildJvm.of(AdoptionCrashTest.HaltingAdoption.class, root.toString(), step)
                .start()) {
            assertThat(child.waitFor()).as(child.output()).isEqualTo(AdoptionCrashTest.HALTED);
        }
        try (PythonMemory file = PythonMemory.open(root)) {
            assertThat(file.query("PRAGMA integrity_check")).containsExactly("ok");
            assertThat(file.query("PRAGMA user_version")).containsExactly(step.equals("return") ? "7" : "5");
        }
        assertThat(PythonMemory.everything(root.resolve("jarvis.db"), WHAT_IT_HOLDS))
                .isEqualTo(before);
        assertUpgraded(root);
    }

    @Test
    void its_export_is_imported_and_gets_what_it_lacks() throws IOException {
        Path export = folder.resolve("export.jsonl");
        try (MemoryStore memory = MemoryStore.openReadOnly(root)) {
            memory.export(export);
        }
        assertThat(export)
                .content()
                .contains("\"schema\":5")
                .doesNotContain("fact_owners", "fact_keys", "mapping_version", "erased_rows", "expires_at");
        Path imported = folder.resolve("imported");
        MemoryStore.importFrom(export, imported);
        assertUpgraded(imported);
    }

    @Test
    void its_backup_is_restored_and_then_gets_what_it_lacks() {
        Path backup = folder.resolve("backup.zip");
        try (MemoryStore memory = MemoryStore.openReadOnly(root)) {
            memory.backup(backup);
        }
        Path restored = folder.resolve("restored");
        MemoryStore.restore(backup, restored);
        assertUpgraded(restored);
    }

    @Test
    void a_file_of_version_6_gets_what_it_lacks_too() throws SQLException {
        MemoryStore.open(root).close();
        EarlierFile.makeVersion6(root);
        List<String> before = PythonMemory.everything(root.resolve("jarvis.db"), WHAT_IT_HOLDS);
        try (MemoryStore memory = MemoryStore.openReadOnly(root)) {
            assertThat(memory.recall("tea").owner(ANN).fetch().hits()).hasSize(1);
            assertThat(memory.checkIntegrity().problems()).isEmpty();
        }
        MemoryStore.open(root).close();
        assertThat(PythonMemory.everything(root.resolve("jarvis.db"), WHAT_IT_HOLDS))
                .isEqualTo(before);
        assertUpgraded(root, "5", "6", "7");
    }

    private static void assertUpgraded(Path upgraded) {
        assertUpgraded(upgraded, "5", "7");
    }

    private static void assertUpgraded(Path upgraded, String... versions) {
        try (MemoryStore memory = MemoryStore.open(upgraded)) {
            assertThat(MemoryOracle.rows(memory.database(), "PRAGMA user_version"))
                    .containsExactly("7");
            assertThat(MemoryOracle.rows(memory.database(), "SELECT version FROM schema_info"))
                    .containsExactly(versions);
            assertThat(MemoryOracle.rows(
                            memory.database(), "SELECT name FROM pragma_table_info('facts') WHERE name = 'expires_at'"))
                    .containsExactly("expires_at");
            assertThat(MemoryOracle.rows(
                            memory.database(),
                            "SELECT group_concat(name) FROM pragma_index_info('idx_fact_owners_owner')"))
                    .containsExactly("kind,id,fact_id");
            assertThat(links(memory)).extracting(LinkRow::mappingVersion).containsExactly(1, 1);
            memory.retain("Bob likes tea, too").owner(Owner.user("bob")).save();
            assertThat(memory.find(1).orElseThrow().owners()).containsExactly(ANN);
            assertThat(memory.recall("tea").owner(Owner.user("bob")).fetch().hits())
                    .hasSize(1);
            Fact keyed = memory.retain("Ann likes cake").key("cake").save();
            assertThat(memory.retain("again").key("cake").save()).isEqualTo(keyed);
        }
        MemoryOracle.assertSound(upgraded);
    }
}
