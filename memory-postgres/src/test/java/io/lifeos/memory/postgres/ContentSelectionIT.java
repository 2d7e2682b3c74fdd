package io.lifeos.memory.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.archive.ArchiveSummary;
import io.lifeos.memory.archive.row.ArchivalMemory;
import io.lifeos.memory.archive.row.ArchiveSnapshot;
import io.lifeos.memory.archive.row.ContentText;
import io.lifeos.memory.archive.row.ContentText.Form;
import io.lifeos.memory.archive.row.ContentText.Kind;
import io.lifeos.memory.archive.row.SnapshotArchive;
import io.lifeos.memory.archive.table.TableSpec;
import io.lifeos.memory.json.Json;
import io.lifeos.memory.postgres.testing.TestDatabase;
import io.lifeos.memory.postgres.testing.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Whether a content is one is decided by PostgreSQL as it is here. */
final class ContentSelectionIT {

    private static final int VALUES = 400;

    @Test
    void each_character_of_unicode_is_as_blank_to_postgres_as_it_is_here() {
        try (TestDatabase database = TestPostgres.newDatabase()) {
            database.execute(
                    "CREATE TABLE archival_memory (id int PRIMARY KEY, content text)",
                    "INSERT INTO archival_memory SELECT c, ' ' || chr(c) FROM generate_series(1, 1114111) c"
                            + " WHERE c NOT BETWEEN 55296 AND 57343");
            try (ArchiveSnapshot snapshot = open(database, TableSpec.detected())) {
                long visible = IntStream.rangeClosed(1, Character.MAX_CODE_POINT)
                        .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                        .filter(c -> !ContentText.isBlank(" " + Character.toString(c)))
                        .count();
                assertThat(snapshot.selected()).isEqualTo(visible);
                assertThat(snapshot.leftOut()).isGreaterThan(30);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"LATIN1", "SQL_ASCII", "EUC_JP"})
    void a_database_of_another_encoding_has_blank_texts_too(String encoding) throws SQLException {
        try (TestDatabase database = TestPostgres.newDatabase()) {
            String name = "of_" + encoding.toLowerCase(Locale.ROOT);
            database.execute(
                    "DROP DATABASE IF EXISTS " + name,
                    "CREATE DATABASE " + name + " TEMPLATE template0 ENCODING '" + encoding
                            + "' LC_COLLATE 'C' LC_CTYPE 'C'");
            String url = database.url().replace("/" + database.name(), "/" + name);
            try (PostgresArchive archive = PostgresArchive.builder().url(url).build()) {
                execute(
                        database,
                        name,
                        "CREATE TABLE archival_memory (id int PRIMARY KEY, content text)",
                        "INSERT INTO archival_memory VALUES (1, ''), (2, E' \\t\\r\\n'), (3, 'likes tea'), (4, ' x')");
                assertThat(archive.count()).isEqualTo(2);
            } finally {
                database.execute("DROP DATABASE " + name);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "jsonb"})
    void any_json_is_a_content_to_postgres_if_and_only_if_it_is_one_here(String type) {
        Random random = new Random(7);
        List<String> values = new ArrayList<>(List.of("null", "\"\"", "\" \\u2028 \"", "[]", "{}", "7", "true"));
        while (values.size() < VALUES) {
            values.add(json(random, 3));
        }
        if (type.equals("json")) {
            values.addAll(List.of("\"\\u0000\"", "[\"\\ud800\"]", " {\"text\": 7, \"text\" : \"last\"}"));
        }
        String rows = IntStream.range(0, values.size())
                .mapToObj(i -> "(" + i + ", '" + values.get(i) + "')")
                .collect(Collectors.joining(", "));
        List<Integer> texts = IntStream.range(0, values.size())
                .filter(i -> kind(values.get(i)) == Kind.TEXT)
                .boxed()
                .toList();
        assertThat(texts).hasSizeBetween(50, VALUES - 50);
        try (TestDatabase database = TestPostgres.newDatabase()) {
            database.execute(
                    "CREATE TABLE archival_memory (id int PRIMARY KEY, content " + type + ")",
                    "INSERT INTO archival_memory VALUES " + rows,
                    "CREATE TABLE members (id int PRIMARY KEY, payload " + type + ")",
                    "INSERT INTO members SELECT id, ('{\"data\": ' || content::text || '}')::" + type
                            + " FROM archival_memory");
            for (TableSpec table : List.of(
                    TableSpec.named("archival_memory"),
                    TableSpec.named("members").metadata("payload").contentMember("data"))) {
                try (ArchiveSnapshot snapshot = open(database, table)) {
                    assertThat(snapshot.ids(null, 1000).stream()
                                    .map(id -> ((Number) id.value()).intValue())
                                    .toList())
                            .isEqualTo(texts);
                    ArchiveSummary summary = snapshot.summary();
                    assertThat(summary.leftOut())
                            .isEqualTo(Map.of(
                                    "without content",
                                    count(values, Kind.NOTHING),
                                    "no text",
                                    count(values, Kind.NO_TEXT)));
                    for (ArchivalMemory row : snapshot.memories(snapshot.ids(null, 1000))) {
                        assertThat(snapshot.table().contentOf(row))
                                .isEqualTo(ContentText.of(
                                        Form.JSON, values.get(((Number) row.id().value()).intValue())));
                    }
                }
            }
        }
    }

    private static long count(List<String> values, Kind kind) {
        return values.stream().filter(value -> kind(value) == kind).count();
    }

    private static Kind kind(String json) {
        return ContentText.of(Form.JSON, json).kind();
    }

    private static String json(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 4 : 7)) {
            case 0 -> List.of("null", "7", "false").get(random.nextInt(3));
            case 1, 2 ->
                Json.quote(List.of("", " \t", "\u3000", "a", "é\n", "tool", "\uD83D\uDE00")
                        .get(random.nextInt(7)));
            case 3 -> "{}";
            case 4 ->
                IntStream.range(0, random.nextInt(3))
                        .mapToObj(i -> json(random, depth - 1))
                        .collect(Collectors.joining(",", "[", "]"));
            default ->
                IntStream.range(0, 1 + random.nextInt(3))
                        .mapToObj(i -> name(random) + ":" + json(random, depth - 1))
                        .collect(Collectors.joining(",", "{", "}"));
        };
    }

    private static String name(Random random) {
        return Json.quote(
                List.of("text", "content", "memory", "parts", "type", "x").get(random.nextInt(6)));
    }

    private static ArchiveSnapshot open(TestDatabase database, TableSpec table) {
        return SnapshotArchive.of(PostgresArchive.builder()
                        .url(database.url())
                        .table(table)
                        .build())
                .openSnapshot();
    }

    private static void execute(TestDatabase server, String name, String... statements) throws SQLException {
        PGSimpleDataSource source = (PGSimpleDataSource) server.dataSource();
        source.setDatabaseName(name);
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
