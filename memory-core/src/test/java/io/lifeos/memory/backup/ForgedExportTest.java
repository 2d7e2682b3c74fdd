package io.lifeos.memory.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.fact.DamagedStoreException;
import io.lifeos.memory.fact.IncompatibleStoreException;
import io.lifeos.memory.json.Json;
import io.lifeos.memory.report.CopyReport;
import io.lifeos.memory.testing.MemoryOracle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exports that somebody made by hand: nothing of them is run, with or without a checksum that fits. */
class ForgedExportTest extends ExportFixture {

    private static final String WITHOUT_END =
            "AS WITH RECURSIVE r (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM r) SELECT i FROM r";

    @BeforeEach
    void export_a_memory() throws IOException {
        try (MemoryStore memory = MemoryStore.open(root())) {
            memory.retain("of @alice").source("one").save();
            memory.retain("another of @alice").source("one").save();
        }
        export(root(), export());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"evil\",\"sql\":\"CREATE TABLE evil (a)\"}",
                "{\"name\":\"evil\",\"columns\":{},\"key\":[],\"ids\":\"GIVEN\"}",
                "{\"name\":\"evil\",\"columns\":{\"a\":\"INT AS (randomblob(100000000))\"},\"key\":[],\"ids\":\"GIVEN\"}",
                "{\"name\":\"evil\",\"columns\":{\"a\":\"TEXT\"},\"key\":[\"a) ON CONFLICT REPLACE\"],\"ids\":\"GIVEN\"}",
                "{\"name\":\"evil\",\"columns\":{\"a\":\"TEXT\"},\"key\":[\"b\"],\"ids\":\"GIVEN\"}",
                "{\"name\":\"evil\",\"columns\":{\"a\":\"TEXT\"},\"key\":[],\"ids\":\"GENERATED\"}",
                "{\"name\":\"evil\",\"columns\":{\"a\":\"TEXT\",\"A\":\"TEXT\"},\"key\":[],\"ids\":\"GIVEN\"}",
                "{\"name\":\"sqlite_schema\",\"columns\":{\"a\":\"TEXT\"},\"key\":[],\"ids\":\"GIVEN\"}",
                "{\"name\":\"facts_fts_data\",\"columns\":{\"a\":\"TEXT\"},\"key\":[],\"ids\":\"GIVEN\"}",
                "{\"name\":\"FACTS\",\"columns\":{\"a\":\"TEXT\"},\"key\":[],\"ids\":\"GIVEN\"}",
                "{\"name\":\"facts\",\"columns\":{\"a\":\"TEXT\"},\"key\":[],\"ids\":\"GIVEN\"}",
                "{\"name\":\"outbox\",\"columns\":{\"day\":\"TEXT\"},\"key\":[],\"ids\":\"GIVEN\"}",
                "{\"name\":\"a\\u0000b\",\"columns\":{\"a\":\"TEXT\"},\"key\":[],\"ids\":\"GIVEN\"}",
                "{\"columns\":{\"a\":\"TEXT\"},\"key\":[],\"ids\":\"GIVEN\"}",
                "7"
            })
    void a_table_that_no_export_describes_so_is_refused(String table) throws Exception {
        List<String> lines = lines();
        lines.set(0, lines.get(0).replace("\"tables\":[", "\"tables\":[" + table + ","));
        Path forged = withChecksum(lines, folder.resolve("forged.jsonl"));
        assertThatThrownBy(() -> MemoryStore.importFrom(forged, imported()))
                .isInstanceOf(DamagedStoreException.class)
                .hasMessageContaining("in line 1: ")
                .hasMessageContaining("nothing was stored")
                .hasMessageNotContaining("io.lifeos");
        assertThat(imported()).doesNotExist();
    }

    @Test
    void a_column_or_key_that_a_table_of_ours_needs_must_be_there() throws Exception {
        List<String> lines = lines();
        lines.set(0, lines.get(0).replace("\"timestamp\":\"NUMERIC\",", ""));
        Path forged = withChecksum(lines, folder.resolve("forged.jsonl"));
        assertThatThrownBy(() -> MemoryStore.importFrom(forged, imported()))
                .isInstanceOf(DamagedStoreException.class)
                .hasMessageContaining("in line 1: the table facts lacks the column timestamp");
    }

    @Test
    void names_are_nothing_but_names() throws Exception {
        List<String> lines = lines();
        String name = "x\\\" (a); DROP TABLE facts; --";
        lines.set(
                0,
                lines.get(0)
                        .replace(
                                "\"tables\":[",
                                "\"tables\":[{\"name\":\"" + name + "\",\"columns\":{\"" + name
                                        + "\":\"TEXT\",\"b c\":\"BLOB\"},\"key\":[\"" + name
                                        + "\"],\"ids\":\"GIVEN\"},"));
        lines.add(1, "{\"" + name + "\":{\"" + name + "\":\"kept\",\"b c\":1.5}}");
        CopyReport report = MemoryStore.importFrom(withChecksum(lines, folder.resolve("named.jsonl")), imported());
        assertThat(report.facts()).isEqualTo(2);
        assertThat(report.warnings()).singleElement().asString().contains("x\" (a); DROP TABLE facts; --");
        assertThat(tables(imported()).get("facts")).isEqualTo(tables(root()).get("facts"));
        MemoryOracle.assertSound(imported());
    }

    @Test
    void an_export_of_the_first_version_is_taken_only_at_the_owners_word() throws Exception {
        Path first = asFirstVersion(Map.of());
        assertThatThrownBy(() -> MemoryStore.importFrom(first, imported()))
                .isInstanceOf(IncompatibleStoreException.class)
                .hasMessageContaining("has no checksum")
                .hasMessageContaining("importWithoutChecksum");
        assertThat(imported()).doesNotExist();
        CopyReport report = MemoryStore.importWithoutChecksum(first, imported());
        assertThat(report.warnings()).singleElement().asString().contains("first version", "no checksum");
        assertThat(tables(imported())).isEqualTo(tables(root()));
        MemoryOracle.assertSound(imported());
    }

    @Test
    void its_statements_are_never_run() throws Exception {
        Path elsewhere = folder.resolve("elsewhere.db");
        Map<String, String> statements = new LinkedHashMap<>();
        statements.put("evil", "CREATE TABLE evil " + WITHOUT_END);
        statements.put("songs", "CREATE TABLE songs (a); ATTACH '" + elsewhere + "' AS e");
        statements.put(
                "facts", created(root(), "facts").replace("source TEXT", "source TEXT UNIQUE ON CONFLICT REPLACE"));
        statements.put("entities", "CREATE TABLE entities (id, name, type, large AS (randomblob(100000000)))");
        Path forged = asFirstVersion(statements);
        CopyReport report = MemoryStore.importWithoutChecksum(forged, imported());
        assertThat(report.warnings()).element(1).asString().endsWith("did not come along: evil, songs.");
        for (String table : List.of("facts", "entities")) {
            assertThat(created(imported(), table)).isEqualTo(created(root(), table));
        }
        assertThat(tables(imported())).isEqualTo(tables(root()));
        assertThat(elsewhere).doesNotExist();
    }

    /** Writes the export as the first version did, with the statement that creates each table, and some forged ones. */
    private Path asFirstVersion(Map<String, String> forged) throws Exception {
        List<Map<String, String>> tables = new ArrayList<>();
        Map<String, String> statements = new LinkedHashMap<>();
        Map<String, Long> counts = new LinkedHashMap<>();
        for (String name : tables(root()).keySet()) {
            if (!name.equals("sqlite_sequence")) {
                statements.put(name, created(root(), name));
            }
        }
        statements.putAll(forged);
        statements.forEach((name, sql) -> {
            tables.add(Map.of("name", name, "sql", sql));
            counts.put(name, 0L);
        });
        counts.put("sqlite_sequence", 0L);
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("format", "lifeos-memory-export");
        header.put("version", 1);
        header.put("schema", 6);
        header.put("tables", tables);
        List<String> lines = lines();
        lines.set(0, Json.write(header));
        for (String line : lines.subList(1, lines.size())) {
            counts.merge(Json.mapper().readTree(line).fieldNames().next(), 1L, Long::sum);
        }
        lines.add(ExportFormat.lastLine(counts, "").strip());
        return Files.write(folder.resolve("first.jsonl"), lines);
    }
}
