package io.lifeos.memory.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.Owner;
import io.lifeos.memory.recall.Embedder;
import io.lifeos.memory.recall.RecallHit;
import io.lifeos.memory.recall.RecallMode;
import io.lifeos.memory.testing.MemoryOracle;
import io.lifeos.memory.testing.PythonMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A memory of the first version, opened by this one. */
final class FirstVersionTest {

    private static final Embedder WORDS = new Embedder() {
        @Override
        public List<float[]> embed(List<String> texts, Purpose purpose) {
            return texts.stream().map(text -> new float[] {1, 2, 3, 4}).toList();
        }

        @Override
        public String model() {
            return "words";
        }

        @Override
        public int dimensions() {
            return 4;
        }
    };

    @TempDir
    Path folder;

    private Path root;

    @BeforeEach
    void unpack() throws IOException {
        root = FirstVersion.unpack(folder);
    }

    @Test
    void opened_read_only_it_is_read_and_its_files_stay_the_same_byte_for_byte() throws Exception {
        byte[] before = Files.readAllBytes(root.resolve("jarvis.db"));
        Map<String, String> markdown = FirstVersion.markdown(root);
        try (MemoryStore memory = MemoryStore.openReadOnly(root)) {
            assertReads(memory);
        }
        assertThat(Files.readAllBytes(root.resolve("jarvis.db"))).isEqualTo(before);
        assertThat(FirstVersion.markdown(root)).isEqualTo(markdown);
    }

    @Test
    void opened_for_writing_it_keeps_every_row_and_every_log_and_is_sound() throws Exception {
        Map<String, String> queries = FirstVersion.queries(root);
        Map<String, List<String>> before = FirstVersion.everything(root, queries);
        Map<String, String> markdown = FirstVersion.markdown(root);
        assertThat(before.get("facts")).hasSize(74);
        try (MemoryStore memory = MemoryStore.open(root)) {
            assertReads(memory);
        }
        assertThat(FirstVersion.everything(root, queries)).isEqualTo(before);
        assertThat(FirstVersion.markdown(root)).isEqualTo(markdown);
        assertThat(FirstVersion.rows(root, "SELECT version FROM schema_info ORDER BY version"))
                .containsExactly("5", "7");
        MemoryOracle.assertSound(root);
        MemoryStore.open(root).close();
        assertThat(FirstVersion.everything(root, queries)).isEqualTo(before);
    }

    @Test
    void its_vectors_are_found() {
        try (MemoryStore memory =
                MemoryStore.builder().root(root).embedder(WORDS).open()) {
            assertThat(memory.recall("plants")
                            .mode(RecallMode.VECTOR)
                            .limit(2)
                            .fetch()
                            .hits())
                    .extracting(RecallHit::fact)
                    .extracting(Fact::content)
                    .containsExactlyInAnyOrder("Ann waters the ferns on Monday", "Bob feeds the cat");
        }
    }

    @Test
    void a_copy_of_it_from_a_backup_or_an_export_is_the_same_memory() throws Exception {
        Map<String, String> queries = FirstVersion.queries(root);
        queries.keySet().removeIf(table -> table.startsWith("vector_"));
        Map<String, List<String>> before = FirstVersion.everything(root, queries);
        try (MemoryStore memory = MemoryStore.open(root)) {
            memory.backup(folder.resolve("backup.zip"));
            memory.export(folder.resolve("export.jsonl"));
        }
        MemoryStore.restore(folder.resolve("backup.zip"), folder.resolve("restored"));
        MemoryStore.importFrom(folder.resolve("export.jsonl"), folder.resolve("imported"));
        for (String copy : List.of("restored", "imported")) {
            assertThat(FirstVersion.everything(folder.resolve(copy), queries))
                    .as(copy)
                    .isEqualTo(before);
            MemoryOracle.assertSound(folder.resolve(copy));
        }
    }

    @Test
    void the_export_that_it_made_is_the_same_memory() throws Exception {
        Map<String, String> queries = FirstVersion.queries(root);
        queries.keySet().removeIf(table -> table.startsWith("vector_"));
        Map<String, List<String>> before = FirstVersion.everything(root, queries);
        Path export = Files.write(folder.resolve("export.jsonl"), FirstVersion.bytes("export.jsonl"));
        Path imported = folder.resolve("imported");
        assertThat(MemoryStore.importWithoutChecksum(export, imported).facts()).isEqualTo(74);
        assertThat(FirstVersion.everything(imported, queries)).isEqualTo(before);
        assertThat(FirstVersion.rows(imported, "SELECT version FROM schema_info ORDER BY version"))
                .containsExactly("5", "7");
        MemoryOracle.assertSound(imported);
    }

    @Test
    void the_python_program_issues_its_statements_on_it() throws Exception {
        try (MemoryStore memory = MemoryStore.open(root);
                PythonMemory python = PythonMemory.open(root)) {
            long fact = python.retain("KR8TIV sold by python", "2026-01-26 15:07:40.123456");
            python.mention(fact, "KR8TIV", "token");
            python.link(fact, 41);
            python.link(fact, 42);
            assertThat(python.search("kr8tiv")).containsExactly(Long.toString(fact));
            assertThat(python.query("SELECT COUNT(*) FROM fact_embeddings WHERE postgres_id IS NOT NULL"))
                    .containsExactly("74");
            assertThat(python.query(
                            "SELECT f.content FROM facts f JOIN entity_mentions em ON f.id = em.fact_id"
                                    + " JOIN entities e ON em.entity_id = e.id WHERE e.name = ? AND f.is_active = 1"
                                    + " ORDER BY f.timestamp DESC LIMIT ?",
                            "KR8TIV",
                            10))
                    .containsExactly("KR8TIV sold by python", "Never in PostgreSQL");
            assertThat(memory.find(fact).orElseThrow().entities()).containsExactly("KR8TIV");
        }
        MemoryOracle.assertSound(root);
    }

    private static void assertReads(MemoryStore memory) {
        assertThat(memory.find(8).orElseThrow()).satisfies(fact -> {
            assertThat(fact.content()).isEqualTo("Ann waters the ferns on Monday");
            assertThat(fact.happenedAt()).isEqualTo(Instant.parse("2024-03-01T08:30:00.123456Z"));
            assertThat(fact.confidence()).isEqualTo(0.9);
            assertThat(fact.sessionId()).contains("s 1");
            assertThat(fact.metadata())
                    .hasValueSatisfying(metadata -> assertThat(metadata).contains("\"user_id\": \"ann\""));
            assertThat(fact.entities()).containsExactly("#home", "#plants");
        });
        assertThat(memory.recall("ferns").fetch().hits())
                .extracting(hit -> hit.fact().id())
                .startsWith(8L);
        assertThat(memory.recall("diary").fetch().hits()).isEmpty();
        assertThat(memory.find(8).orElseThrow().owners()).isEmpty();
        assertThat(memory.find(7).orElseThrow().owners()).containsExactly(Owner.user("ann"));
        assertThat(memory.recall("PostgreSQL").owner(Owner.user("ann")).fetch().hits())
                .extracting(hit -> hit.fact().id())
                .containsExactly(7L);
        assertThat(memory.checkIntegrity().problems()).isEmpty();
    }
}
