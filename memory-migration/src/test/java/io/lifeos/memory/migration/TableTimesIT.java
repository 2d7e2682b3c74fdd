package io.lifeos.memory.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.fact.Fact;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A row keeps its time, whatever the type and the zone of its column are. */
final class TableTimesIT extends MigrationFixture {

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "timestamptz | 2026-01-25 17:07:40.123456+02   | UTC           | 2026-01-25T15:07:40.123456Z",
                "timestamptz | 0001-01-01 00:00:00+00          | Asia/Tokyo    | 0001-01-01T00:00:00Z",
                "timestamptz | 9999-12-31 23:59:59.999999+00   | Asia/Tokyo    | 9999-12-31T23:59:59.999999Z",
                "timestamptz | 1883-11-18 12:00:00 America/New_York | UTC      | 1883-11-18T17:00:00Z",
                "timestamp   | 2026-01-25 15:07:40.1           | UTC           | 2026-01-25T15:07:40.100Z",
                "timestamp   | 2026-07-25 15:07:40.123456      | Europe/Berlin | 2026-07-25T13:07:40.123456Z",
                "timestamp   | 2026-03-29 02:30:00             | Europe/Berlin | 2026-03-29T01:30:00Z",
                "timestamp   | 2026-10-25 02:30:00             | Europe/Berlin | 2026-10-25T00:30:00Z",
                "timestamp   | 2026-10-25 02:30:00             | +01:00        | 2026-10-25T01:30:00Z",
                "date        | 2026-01-25                      | UTC           | 2026-01-25T00:00:00Z",
                "date        | 2026-01-25                      | Asia/Tokyo    | 2026-01-24T15:00:00Z",
                "text        | 2026-01-25 15:07:40             | Europe/Berlin | 2026-01-25T14:07:40Z",
                "text        | 2026-01-25T15:07:40.123456789Z  | UTC           | 2026-01-25T15:07:40.123456Z",
                "text        | 2026-01-25T15:07:40+05:30       | UTC           | 2026-01-25T09:37:40Z",
                "integer     | 1769353660                      | Asia/Tokyo    | 2026-01-25T15:07:40Z",
                "bigint      | 1769353660123                   | UTC           | 2026-01-25T15:07:40.123Z",
                "bigint      | 1769353660123456                | UTC           | 2026-01-25T15:07:40.123456Z",
                "float8      | 1769353660.123456               | UTC           | 2026-01-25T15:07:40.123456Z",
                "float8      | 1769353660123456                | UTC           | 2026-01-25T15:07:40.123456Z",
                "numeric     | 1769353660.1234567              | UTC           | 2026-01-25T15:07:40.123456Z",
                "text        | 1769353660                      | UTC           | 2026-01-25T15:07:40Z",
            })
    void a_time_is_read_in_its_own_zone(String type, String value, String zone, Instant expected) {
        TimeZone ofThisMachine = TimeZone.getDefault();
        try {
            for (String machine : List.of("Pacific/Kiritimati", "America/New_York")) {
                TimeZone.setDefault(TimeZone.getTimeZone(machine));
                both.readWith(archive -> archive.sourceZone(ZoneId.of(zone)));
                both.execute(
                        "DROP TABLE IF EXISTS archival_memory",
                        "CREATE TABLE archival_memory (id serial PRIMARY KEY, content text, created_at " + type + ")",
                        row("content, created_at", "'a', '" + value + "'"));
                both.migrateAndProve();
                assertThat(both.memory().find(1).orElseThrow().happenedAt()).isEqualTo(expected);
            }
        } finally {
            TimeZone.setDefault(ofThisMachine);
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "timestamptz | 'infinity'                  | infinity",
                "timestamptz | '-infinity'                 | -infinity",
                "timestamptz | '0044-03-15 12:00:00+00 BC' | 0044-03-15 12:00:00+00 BC",
                "timestamptz | '10000-01-01 00:00:00+00'   | 10000-01-01 00:00:00+00",
                "timestamptz | '294276-12-31 23:59:59+00'  | 294276-12-31 23:59:59+00",
                "timestamp   | 'infinity'                  | infinity",
                "date        | '5874897-12-31'             | 5874897-12-31",
                "text        | 'yesterday'                 | yesterday",
                "text        | ''                          | ``",
                "text        | '2026-02-30 00:00:00'       | 2026-02-30 00:00:00",
                "bigint      | 20260125                    | 20260125",
                "bigint      | 0                           | 0",
                "text        | '20260125150740'            | 20260125150740",
                "timestamptz | NULL                        | NULL",
            })
    void a_row_without_a_time_that_text_can_hold_keeps_the_time_of_its_first_import(
            String type, String value, String kept) {
        both.execute(
                "CREATE TABLE archival_memory (id serial PRIMARY KEY, content text, created_at " + type + ")",
                row("content, created_at", "'a', " + value));
        both.migrateAndProve();
        assertThat(column("created_at")).isEqualTo(kept.equals("NULL") ? null : kept);
        assertKeepsItsTime();
    }

    @Test
    void a_table_without_times_takes_those_of_the_first_import() {
        both.execute("CREATE TABLE archival_memory (id serial PRIMARY KEY, content text)", row("content", "'a'"));
        both.migrateAndProve();
        assertKeepsItsTime();
    }

    private void assertKeepsItsTime() {
        Fact first = both.memory().find(1).orElseThrow();
        assertThat(first.recordedAt()).contains(first.happenedAt());
        both.execute("UPDATE archival_memory SET content = 'b'");
        both.prove(both.migrate());
        both.migrator().force(true).build().migrate();
        assertThat(both.memory().find(1).orElseThrow().content()).isEqualTo("b");
        assertThat(both.memory().find(1).orElseThrow().happenedAt()).isEqualTo(first.happenedAt());
    }

    @Test
    void a_time_that_becomes_usable_later_is_taken_then() {
        both.execute(
                "CREATE TABLE archival_memory (id serial PRIMARY KEY, content text, created_at timestamptz)",
                row("content, created_at", "'a', 'infinity'"));
        both.migrateAndProve();
        both.execute("UPDATE archival_memory SET created_at = '2020-02-29 00:00:00+00'");
        both.prove(both.migrate());
        assertThat(both.memory().find(1).orElseThrow().happenedAt()).isEqualTo(Instant.parse("2020-02-29T00:00:00Z"));
        assertThat(both.stored("SELECT source_columns FROM fact_embeddings")).containsOnlyNulls();
    }
}
