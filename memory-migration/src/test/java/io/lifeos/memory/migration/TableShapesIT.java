package io.lifeos.memory.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lifeos.memory.fact.SourceUnavailableException;
import io.lifeos.memory.postgres.PostgresArchive;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ids, names and columns of every kind: the rows arrive, are proven, and another run changes nothing. */
final class TableShapesIT extends MigrationFixture {

    // Ids

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "smallint      | -32768, 0, 32767                                              | -32768,0,32767",
                "integer       | -5, 0, 2147483647                                             | -5,0,2147483647",
                "bigint        | -9223372036854775808, 0, 9223372036854775807 | -9223372036854775808,0,9223372036854775807",
                "uuid          | 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11' | a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
                "text          | '007', '7', '1e3', '1000', '', ' 7', 'é', 'Z', 'a' | ``, 7,007,1000,1e3,7,Z,a,é",
                "varchar(9)    | '007', '7', '1e3'                                             | 007,1e3,7",
                "character(4)  | '007', '7'                                                    | 007,7",
                "numeric       | 7.00, 1e3, 'NaN'                                              | 1000,7.00,NaN",
                "timestamptz   | '2026-01-25 15:07:40.123456+02' | 2026-01-25 13:07:40.123456+00",
                "boolean       | true, false                                                   | false,true",
            })
    void an_id_of_any_type_stays_what_it_is(String type, String values, String expected) {
        both.execute("CREATE TABLE archival_memory (id " + type + " PRIMARY KEY, content text)");
        for (String value : values.split(", ", -1)) {
            both.execute("INSERT INTO archival_memory VALUES (" + value + ", 'a')");
        }
        both.migrateAndProve();
        assertThat(both.stored("SELECT postgres_memory_id FROM fact_embeddings"))
                .containsExactlyInAnyOrder(expected.replace("`", "").split(",", -1));
        assertThat(both.stored("SELECT count(*) FROM fact_embeddings WHERE postgres_id IS NOT postgres_memory_id"))
                .containsExactly("0");
    }

    @Test
    void an_integer_id_is_stored_as_an_integer_and_any_other_as_a_text() {
        both.execute("CREATE TABLE archival_memory (id serial PRIMARY KEY, content text)", row("content", "'a'"));
        both.migrateAndProve();
        assertThat(both.stored("SELECT typeof(postgres_memory_id) FROM fact_embeddings"))
                .containsExactly("integer");
    }

    @Test
    void a_compound_id_is_the_array_of_its_parts() {
        both.execute(
                "CREATE TABLE archival_memory (agent text, content text, n int, at date, PRIMARY KEY (n, agent, at))",
                "INSERT INTO archival_memory SELECT a, a || n, n, '2026-01-25' FROM unnest(ARRAY['x','y \"z\"','x,7'])"
                        + " a, generate_series(1, 40) n");
        both.migrator().batchSize(7).build().migrate();
        both.migrateAndProve();
        assertThat(both.stored("SELECT postgres_memory_id FROM fact_embeddings l JOIN facts f ON f.id = l.fact_id"
                        + " WHERE f.content = 'y \"z\"7'"))
                .containsExactly("[\"7\",\"y \\\"z\\\"\",\"2026-01-25\"]");
        assertThat(both.stored("SELECT count(*) FROM facts")).containsExactly("120");
    }

    @Test
    void a_unique_index_over_columns_that_are_never_null_does_for_a_key() {
        both.execute(
                "CREATE TABLE archival_memory (id int NOT NULL UNIQUE, content text)",
                "INSERT INTO archival_memory VALUES (5, 'a')");
        both.migrateAndProve();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "CREATE TABLE archival_memory (id int, content text)",
                "CREATE TABLE archival_memory (id int UNIQUE, content text)",
                "CREATE VIEW archival_memory AS SELECT 1 AS id, 'a' AS content",
                "CREATE MATERIALIZED VIEW archival_memory AS SELECT 1 AS id, 'a' AS content"
            })
    void a_table_that_cannot_be_migrated_is_refused_in_a_sentence(String table) {
        both.execute(table);
        assertThatThrownBy(() -> both.migrate()).isInstanceOfSatisfying(SourceUnavailableException.class, e -> {
            assertThat(e.retryable()).isFalse();
            assertThat(e).hasMessageContaining("archival_memory");
        });
        assertThat(both.stored("SELECT count(*) FROM facts")).containsExactly("0");
    }

    // Names

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "archival_memory | archival_memory",
                "agents.notes | notes",
                "\"Agent Data\".\"Archival Memory; \"\"old\"\"\" | Archival Memory; \"old\""
            })
    void a_table_of_any_name_is_read(String table, String name) {
        both.execute(
                "CREATE SCHEMA agents",
                "CREATE SCHEMA \"Agent Data\"",
                "CREATE TABLE " + table + " (\"id\" serial PRIMARY KEY, content text, \"Strange \"\"Column\" text)",
                "INSERT INTO " + table + " (content, \"Strange \"\"Column\") VALUES ('a', 'kept')");
        both.readWith(archive -> archive.table(table));
        both.migrateAndProve();
        assertThat(both.memory().find(1).orElseThrow().source()).contains(name);
        assertThat(both.stored("SELECT value FROM fact_embeddings, json_each(source_columns)"))
                .containsExactly("kept");
    }

    @Test
    void a_table_that_is_found_along_the_search_path_is_the_one_that_is_read() {
        both.execute(
                "CREATE SCHEMA mine",
                "CREATE TABLE mine.archival_memory (id serial PRIMARY KEY, content text)",
                "INSERT INTO mine.archival_memory (content) VALUES ('mine')",
                "ALTER ROLE postgres IN DATABASE " + both.source().name() + " SET search_path = mine, public");
        both.migrateAndProve();
        assertThat(both.stored("SELECT identity FROM migration_sources"))
                .singleElement()
                .asString()
                .endsWith("mine.archival_memory");
    }

    @Test
    void a_partitioned_table_is_read_whole() {
        both.execute(
                "CREATE TABLE archival_memory (id int, content text, created_at timestamptz, PRIMARY KEY (id, created_at))"
                        + " PARTITION BY RANGE (created_at)",
                "CREATE TABLE old PARTITION OF archival_memory FOR VALUES FROM (MINVALUE) TO ('2026-01-01')",
                "CREATE TABLE young PARTITION OF archival_memory FOR VALUES FROM ('2026-01-01') TO (MAXVALUE)",
                "INSERT INTO archival_memory SELECT i, 'n ' || i, '2025-12-20 00:00+00'::timestamptz + i * interval '1 day'"
                        + " FROM generate_series(1, 30) i");
        assertThat(both.migrateAndProve().migrated()).isEqualTo(30);
    }

    // Columns

    @Test
    void columns_of_any_type_are_kept_as_postgresql_writes_them() {
        both.execute(
                "CREATE TYPE mood AS ENUM ('calm', 'so so')",
                "CREATE TYPE pair AS (a int, b text)",
                "CREATE DOMAIN score AS numeric(9, 3)",
                "CREATE TABLE archival_memory (id serial PRIMARY KEY, content text, agents text[], grid int[][],"
                        + " doc json, docb jsonb, price numeric, score score, raw bytea, span interval, mood mood,"
                        + " address inet, pair pair, period tstzrange, at time, bits bit(3), place point, f8 float8,"
                        + " f4 real, yes boolean, x xml, money money, words tsvector, nothing text)",
                "INSERT INTO archival_memory (content, agents, grid, doc, docb, price, score, raw, span, mood, address,"
                        + " pair, period, at, bits, place, f8, f4, yes, money, words) VALUES ('a',"
                        + " ARRAY['x','y z','q\"r',NULL], '{{1,2},{3,4}}', '{\"b\":1, \"b\":2,\"a\":\"\\u0000\"}',"
                        + " '{\"b\":1,\"a\":[2]}', 1e30, 1.5, '\\xdeadbeef', '1 year 2 days 03:04:05.678', 'so so',"
                        + " '10.0.0.1/8', ROW(1, 'x y'), '[2026-01-25 00:00+02,)', '01:02:03.4', B'101', '(1,2)',"
                        + " 0.1::float8 + 0.2::float8, 0.1, true, 12.34, 'a:1 b:2')");
        both.migrateAndProve();
        assertThat(column("agents")).isEqualTo("{x,\"y z\",\"q\\\"r\",NULL}");
        assertThat(column("grid")).isEqualTo("{{1,2},{3,4}}");
        assertThat(column("doc")).isEqualTo("{\"b\":1, \"b\":2,\"a\":\"\\u0000\"}");
        assertThat(column("docb")).isEqualTo("{\"a\": [2], \"b\": 1}");
        assertThat(column("price")).isEqualTo("1" + "0".repeat(30));
        assertThat(column("score")).isEqualTo("1.500");
        assertThat(column("raw")).isEqualTo("\\xdeadbeef");
        assertThat(column("span")).isEqualTo("1 year 2 days 03:04:05.678");
        assertThat(column("mood")).isEqualTo("so so");
        assertThat(column("address")).isEqualTo("10.0.0.1/8");
        assertThat(column("pair")).isEqualTo("(1,\"x y\")");
        assertThat(column("period")).isEqualTo("[\"2026-01-24 22:00:00+00\",)");
        assertThat(column("f8")).isEqualTo("0.30000000000000004");
        assertThat(column("words")).isEqualTo("'a':1 'b':2");
        assertThat(both.stored("SELECT json_type(source_columns, '$.nothing') FROM fact_embeddings"))
                .containsExactly("null");
    }

    @Test
    void settings_of_the_role_do_not_change_what_is_kept() {
        both.execute(
                "CREATE TABLE archival_memory (id serial PRIMARY KEY, content text, seen timestamptz, span interval,"
                        + " raw bytea, n float8, created_at timestamptz)",
                "INSERT INTO archival_memory (content, seen, span, raw, n, created_at) VALUES ('a',"
                        + " '2026-01-25 15:07:40+00', '1 day 02:03:04', '\\xff', 0.1, '2026-01-25 15:07:40.123456+00')");
        both.migrateAndProve();
        for (String setting : List.of(
                "TimeZone = 'America/New_York'",
                "DateStyle = 'German'",
                "IntervalStyle = 'iso_8601'",
                "bytea_output = 'escape'",
                "extra_float_digits = -10")) {
            both.execute("ALTER ROLE postgres IN DATABASE " + both.source().name() + " SET " + setting);
        }
        MigrationResult result = both.migrate();
        assertThat(result.success()).isTrue();
        assertThat(result.run().skipped()).isEqualTo(1);
    }

    @Test
    void soft_deleted_and_superseded_rows_are_counted_and_left_out_unless_asked_for() {
        both.execute(
                "CREATE TABLE archival_memory (id int PRIMARY KEY, content text, is_deleted boolean,"
                        + " deleted_at timestamptz, archived_at timestamptz, superseded_by int)",
                "INSERT INTO archival_memory VALUES (1, 'here', NULL), (2, 'here too', false), (3, 'gone', true)",
                "INSERT INTO archival_memory (id, content, deleted_at) VALUES (4, 'gone', now())",
                "INSERT INTO archival_memory (id, content, archived_at) VALUES (5, 'gone', now())",
                "INSERT INTO archival_memory (id, content, superseded_by) VALUES (6, 'gone', 1)",
                "INSERT INTO archival_memory (id, content) VALUES (7, NULL)");
        MigrationReport report = both.migrateAndProve();
        assertThat(report.migrated()).isEqualTo(2);
        assertThat(report.leftOut()).isEqualTo(5);
        assertThat(both.verify().leftOut()).isEqualTo(5);

        both.readWith(archive -> archive.includeLeftOut(true));
        MigrationReport all = both.prove(both.migrate());
        assertThat(all.migrated()).isEqualTo(4);
        assertThat(all.leftOut()).isEqualTo(1);
    }

    // Several sources

    @Test
    void two_databases_with_the_same_table_do_not_collide(@TempDir Path elsewhere) {
        both.execute("CREATE TABLE archival_memory (id serial PRIMARY KEY, content text)", row("content", "'here'"));
        both.migrateAndProve();
        try (SourceAndMemory other = SourceAndMemory.in(elsewhere)) {
            other.execute(
                    "CREATE TABLE archival_memory (id serial PRIMARY KEY, content text)", row("content", "'there'"));
            try (PostgresArchive archive = PostgresArchive.of(other.source().url())) {
                Migrator migrator = Migrator.from(archive).into(both.memory()).build();
                assertThat(migrator.migrate().run().migrated()).isEqualTo(1);
                assertThat(migrator.migrate().run().skipped()).isEqualTo(1);
            }
        }
        assertThat(both.migrateAndProve().orphaned().isEmpty()).isTrue();
        assertThat(both.stored("SELECT content FROM facts ORDER BY id")).containsExactly("here", "there");
    }

    @Test
    void two_tables_of_a_database_do_not_collide() {
        both.execute("CREATE SCHEMA a", "CREATE SCHEMA b");
        for (String table : List.of("a.archival_memory", "b.archival_memory", "\"a.archival_memory\"")) {
            both.execute(
                    "CREATE TABLE " + table + " (id serial PRIMARY KEY, content text)",
                    "INSERT INTO " + table + " (content) VALUES ('of " + table + "')");
            both.readWith(archive -> archive.table(table));
            assertThat(both.migrateAndProve().migrated()).isEqualTo(1);
        }
        assertThat(both.stored("SELECT content FROM facts ORDER BY id"))
                .containsExactly("of a.archival_memory", "of b.archival_memory", "of \"a.archival_memory\"");
    }
}
