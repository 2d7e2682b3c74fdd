package io.lifeos.memory.backup;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.database.Durability;
import io.lifeos.memory.fact.Owner;
import io.lifeos.memory.json.Json;
import io.lifeos.memory.report.CopyReport;
import io.lifeos.memory.testing.WordEmbedder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;

/** A memory with rows in every table, and the places of its export and of what is imported from it. */
abstract class ExportFixture {

    static final Instant TIME = Instant.parse("2026-01-25T15:07:40.123456Z");

    @TempDir
    Path folder;

    Path root() {
        return folder.resolve("root");
    }

    Path export() {
        return folder.resolve("export.jsonl");
    }

    Path imported() {
        return folder.resolve("above/imported");
    }

    /** Rows of every table, with what is hard about each. */
    void fill() throws SQLException {
        long seed = System.nanoTime();
        System.out.println(getClass().getSimpleName() + " seed " + seed);
        Random random = new Random(seed);
        try (MemoryStore memory = MemoryStore.builder()
                .root(root())
                .embedder(new WordEmbedder("words", 16))
                .durability(Durability.NORMAL)
                .open()) {
            for (int i = 0; i < 60; i++) {
                memory.retain("fact " + i + " about SOL and @alice " + text(random))
                        .happenedAt(TIME.plusSeconds(i * 40_000L))
                        .context(text(random))
                        .source("s\t\"quoted\"\u2028")
                        .confidence(random.nextDouble())
                        .owner(Owner.user(text(random)))
                        .owner(Owner.tenant("t " + i))
                        .metadata("{\"a\":  [1, 1.0, null, \"\\u0041\"]}")
                        .key("k " + i)
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
                "INSERT INTO migration_sources (id, identity) VALUES (5, '123/agent/public.archival_memory')",
                "INSERT INTO fact_embeddings (fact_id, source_id, postgres_memory_id, postgres_id, row_hash, edited, pruned,"
                        + " source_columns, model, dimensions, embedding, stale) VALUES (1, 5, '007', '007', x'00ff', 1, 0,"
                        + " '{\"tenant\": null}', 'm', 16, x'" + hex(vector)
                        + "', 1), (2, 5, 7, 7, x'', 0, 1, NULL, NULL,"
                        + " NULL, NULL, 0), (4, 5, 9007199254740993, NULL, NULL, 0, 0, NULL, NULL, NULL, NULL, 0)",
                "INSERT INTO migration_rejects VALUES (5, '[\"a\",\"b\"]', 'too large', '{}', '2026-01-25')",
                "INSERT INTO erased_rows VALUES (5, x'00ff', x'01', '2026-01-25')",
                "INSERT INTO fact_successors VALUES (1, 2, '2026-01-25')",
                "INSERT INTO memory_properties VALUES ('example', x'00ff')",
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

    static CopyReport export(Path root, Path to) {
        try (MemoryStore memory = MemoryStore.openReadOnly(root)) {
            return memory.export(to);
        }
    }

    /** Every row of every table that is not made from others, with the type of each value. */
    static Map<String, List<String>> tables(Path root) throws SQLException {
        Map<String, List<String>> tables = new TreeMap<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + root.resolve("jarvis.db"));
                Statement statement = connection.createStatement()) {
            List<String> names = strings(
                    statement,
                    "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT IN"
                            + " ('outbox', 'vector_changes', 'vector_indexes', 'vector_blocks', 'erased_facts', 'sqlite_schema')"
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
                                "SELECT " + values + " AS row FROM \"" + name.replace("\"", "\"\"") + "\"" + where
                                        + " ORDER BY row"));
            }
        }
        return tables;
    }

    /** The statement that created a table. */
    static String created(Path root, String table) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + root.resolve("jarvis.db"));
                Statement statement = connection.createStatement()) {
            return strings(statement, "SELECT sql FROM sqlite_schema WHERE name = '" + table + "'")
                    .get(0);
        }
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

    /** Writes lines as an export with counts and a checksum that fit them; the last one is left out. */
    static Path withChecksum(List<String> lines, Path to) throws IOException {
        Map<String, Long> counts = new LinkedHashMap<>();
        Json.mapper()
                .readTree(lines.get(0))
                .path("tables")
                .forEach(table -> counts.put(table.path("name").asText(), 0L));
        counts.put("sqlite_sequence", 0L);
        for (String line : lines.subList(1, lines.size())) {
            counts.merge(Json.mapper().readTree(line).fieldNames().next(), 1L, Long::sum);
        }
        MessageDigest checksum = ExportFormat.newChecksum();
        String text = String.join("\n", lines) + '\n';
        checksum.update(text.getBytes(StandardCharsets.UTF_8));
        return Files.writeString(
                to, text + ExportFormat.lastLine(counts, HexFormat.of().formatHex(checksum.digest())));
    }

    /** The lines of the export but for the last one. */
    List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(export()));
        lines.remove(lines.size() - 1);
        return lines;
    }

    void execute(String... statements) throws SQLException {
        execute(root(), statements);
    }

    static void execute(Path root, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + root.resolve("jarvis.db"));
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
