package io.lifeos.memory.migration.mapping;

import io.lifeos.memory.json.Json;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Texts as PostgreSQL may give them for columns of some types, the odd ones more often than in life. */
final class RandomTexts {

    /** Texts that look like a part of the metadata that a fact gets, or like a value of another column. */
    private static final List<String> TRAPS = List.of(
            "",
            " ",
            "7",
            "007",
            "null",
            "high",
            "0.5",
            "\"",
            "\\",
            "}",
            ", ",
            "{}",
            "[1,\"a\"]",
            "{\"owner\": \"a\"}",
            "{\"owner\": \"a\", \"n\": 7}",
            "{\"owner\": \"a\", \"metadata\": {}}",
            "{\"owner\": \"a\"} {}",
            "{\"owner\":",
            "\"{\\\"confidence\\\": \\\"low\\\"}\"",
            "{\"confidence\": 1e999}",
            "{\"embedding_model\": \"m\", \"embedding_dim\": 2}",
            "2026-01-25T10:00:00Z",
            "1769353660.123",
            "infinity",
            "{a,\"b c\",NULL}",
            "#tag, other");

    private static final List<String> MEMBERS = List.of(
            "owner",
            "n",
            "doc",
            "price",
            "metadata",
            "tags",
            "categories",
            "context",
            "session_id",
            "confidence",
            "created_at",
            "timestamp",
            "type",
            "embedding_model",
            "embedding_dim");

    private static final List<String> DAYS = List.of(
            "0001-01-01",
            "0001-12-31",
            "0044-03-15",
            "1969-12-31",
            "1970-01-01",
            "2026-03-29",
            "2026-10-25",
            "9999-12-31");

    private static final List<String> TIMES =
            List.of("00:00:00", "00:00:00.000001", "02:30:00", "12:00:00.5", "23:59:59.999999", "01:59:59.999999");

    private static final List<String> NO_DAYS =
            List.of("infinity", "-infinity", "12000-01-01", "0044-03-15 BC", "4714-11-24 BC");

    private final Random random;

    RandomTexts(Random random) {
        this.random = random;
    }

    <T> T any(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    String text() {
        return random.nextInt(3) == 0 ? any(TRAPS) : unicode(8);
    }

    /** Code points of all planes, control characters too, but for zero, which PostgreSQL refuses. */
    private String unicode(int most) {
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(most + 1); left > 0; left--) {
            switch (random.nextInt(4)) {
                case 0 -> text.append((char) (1 + random.nextInt(0x1f)));
                case 1 -> text.append((char) (' ' + random.nextInt(0x5f)));
                case 2 -> text.append((char) (1 + random.nextInt(0xd7ff)));
                default -> text.appendCodePoint(0xe000 + random.nextInt(0x110000 - 0xe000));
            }
        }
        return text.toString();
    }

    /** JSON of any shape, with any space that {@code json} keeps. */
    String json(int depth) {
        return switch (random.nextInt(depth == 0 ? 6 : 10)) {
            case 0 -> any(List.of("null", "true", "false", "{}", "[]", "\"\"", "{ }"));
            case 1 -> any(List.of("7", "-0", "1e400", "-1.50e2", "0.25", String.valueOf(random.nextLong())));
            case 2, 3 -> quoted(text());
            case 4 -> "\"" + any(List.of("\\ud83d\\ude00", "\\ud83d", "\\u0001\\/", "\\\"{}\\\"", "a\\\\")) + "\"";
            case 5 -> quoted(any(MEMBERS));
            case 6 -> list("[", "]", () -> json(depth - 1));
            default -> object(depth);
        };
    }

    private String object(int depth) {
        return list(
                "{",
                "}",
                () -> quoted(random.nextInt(4) == 0 ? text() : any(MEMBERS))
                        + any(List.of(":", ": ", " :"))
                        + json(depth - 1));
    }

    private String list(String open, String close, Supplier<String> element) {
        String space = any(List.of("", " "));
        return IntStream.range(0, random.nextInt(4))
                .mapToObj(i -> element.get())
                .collect(Collectors.joining(any(List.of(",", ", ", " ,")), open + space, space + close));
    }

    /** Control characters are escaped, as JSON demands; all else stays as it is. */
    private static String quoted(String text) {
        return Json.quote(text);
    }

    /** Times at the borders of what a fact can hold, beyond them, and where a zone has an hour twice or not at all. */
    String time(String type) {
        if (random.nextInt(6) == 0) {
            return any(NO_DAYS);
        }
        String day = random.nextBoolean()
                ? any(DAYS)
                : String.format("2026-%02d-%02d", 1 + random.nextInt(12), 1 + random.nextInt(28));
        return switch (type) {
            case "date" -> day;
            case "timestamp with time zone" -> day + " " + any(TIMES) + "+00";
            default -> day + " " + any(TIMES);
        };
    }

    String number() {
        return any(List.of("NaN", "Infinity", "-Infinity", "0", "-0", "0.1", "1e+300", "7", "1e-05", "0.5", "1"));
    }

    /** A vector as text, and now and then what is none. */
    String vector() {
        return random.nextInt(8) == 0
                ? any(List.of("{}", "{1,NULL}", "{{1},{2}}", "[1e39]", "no"))
                : IntStream.range(0, 1 + random.nextInt(4))
                        .mapToObj(i -> any(List.of("0", "1", "-0", "0.1", "0.5", "1e-45", "16777217", "3.4028235e38")))
                        .collect(Collectors.joining(",", "[", "]"));
    }

    /** A vector of any bits, often with zeros at its end. */
    float[] floats() {
        float[] vector = new float[1 + random.nextInt(5)];
        int own = random.nextBoolean() ? vector.length : random.nextInt(vector.length);
        for (int i = 0; i < own; i++) {
            vector[i] = Float.intBitsToFloat(random.nextInt());
        }
        return vector;
    }
}
