package io.lifeos.memory.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.report.CopyReport;
import io.lifeos.memory.testing.MemoryOracle;
import io.lifeos.memory.testing.PythonMemory;
import io.lifeos.memory.testing.WordEmbedder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExportTest extends ExportFixture {

    @Test
    void an_export_and_its_import_are_an_identity() throws Exception {
        fill();
        Map<String, List<String>> tables = tables(root());
        assertThat(tables).allSatisfy((name, rows) -> assertThat(rows).as(name).isNotEmpty());
        CopyReport written = export(root(), export());
        assertThat(written).isEqualTo(CopyReport.builder(export()).facts(60).build());

        CopyReport made = MemoryStore.importFrom(export(), imported());

        assertThat(made).isEqualTo(CopyReport.builder(imported()).facts(60).build());
        assertThat(tables(imported())).isEqualTo(tables);
        Path again = folder.resolve("again.jsonl");
        export(imported(), again);
        assertThat(again).hasSameBinaryContentAs(export());
        MemoryOracle.assertSound(imported());
        MemoryOracle.assertPrivate(folder.resolve("above"));
        try (MemoryStore memory = MemoryStore.builder()
                .root(imported())
                .embedder(new WordEmbedder("words", 16))
                .open()) {
            assertThat(memory.checkIntegrity().problems()).isEmpty();
            assertThat(memory.recall("fact 17").fetch().hits()).isNotEmpty();
            assertThat(memory.retain("goes on").save().id()).isEqualTo(101);
        }
    }

    @Test
    void a_file_of_the_shape_that_another_program_made_keeps_its_shape() throws Exception {
        fill();
        execute(
                "CREATE TABLE copied AS SELECT fact_id, entity_id, mention_text, position, place FROM entity_mentions",
                "DROP TABLE entity_mentions",
                "CREATE TABLE entity_mentions (id INTEGER PRIMARY KEY AUTOINCREMENT, fact_id INTEGER NOT NULL REFERENCES facts"
                        + " (id) ON DELETE CASCADE, entity_id INTEGER NOT NULL, mention_text TEXT NOT NULL, position INTEGER,"
                        + " entity_name TEXT, place INTEGER, type TEXT)",
                "INSERT INTO entity_mentions (fact_id, entity_id, mention_text, entity_name)"
                        + " SELECT fact_id, entity_id, mention_text, 'twice' FROM copied, (SELECT 1 UNION SELECT 2)",
                "DROP TABLE copied",
                "CREATE INDEX idx_entity_mentions_entity_id ON entity_mentions (entity_id)",
                "CREATE TABLE \"sub agents\" (\"a \"\"key\"\"\" TEXT PRIMARY KEY, value)",
                "INSERT INTO \"sub agents\" VALUES ('b', 1.0), ('a', 9e999), ('c', x'00')",
                "INSERT INTO schema_info (version) VALUES (1)");
        Map<String, List<String>> tables = tables(root());
        export(root(), export());
        assertThat(MemoryStore.importFrom(export(), imported()).warnings())
                .singleElement()
                .asString()
                .contains("another program", "rows", ": sub agents.");
        assertThat(tables(imported())).isEqualTo(tables);
        export(imported(), folder.resolve("again.jsonl"));
        assertThat(folder.resolve("again.jsonl")).hasSameBinaryContentAs(export());
        try (MemoryStore memory = MemoryStore.open(imported())) {
            assertThat(memory.checkIntegrity().problems()).isEmpty();
            memory.retain("goes on about SOL").save();
        }
        execute(imported(), "INSERT INTO \"sub agents\" VALUES ('d', 1)");
    }

    @Test
    void rows_that_point_to_none_come_as_they_were() throws Exception {
        fill();
        execute(
                "INSERT INTO entity_mentions (fact_id, entity_id, mention_text) VALUES (777, 888, 'SOL')",
                "INSERT INTO fact_embeddings (fact_id, postgres_id) VALUES (999, 9)",
                "CREATE TABLE \"z parent\" (id INTEGER PRIMARY KEY)",
                "CREATE TABLE \"a child\" (parent INTEGER REFERENCES \"z parent\" (id) ON DELETE CASCADE)",
                "INSERT INTO \"z parent\" VALUES (1)",
                "INSERT INTO \"a child\" VALUES (1), (2)");
        Map<String, List<String>> tables = tables(root());
        export(root(), export());
        assertThat(MemoryStore.importFrom(export(), imported()).warnings())
                .hasSize(4)
                .contains(
                        "There are 1 rows of entity_mentions that point to rows of facts which do not exist, as in the memory"
                                + " that was exported; check names them.");
        assertThat(tables(imported())).isEqualTo(tables);
    }

    @Test
    void what_would_run_statements_is_not_in_it_and_is_named() throws Exception {
        fill();
        execute(
                "CREATE VIEW latest AS SELECT * FROM facts",
                "CREATE VIRTUAL TABLE notes USING fts5 (note)",
                "CREATE TRIGGER meddle AFTER INSERT ON entities BEGIN DELETE FROM facts; END",
                "CREATE TABLE computed (a INT, b AS (a * 2), c TEXT DEFAULT (hex(randomblob(9))) CHECK (length(c) > 1))",
                "INSERT INTO computed (a, c) VALUES (1, 'cc')");
        assertThat(export(root(), export()).warnings())
                .singleElement()
                .asString()
                .endsWith(": latest, notes.");
        assertThat(export()).content().doesNotContain("latest", "meddle", "notes", "randomblob");
        MemoryStore.importFrom(export(), imported());
        assertThat(tables(imported()).get("computed")).containsExactly("integer1,text'cc'");
        assertThat(created(imported(), "computed")).isEqualTo("CREATE TABLE \"computed\" (\"a\" INT, \"c\" TEXT)");
    }

    @Test
    void a_fact_whose_time_cannot_be_read_does_not_stop_the_import_nor_a_repair() throws Exception {
        fill();
        execute("UPDATE facts SET timestamp = '2026-01-25Tnever' WHERE id = 9");
        Map<String, List<String>> tables = tables(root());
        export(root(), export());
        MemoryStore.importFrom(export(), imported());
        assertThat(tables(imported())).isEqualTo(tables);
        Path log = imported().resolve("memory/2026-01-25.md");
        Files.delete(log);
        try (MemoryStore memory = MemoryStore.open(imported())) {
            memory.repair();
        }
        assertThat(log).content().contains("fact 0 about");
        assertThat(tables(imported())).isEqualTo(tables);
    }

    @Test
    void a_memory_that_was_not_adopted_is_refused_until_it_is() throws Exception {
        PythonMemory.create(root(), PythonMemory.Shape.FIFTH);
        try (MemoryStore memory = MemoryStore.openReadOnly(root())) {
            assertThatThrownBy(() -> memory.export(export()))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("open it once for writing");
        }
        assertThat(export()).doesNotExist();
        MemoryStore.open(root()).close();
        export(root(), export());
        assertThat(MemoryStore.importFrom(export(), imported()).facts()).isZero();
    }

    @Test
    void overwrites_no_file_and_no_folder() throws Exception {
        fill();
        Files.writeString(export(), "mine");
        try (MemoryStore memory = MemoryStore.open(root())) {
            assertThatThrownBy(() -> memory.export(export())).isInstanceOf(StoreException.class);
            assertThatThrownBy(() -> memory.export(root().resolve("a.jsonl"))).isInstanceOf(StoreException.class);
            assertThat(export()).hasContent("mine");
            memory.export(folder.resolve("other.jsonl"));
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("other.jsonl"))))
                .isEqualTo("rw-------");
        assertThatThrownBy(() -> MemoryStore.importFrom(folder.resolve("other.jsonl"), root()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("is not empty");
        assertThat(folder).isDirectoryNotContaining("glob:**/.*");
    }
}
