package io.lifeos.memory.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.fact.DamagedStoreException;
import io.lifeos.memory.fact.IncompatibleStoreException;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.report.CopyReport;
import io.lifeos.memory.testing.MemoryOracle;
import io.lifeos.memory.testing.PythonMemory;
import io.lifeos.memory.testing.WordEmbedder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExportTest {

    private static final Instant TIME = Instant.parse("2026-01-25T15:07:40.123456Z");

    @TempDir
    Path folder;

    private Path root() {
        return folder.resolve("root");
    }

    private Path export() {
        return folder.resolve("export.jsonl");
    }

    private Path imported() {
        return folder.resolve("above/imported");
    }

    /** Rows of every table, with what is hard about each. */
    private void fill() throws SQLException {
        long seed = System.nanoTime();
        System.out.println("ExportTest seed " + seed);
        Random random = new Random(seed);
        try (MemoryStore memory = MemoryStore.builder()
                .root(root())
                .embedder(new WordEmbedder("words", 16))
                .open()) {
            for (int i = 0; i < 60; i++) {
                memory.retain("fact " + i + " about SOL and @alice " + text(random))
                        .happenedAt(TIME.plusSeconds(i * 40_000L))
                        .context(text(random))
                        .source("s\t\"quoted\"\u2028")
                        .confidence(random.nextDouble())
                        .metadata("{\"a\":  [1, 1.0, null, \"\\u0041\"]}")
                        .save();
            }
            memory.forget(3);
        }
        byte[] vector = new byte[64];
        random.nextBytes(vector);
        execute(
                "INSERT INTO user_identities (canonical_name) VALUES ('alice')",
                "INSERT INTO preferences (user_id, category, preference_key, preference_value) VALUES (1, 'a', 'b', 'c')",
                "INSERT INTO sessions (id, user_id, platform) VALUES ('s', 1, 'x')",
                "UPDATE facts SET user_id = 1, entity_id = 1, session_id = 's' WHERE id = 7",
                "INSERT INTO facts (content, timestamp) VALUES ('by python', '2026-01-25T01:02:03')",
                "INSERT INTO migration_sources VALUES (5, '123/agent/public.archival_memory')",
                "INSERT INTO fact_embeddings (fact_id, source_id, postgres_memory_id, postgres_id, row_hash, edited, pruned,"
                        + " source_columns, model, dimensions, embedding, stale) VALUES (1, 5, '007', '007', x'00ff', 1, 0,"
                        + " '{\"tenant\": null}', 'm', 16, x'" + hex(vector)
                        + "', 1), (2, 5, 7, 7, x'', 0, 1, NULL, NULL,"
                        + " NULL, NULL, 0), (4, 5, 9007199254740993, NULL, NULL, 0, 0, NULL, NULL, NULL, NULL, 0)",
                "INSERT INTO migration_rejects VALUES (5, '[\"a\",\"b\"]', 'too large', '{}', '2026-01-25')",
                "INSERT INTO subagents (id, status, tokens_used) VALUES ('a', 'done', 7)",
                "DELETE FROM facts WHERE id = 61",
                "UPDATE sqlite_sequence SET seq = 100 WHERE name = 'facts'");
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder("x");
        for (int i = random.nextInt(30); i > 0; i--) {
            int c = random.nextInt(0x3000) + 1;
            text.appendCodePoint(Character.isSurrogate((char) c) ? 0x1F600 : c);
        }
        return text.toString();
    }

    private static String hex(byte[] bytes) {
        StringBuilder hex = new StringBuilder();
        for (byte b : bytes) {
            hex.append(String.format("%02x", b));
        }
        return hex.toString();
    }

    @Test
    void an_export_and_its_import_are_an_identity() throws Exception {
        fill();
        Map<String, List<String>> tables = tables(root());
        assertThat(tables).allSatisfy((name, rows) -> assertThat(rows).as(name).isNotEmpty());
        CopyReport written = export(root(), export());
        assertThat(written).isEqualTo(new CopyReport(export(), 60, 0));

        CopyReport made = MemoryStore.importFrom(export(), imported());

        assertThat(made).isEqualTo(new CopyReport(imported(), 60, 0));
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
        MemoryStore.importFrom(export(), imported());
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
        MemoryStore.importFrom(export(), imported());
        assertThat(tables(imported())).isEqualTo(tables);
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

    @Test
    void one_that_was_cut_anywhere_names_the_line_and_stores_nothing() throws Exception {
        fill();
        export(root(), export());
        byte[] whole = Files.readAllBytes(export());
        Random random = new Random(whole.length);
        Path cut = folder.resolve("cut.jsonl");
        for (int round = 0; round < 40; round++) {
            int length = round == 0 ? whole.length - 2 : random.nextInt(whole.length - 1);
            byte[] bytes = Arrays.copyOf(whole, length);
            Files.write(cut, bytes);
            long lines = new String(bytes, StandardCharsets.UTF_8).lines().count();
            assertThatThrownBy(() -> MemoryStore.importFrom(cut, imported()))
                    .as("cut after %s bytes", length)
                    .isInstanceOf(StoreException.class)
                    .hasMessageMatching("(?s).*(line (" + (lines + 1) + "|" + lines + ")|is not an export).*")
                    .hasMessageContaining("nothing was stored");
            assertThat(imported()).doesNotExist();
        }
        assertThat(folder.resolve("above")).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"facts\":{\"id\":1}}",
                "{\"songs\":{\"id\":1}}",
                "{\"migration_sources\":{\"id\":1,\"identity\":\"a\",\"extra\":1}}",
                "{\"migration_sources\":{\"id\":1,\"name\":\"a\"}}",
                "{\"migration_sources\":{\"id\":true,\"identity\":\"a\"}}",
                "{\"migration_sources\":{\"id\":1,\"identity\":{\"base64\":\"not base64!\"}}}",
                "{\"migration_sources\":{\"id\":1,\"identity\":null}}",
                "{\"migration_sources\":{\"id\":5,\"identity\":\"a\"}}",
                "{\"end\":{\"facts\":1}}",
                "[]",
                "17",
                "{",
                "what a person typed"
            })
    void a_line_that_was_changed_is_named_and_nothing_is_stored(String line) throws Exception {
        fill();
        export(root(), export());
        List<String> lines = new ArrayList<>(Files.readAllLines(export()));
        int at = lines.size() - 2;
        lines.add(at, line);
        Path changed = Files.write(folder.resolve("changed.jsonl"), lines);
        assertThatThrownBy(() -> MemoryStore.importFrom(changed, imported()))
                .isInstanceOf(DamagedStoreException.class)
                .hasMessageContaining("nothing was stored")
                .hasMessageMatching("(?s).* in line (" + (at + 1) + "|" + (at + 2) + "): .*");
        assertThat(imported()).doesNotExist();
    }

    @Test
    void a_row_that_is_missing_is_noticed() throws Exception {
        fill();
        export(root(), export());
        List<String> lines = new ArrayList<>(Files.readAllLines(export()));
        lines.removeIf(line -> line.startsWith("{\"migration_rejects\""));
        Path changed = Files.write(folder.resolve("changed.jsonl"), lines);
        assertThatThrownBy(() -> MemoryStore.importFrom(changed, imported()))
                .isInstanceOf(DamagedStoreException.class)
                .hasMessageContaining("number of rows");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"id\": 1, \"content\": \"of another program\"}",
                "{\"format\":\"another\",\"version\":1}",
                "[1]",
                "a text",
                "PK\u0003\u0004"
            })
    void what_is_no_export_is_told_apart(String content) throws Exception {
        Path other = Files.writeString(folder.resolve("other.jsonl"), content + "\n");
        assertThatThrownBy(() -> MemoryStore.importFrom(other, imported()))
                .isInstanceOf(IncompatibleStoreException.class)
                .hasMessageContaining("is not an export of a memory");
        assertThat(imported()).doesNotExist();
    }

    @Test
    void a_newer_one_is_refused() throws Exception {
        fill();
        export(root(), export());
        String text = Files.readString(export());
        for (String newer : List.of(
                text.replaceFirst("\"version\":1", "\"version\":2"),
                text.replaceFirst("\"schema\":5", "\"schema\":6"))) {
            Path file = Files.writeString(folder.resolve("newer.jsonl"), newer);
            assertThatThrownBy(() -> MemoryStore.importFrom(file, imported()))
                    .isInstanceOf(IncompatibleStoreException.class)
                    .hasMessageContaining("newer version");
        }
    }

    @Test
    void its_statements_cannot_do_more_than_create_a_table() throws Exception {
        fill();
        export(root(), export());
        Path elsewhere = folder.resolve("elsewhere.db");
        for (String sql : List.of(
                "ATTACH '" + elsewhere + "' AS e",
                "CREATE TABLE songs (a); ATTACH '" + elsewhere + "' AS e",
                "CREATE TRIGGER songs AFTER INSERT ON facts BEGIN SELECT 1; END")) {
            String text = Files.readString(export())
                    .replaceFirst("\"tables\":\\[", "\"tables\":[{\"name\":\"songs\",\"sql\":\"" + sql + "\"},");
            Path forged = Files.writeString(folder.resolve("forged.jsonl"), text);
            assertThatThrownBy(() -> MemoryStore.importFrom(forged, imported()))
                    .isInstanceOf(DamagedStoreException.class);
            assertThat(elsewhere).doesNotExist();
        }
    }

    private static CopyReport export(Path root, Path to) {
        try (MemoryStore memory = MemoryStore.openReadOnly(root)) {
            return memory.export(to);
        }
    }

    /** Every row of every table that is not made from others, with the type of each value. */
    private static Map<String, List<String>> tables(Path root) throws SQLException {
        Map<String, List<String>> tables = new TreeMap<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + root.resolve("jarvis.db"));
                Statement statement = connection.createStatement()) {
            List<String> names = strings(
                    statement,
                    "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT IN"
                            + " ('outbox', 'vector_changes', 'vector_indexes', 'vector_blocks', 'sqlite_schema')"
                            + " AND name NOT LIKE 'sqlite_stat%'");
            for (String name : names) {
                List<String> columns = strings(statement, "SELECT name FROM pragma_table_info('" + name + "')");
                String values = String.join(
                        " || ',' || ",
                        columns.stream()
                                .map(column -> "typeof(\"c\") || quote(\"c\")"
                                        .replace("\"c\"", '"' + column.replace("\"", "\"\"") + '"'))
                                .toList());
                String where = name.equals("sqlite_sequence") ? " WHERE name <> 'vector_changes'" : "";
                tables.put(
                        name,
                        strings(
                                statement,
                                "SELECT " + values + " AS row FROM \"" + name + "\"" + where + " ORDER BY row"));
            }
        }
        return tables;
    }

    private static List<String> strings(Statement statement, String sql) throws SQLException {
        List<String> strings = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                strings.add(rows.getString(1));
            }
        }
        return strings;
    }

    private void execute(String... statements) throws SQLException {
        execute(root(), statements);
    }

    private static void execute(Path root, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + root.resolve("jarvis.db"));
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
