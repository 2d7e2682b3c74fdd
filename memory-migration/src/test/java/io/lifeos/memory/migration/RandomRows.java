package io.lifeos.memory.migration;

import io.lifeos.memory.postgres.testing.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A source table whose rows hold whatever PostgreSQL lets them hold, and change at random. */
final class RandomRows implements AutoCloseable {

    private static final List<String> TIMES = List.of(
            "infinity",
            "-infinity",
            "0044-03-15 12:00:00+00 BC",
            "0001-01-01 00:00:00+00",
            "9999-12-31 23:59:59.999999+00",
            "12000-01-01 00:00:00+00",
            "1969-12-31 23:59:59.999999+00",
            "2026-03-29 02:30:00.000001+01",
            "1883-11-18 12:03:58+00");

    private static final List<Float> NUMBERS = List.of(
            0f,
            -0f,
            Float.NaN,
            Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            Float.MIN_VALUE,
            -Float.MIN_NORMAL,
            Float.MAX_VALUE,
            1 / 3f);

    private static final List<String> WORDS = List.of(
            "@alice",
            "@bags.fm",
            "KR8TIV",
            "telegram",
            "\n# heading",
            "\n---\n",
            "<!-- fact:1 -->",
            "\\",
            "\"",
            "''",
            " ");

    private final Connection connection;
    private final String idType;
    private final Random random;
    private final Set<String> ids = new LinkedHashSet<>();

    /** Creates the table, with an id of this type: bigint, uuid or text. */
    RandomRows(TestDatabase database, String idType, Random random) throws SQLException {
        this.connection = database.dataSource().getConnection();
        this.idType = idType;
        this.random = random;
        database.execute("CREATE TABLE archival_memory (id " + idType + " PRIMARY KEY, content text, metadata jsonb,"
                + " embedding real[], created_at timestamptz, session_id text, project text)");
    }

    /** Inserts rows, or writes over those that have such an id. */
    void insert(int rows) {
        for (int i = 0; i < rows; i++) {
            boolean known = !ids.isEmpty() && random.nextInt(10) == 0;
            String id = known ? anyId() : newId();
            ids.add(id);
            execute(
                    "INSERT INTO archival_memory VALUES (CAST(? AS " + idType + "), ?, ?::jsonb, ?::real[],"
                            + " ?::timestamptz, ?, ?) ON CONFLICT (id) DO UPDATE SET content = excluded.content,"
                            + " embedding = excluded.embedding",
                    id,
                    content(),
                    orNull(json(3)),
                    orNull(vector()),
                    orNull(time()),
                    orNull(text(8)),
                    orNull(text(20)));
        }
    }

    /** Changes one column of some rows. */
    void update(int rows) {
        for (int i = 0; i < rows && !ids.isEmpty(); i++) {
            String where = " WHERE id = CAST(? AS " + idType + ")";
            switch (random.nextInt(6)) {
                case 0 -> execute("UPDATE archival_memory SET content = ?" + where, content(), anyId());
                case 1 -> execute("UPDATE archival_memory SET metadata = ?::jsonb" + where, orNull(json(3)), anyId());
                case 2 ->
                    execute("UPDATE archival_memory SET embedding = ?::real[]" + where, orNull(vector()), anyId());
                case 3 ->
                    execute("UPDATE archival_memory SET created_at = ?::timestamptz" + where, orNull(time()), anyId());
                case 4 -> execute("UPDATE archival_memory SET session_id = ?" + where, orNull(text(8)), anyId());
                default -> execute("UPDATE archival_memory SET project = ?" + where, orNull(text(20)), anyId());
            }
        }
    }

    /** Deletes some rows. Their ids may come again. */
    void delete(int rows) {
        for (int i = 0; i < rows && !ids.isEmpty(); i++) {
            execute("DELETE FROM archival_memory WHERE id = CAST(? AS " + idType + ")", anyId());
        }
    }

    private String anyId() {
        return List.copyOf(ids).get(random.nextInt(ids.size()));
    }

    private String newId() {
        return switch (idType) {
            case "bigint" -> String.valueOf(random.nextBoolean() ? random.nextLong() : random.nextInt(-50, 50));
            case "uuid" -> new UUID(random.nextLong(), random.nextLong()).toString();
            default ->
                random.nextBoolean() ? List.of("7", "007", "1e3", "1000", "").get(random.nextInt(5)) : text(6);
        };
    }

    /** A row without content is left out; it is not until it gets some. */
    private @Nullable String content() {
        return random.nextInt(20) == 0 ? null : text(60);
    }

    /** Code points of all planes, but for zero, which PostgreSQL refuses, and halves of surrogate pairs. */
    private String text(int most) {
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(most + 1); left > 0; left--) {
            switch (random.nextInt(4)) {
                case 0 -> text.append(WORDS.get(random.nextInt(WORDS.size())));
                case 1 -> text.append((char) (1 + random.nextInt(0x7f)));
                case 2 -> text.append((char) (1 + random.nextInt(0xd7ff)));
                default -> text.appendCodePoint(0xe000 + random.nextInt(0x110000 - 0xe000));
            }
        }
        return text.toString();
    }

    private String json(int depth) {
        return switch (random.nextInt(depth == 0 ? 5 : 8)) {
            case 0 -> "null";
            case 1 -> String.valueOf(random.nextBoolean());
            case 2 -> String.valueOf(random.nextInt());
            case 3 -> random.nextInt(100) + "." + random.nextInt(1000) + "e" + random.nextInt(-400, 400);
            case 4 -> quoted(text(10));
            case 5 -> list(() -> json(depth - 1), "[", "]");
            default -> list(() -> quoted(key()) + ":" + json(depth - 1), "{", "}");
        };
    }

    private String key() {
        List<String> known = List.of("tags", "context", "session_id", "type", "confidence", "embedding_model");
        return random.nextBoolean() ? known.get(random.nextInt(known.size())) : text(5);
    }

    private static String quoted(String text) {
        return text.codePoints()
                .mapToObj(c -> c < ' ' || c == '"' || c == '\\' ? String.format("\\u%04x", c) : Character.toString(c))
                .collect(Collectors.joining("", "\"", "\""));
    }

    /** Flat as a rule; some that are no vector at all. */
    private String vector() {
        return switch (random.nextInt(12)) {
            case 0 -> "{1,NULL,2}";
            case 1 -> "{{1,2},{3,4}}";
            case 2 -> "{}";
            default -> list(() -> String.valueOf(number()), "{", "}");
        };
    }

    private float number() {
        float any = Float.intBitsToFloat(random.nextInt());
        return random.nextBoolean() || Float.isNaN(any) ? NUMBERS.get(random.nextInt(NUMBERS.size())) : any;
    }

    private String time() {
        return random.nextInt(3) == 0
                ? TIMES.get(random.nextInt(TIMES.size()))
                : String.format(
                        "2026-%02d-%02d %02d:%02d:%02d.%06d+00",
                        1 + random.nextInt(12),
                        1 + random.nextInt(3),
                        random.nextInt(24),
                        random.nextInt(60),
                        random.nextInt(60),
                        random.nextInt(1_000_000));
    }

    private String list(Supplier<String> element, String open, String close) {
        return IntStream.range(0, random.nextInt(5))
                .mapToObj(i -> element.get())
                .collect(Collectors.joining(",", open, close));
    }

    private @Nullable String orNull(String value) {
        return random.nextInt(6) == 0 ? null : value;
    }

    private void execute(String sql, @Nullable String... values) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
