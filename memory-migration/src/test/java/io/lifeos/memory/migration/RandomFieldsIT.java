package io.lifeos.memory.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever columns and metadata say, the row can be told from the fact again. */
final class RandomFieldsIT {

    private static final int ROWS = 300;

    /** Texts that look like a part of the metadata that a fact gets. */
    private static final List<String> TRAPS = List.of(
            "{}",
            "null",
            "\"",
            "\\",
            "}",
            ", ",
            "{\"topic\": \"a\"}",
            "{\"topic\": \"a\", \"n\": 7}",
            "{\"topic\": \"a\", \"metadata\": {}}",
            "{\"metadata\": [1]}",
            "{\"n\": 7, \"topic\": \"a\", }",
            "{\"topic\": \"a\"} {}",
            "[]",
            "7",
            "\"{\\\"topic\\\": \\\"a\\\"}\"");

    private static final List<String> KEYS = List.of(
            "topic",
            "n",
            "yes",
            "doc",
            "docb",
            "price",
            "metadata",
            "tags",
            "confidence",
            "session_id",
            "created_at",
            "x");

    private Random random = new Random();

    @TempDir
    Path root;

    @ParameterizedTest
    @ValueSource(strings = {"json", "jsonb", "text"})
    void a_row_with_columns_of_its_own_comes_back_from_its_fact(String json) throws SQLException {
        long seed = System.nanoTime();
        System.out.println("RandomFieldsIT seed " + seed);
        random = new Random(seed);
        try (SourceAndMemory both = SourceAndMemory.in(root)) {
            both.execute("""
                    CREATE TABLE notes (embedding_id int PRIMARY KEY, embedding real[], text text, metadata %s, topic text,
                        n bigint, yes boolean, doc json, docb jsonb, price double precision, tags text[], confidence text,
                        session_id text, created_at text)""".formatted(json));
            write(both, json);
            assertThat(both.migrateAndProve().rejected()).as("seed %s", seed).isZero();
            if (!json.equals("text")) {
                assertThat(both.stored("SELECT metadata FROM facts WHERE NOT json_valid(metadata)"))
                        .as("seed %s", seed)
                        .isEmpty();
            }
            write(both, json);
            assertThat(both.migrateAndProve().rejected()).as("seed %s", seed).isZero();
        }
    }

    private void write(SourceAndMemory both, String json) throws SQLException {
        String sql =
                "INSERT INTO notes VALUES (?, NULL, ?, ?::" + json + ", ?, ?::bigint, ?::boolean, ?::json, ?::jsonb,"
                        + " ?::double precision, ?::text[], ?, ?, ?) ON CONFLICT (embedding_id) DO UPDATE SET"
                        + " metadata = excluded.metadata, topic = excluded.topic, tags = excluded.tags";
        try (Connection connection = both.source().dataSource().getConnection();
                PreparedStatement insert = connection.prepareStatement(sql)) {
            for (int i = 0; i < ROWS; i++) {
                insert.setInt(1, random.nextInt(2 * ROWS));
                List<@Nullable String> values = row(json);
                for (int column = 0; column < values.size(); column++) {
                    insert.setString(column + 2, values.get(column));
                }
                insert.executeUpdate();
            }
        }
    }

    private List<@Nullable String> row(String json) {
        return Arrays.asList(
                "text " + random.nextInt(),
                orNull(json.equals("text") ? any(TRAPS) : json(3)),
                orNull(random.nextBoolean() ? "a" : any(TRAPS)),
                orNull(String.valueOf(random.nextBoolean() ? 7 : random.nextLong())),
                orNull(String.valueOf(random.nextBoolean())),
                orNull(json(2)),
                orNull(json(2)),
                orNull(any(List.of("NaN", "-Infinity", "0.1", "-0", "1e300", "7"))),
                orNull(any(List.of("{}", "{a,\"b c\"}", "{NULL}", "{{a},{b}}", "{\"\\\"\"}"))),
                orNull(any(List.of("high", "0.5", "2", ""))),
                orNull(any(List.of("s 1", "", " "))),
                orNull(any(List.of("2026-01-25", "1769353660", "1769353660.123", "never", "0"))));
    }

    private String json(int depth) {
        return switch (random.nextInt(depth == 0 ? 4 : 8)) {
            case 0 -> any(List.of("null", "true", "7", "-1.50e2", "\"a\"", "\"\"", "\"\\\"\"", "\"\\ud83d\\ude00\""));
            case 1 -> "\"" + any(KEYS) + "\"";
            case 2 -> "{}";
            case 3 -> "\"{\\\"" + any(KEYS) + "\\\": \\\"high\\\"}\"";
            case 4 -> list(depth, "[", "]", "");
            default -> list(depth, any(List.of("{", " {", "{ ")), any(List.of("}", " }")), ":");
        };
    }

    private String list(int depth, String open, String close, String colon) {
        String comma = any(List.of(",", ", ", " ,"));
        return IntStream.range(0, random.nextInt(4))
                .mapToObj(i -> (colon.isEmpty() ? "" : "\"" + any(KEYS) + "\"" + colon + any(List.of("", " ")))
                        + json(depth - 1))
                .collect(Collectors.joining(comma, open, close));
    }

    private String any(List<String> values) {
        return values.get(random.nextInt(values.size()));
    }

    private @Nullable String orNull(String value) {
        return random.nextInt(4) == 0 ? null : value;
    }
}
