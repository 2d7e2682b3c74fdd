package io.lifeos.memory.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Content and metadata of any length and any characters arrive, are proven, and another run changes nothing. */
final class TableContentsIT extends MigrationFixture {

    @Test
    void content_may_be_long_or_anything_that_unicode_has_but_not_blank() {
        String planes = IntStream.rangeClosed(0, 16)
                .map(plane -> plane << 16 | 0xFFF0)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
        both.execute(
                "CREATE TABLE archival_memory (id serial PRIMARY KEY, content text)",
                row("content", "''"),
                row("content", "' '"),
                row("content", "E'\\r\\n\\t\\u0001\\u0085\\u2028\\uFEFF'"),
                row("content", "'" + planes + "'"),
                row("content", "'e' || U&'\\0301' || U&' \\+01F469\\200D\\+01F467 \\202Eright'"),
                row("content", "repeat('0123456789abcde\n', 655360)"),
                row("content", "NULL"));
        MigrationReport report = both.migrateAndProve();
        assertThat(report.migrated()).isEqualTo(4);
        assertThat(report.leftOut()).isEqualTo(3);
        assertThat(both.memory().find(2).orElseThrow().content()).isEqualTo(planes);
        assertThat(both.memory().find(4).orElseThrow().content()).hasSize(10 * 1024 * 1024);
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "jsonb", "text"})
    void metadata_may_be_any_json_of_any_size_and_depth(String type) {
        // PostgreSQL's own parser goes no deeper than its stack.
        int depth = type.equals("text") ? 100_000 : 5_000;
        both.execute("CREATE TABLE archival_memory (id serial PRIMARY KEY, content text, metadata " + type + ")");
        List<String> values = List.of(
                "NULL",
                "'null'",
                "'true'",
                "'-1.50e2'",
                "'\"\"'",
                "'[]'",
                "'{}'",
                "'{\"a\":1,\"a\":2, \"confidence\":0.3,\"confidence\":0.7}'",
                "'{\"tags\":[\"x\",\"y\",{\"z\":1}],\"context\":{\"not\":\"text\"}}'",
                "'\"{\\\"context\\\":\\\"in a text\\\"}\"'",
                "repeat('[', " + depth + ") || repeat(']', " + depth + ")",
                "repeat('{\"a\":', " + depth + ") || '1' || repeat('}', " + depth + ")",
                "'{\"context\":\"' || repeat('x', 1048576) || '\"}'");
        for (String value : values) {
            both.execute(row("content, metadata", "'a', (" + value + ")::" + type));
        }
        if (!type.equals("jsonb")) {
            both.execute(
                    row("content, metadata", "'a', '{\"context\":\"nul \\u0000\",\"x\":\"\\ud800\"}'::" + type),
                    row("content, metadata", "'a', E'{ \"a\" :\\n\\t1 }'::" + type));
        }
        assertThat(both.migrateAndProve().rejected()).isZero();
    }

    @Test
    void metadata_that_is_no_json_is_kept_as_it_is() {
        both.execute(
                "CREATE TABLE archival_memory (id serial PRIMARY KEY, content text, metadata text)",
                row("content, metadata", "'a', '{\"context\": \"half'"),
                row("content, metadata", "'a', ''"));
        both.migrateAndProve();
        assertThat(both.stored("SELECT metadata FROM facts ORDER BY id")).containsExactly("{\"context\": \"half", "");
    }
}
