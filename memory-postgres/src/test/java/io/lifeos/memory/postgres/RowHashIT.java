package io.lifeos.memory.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.archive.row.ArchivalId;
import io.lifeos.memory.archive.row.ArchivalMemory;
import io.lifeos.memory.archive.row.ArchiveSnapshot;
import io.lifeos.memory.archive.row.Embedding;
import io.lifeos.memory.archive.row.RowDigest;
import io.lifeos.memory.archive.row.RowHash;
import io.lifeos.memory.archive.row.RowHasher;
import io.lifeos.memory.archive.row.SnapshotArchive;
import io.lifeos.memory.postgres.testing.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PostgreSQL and Java compute the same hash, and it sees every change that counts. */
final class RowHashIT extends DatabaseFixture {

    @Test
    void is_the_same_on_both_sides_for_hard_rows() {
        database.execute(
                "CREATE TYPE mood AS ENUM ('sad', 'ok')",
                "CREATE DOMAIN vec AS real[]",
                "CREATE TABLE archival_memory (id serial PRIMARY KEY, content text, metadata json, more jsonb,"
                        + " created_at timestamptz, local timestamp, day date, span interval, raw bytea, tags text[],"
                        + " grid int[][], price money, number numeric, f8 float8, mood mood, blank char(5), flag boolean,"
                        + " kind regclass, address inet, embedding vec, recall_count int)",
                "ALTER TABLE archival_memory ADD COLUMN gone int",
                "ALTER TABLE archival_memory DROP COLUMN gone",
                "INSERT INTO archival_memory (content) VALUES (''), (E'\\b\\f\\n\\r\\t\\\\\"''')",
                "INSERT INTO archival_memory (content, metadata, more) VALUES"
                        + " ('a', '{\"a\": \"\\u0000\",  \"a\": 1}', '{\"z\": 1.10, \"a\": [null]}'), ('b', 'null', 'null'),"
                        + " ('c', '\"\"', '[]')",
                "INSERT INTO archival_memory (content, created_at, local, day) VALUES ('t', 'infinity', '-infinity',"
                        + " 'infinity'), ('t', '0044-03-15 BC', '0001-01-01', '4713-01-01 BC'), ('t',"
                        + " '12026-01-01 00:00:00.000001+14', '2026-01-25 15:07:40.123456', '9999-12-31')",
                "INSERT INTO archival_memory (content, span, raw, tags, grid, price, number, f8, mood, blank, flag, kind,"
                        + " address) VALUES ('x', '1 year -3 days 04:05:06.7', '\\x00ff'::bytea, '{NULL,\"NULL\",\"\",\"a,b\"}',"
                        + " '[0:1][2:3]={{1,2},{3,NULL}}', 1234.5, 1.10, 'NaN', 'ok', 'ab', true,"
                        + " 'archival_memory', '::1')",
                "INSERT INTO archival_memory (content, f8) VALUES ('f', 0.1), ('f', '-0'), ('f', 5e-324), ('f', 'Infinity')",
                "INSERT INTO archival_memory (content, embedding) VALUES ('e', '{1,-0,1e-45,3.4028235e38}'), ('e', '{}'),"
                        + " ('e', '{NaN,Infinity,-Infinity}'), ('e', '{1,NULL}'), ('e', '{{1,2},{3,4}}'), ('e',"
                        + " '[0:1]={1,2}'), ('e', '{0.1}')");
        assertHashesAreTheSame();
    }

    @Test
    void is_the_same_on_both_sides_for_all_of_unicode_and_for_ten_megabytes() throws SQLException {
        database.execute("CREATE TABLE archival_memory (id serial PRIMARY KEY, content text)");
        String all = IntStream.rangeClosed(1, Character.MAX_CODE_POINT)
                .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
        try (Connection connection = database.dataSource().getConnection();
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO archival_memory (content) VALUES (?)")) {
            for (String content : List.of(all, "ä".repeat(5_000_000))) {
                insert.setString(1, content);
                insert.execute();
            }
        }
        assertHashesAreTheSame();
        try (ArchiveSnapshot snapshot = open(database)) {
            assertThat(snapshot.memories(snapshot.ids(null, 1)).get(0).content())
                    .isEqualTo(all);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "content = content || ' '",
                "metadata = '{\"a\":  1}'",
                "created_at = created_at + interval '1 microsecond'",
                "session_id = ''",
                "embedding = '{-0,1}'",
                "embedding = NULL",
                "note = 'NULL'",
            })
    void sees_every_change(String change) {
        createOrdinaryRow();
        RowHash before = hash();
        database.execute("UPDATE archival_memory SET " + change);
        assertThat(hash()).isNotEqualTo(before);
    }

    @Test
    void does_not_see_counters_nor_the_settings_of_the_role() {
        createOrdinaryRow();
        RowHash before = hash();
        database.execute(
                "UPDATE archival_memory SET recall_count = 7, last_recalled = now()",
                "ALTER DATABASE " + database.name() + " SET TimeZone = 'Asia/Tokyo'",
                "ALTER DATABASE " + database.name() + " SET DateStyle = 'German'",
                "ALTER DATABASE " + database.name() + " SET bytea_output = 'escape'",
                "ALTER DATABASE " + database.name() + " SET extra_float_digits = -10",
                "ALTER DATABASE " + database.name() + " SET quote_all_identifiers = on");
        assertThat(hash()).isEqualTo(before);
    }

    @Test
    void tells_a_text_from_its_neighbour() {
        database.execute(
                "CREATE TABLE archival_memory (id int PRIMARY KEY, content text, a text, b text)",
                "INSERT INTO archival_memory VALUES (1, '', 'x', NULL), (2, '', NULL, 'x'), (3, '', '', 'x'), (4, 'x', '',"
                        + " NULL)");
        try (ArchiveSnapshot snapshot = open(database)) {
            assertThat(snapshot.keys(null, 10)).extracting(RowDigest::hash).doesNotHaveDuplicates();
        }
    }

    @Test
    void is_recomputed_from_what_was_stored_elsewhere() {
        createOrdinaryRow();
        try (ArchiveSnapshot snapshot = open(database)) {
            ArchivalMemory read = snapshot.memories(snapshot.ids(null, 1)).get(0);
            Map<String, @Nullable String> texts = new HashMap<>(read.texts());
            Optional<Embedding> embedding = read.embedding().map(e -> Embedding.ofLittleEndian(e.toLittleEndian()));
            ArchivalMemory rebuilt = new ArchivalMemory(snapshot.table(), ArchivalId.ofInteger(1), texts, embedding);
            assertThat(rebuilt).isEqualTo(read);
            assertThat(new RowHasher(rebuilt.table()).hash(rebuilt)).isEqualTo(hash());
        }
    }

    private void createOrdinaryRow() {
        database.execute(
                "CREATE TABLE archival_memory (id int PRIMARY KEY, content text, metadata json, created_at timestamptz,"
                        + " session_id text, embedding real[], note text, recall_count int, last_recalled timestamptz,"
                        + " raw bytea, f8 float8)",
                "INSERT INTO archival_memory VALUES (1, 'a', '{\"a\": 1}', '2026-01-25 15:07:40.12+00', NULL, '{0,1}', NULL,"
                        + " 0, NULL, '\\x00', 0.1)");
    }

    private RowHash hash() {
        try (ArchiveSnapshot snapshot = open(database)) {
            return snapshot.keys(null, 1).get(0).hash();
        }
    }

    private void assertHashesAreTheSame() {
        try (ArchiveSnapshot snapshot = open(database)) {
            HashParity.check(snapshot);
        }
    }

    private static ArchiveSnapshot open(TestDatabase database) {
        return SnapshotArchive.of(PostgresArchive.of(database.url())).openSnapshot();
    }
}
