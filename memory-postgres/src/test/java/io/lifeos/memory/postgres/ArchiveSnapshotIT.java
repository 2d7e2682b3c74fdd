package io.lifeos.memory.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lifeos.memory.archive.row.ArchivalId;
import io.lifeos.memory.archive.row.ArchivalMemory;
import io.lifeos.memory.archive.row.ArchiveSnapshot;
import io.lifeos.memory.archive.row.RowDigest;
import io.lifeos.memory.archive.row.SnapshotArchive;
import io.lifeos.memory.fact.SourceUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ArchiveSnapshotIT extends DatabaseFixture {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "id serial PRIMARY KEY ; i",
                "id bigint PRIMARY KEY ; i * 3000000000",
                "id smallint PRIMARY KEY ; 100 - i",
                "id uuid PRIMARY KEY ; md5(i::text)::uuid",
                "id text PRIMARY KEY ; repeat('0', i % 4) || i",
                "id text COLLATE \"C\" PRIMARY KEY ; chr(64 + i) || i",
                "id varchar(9) PRIMARY KEY ; 'é' || i",
                "id char(8) PRIMARY KEY ; 'x' || i",
                "id numeric PRIMARY KEY ; i / 7.0",
                "id timestamptz PRIMARY KEY ; now() - i * interval '1 hour'",
                "id text NOT NULL UNIQUE ; i || '\"\\,{}'",
                "\"Row Id\" int PRIMARY KEY ; i",
            })
    void sees_each_row_once_in_pages_of_any_size(String key, String value) {
        database.execute(
                "CREATE TABLE archival_memory (" + key + ", content text)",
                "INSERT INTO archival_memory SELECT " + value + ", 'memory ' || i FROM generate_series(1, 23) AS i");
        assertEachRowOnce(23);
    }

    @Test
    void sees_each_row_once_when_the_key_is_compound() {
        database.execute(
                "CREATE TABLE archival_memory (agent text, content text, created_at timestamptz, n int,"
                        + " PRIMARY KEY (agent, n, created_at)) PARTITION BY LIST (agent)",
                "CREATE TABLE part_a PARTITION OF archival_memory FOR VALUES IN ('a')",
                "CREATE TABLE part_rest PARTITION OF archival_memory DEFAULT",
                "INSERT INTO archival_memory SELECT chr(97 + i % 3), 'memory ' || i, now(), i / 3"
                        + " FROM generate_series(1, 23) AS i");
        assertEachRowOnce(23);
        try (ArchiveSnapshot snapshot = open()) {
            ArchivalId id = snapshot.ids(null, 1).get(0);
            assertThat(id.parts()).hasSize(3).startsWith("a", "1");
            assertThat(id.value().toString()).startsWith("[\"a\",\"1\",\"");
            assertThat(snapshot.memories(List.of(id)).get(0).createdAt()).isPresent();
        }
    }

    @Test
    void pages_a_key_of_an_extension_by_the_extension_s_own_order() {
        database.execute(
                "CREATE SCHEMA elsewhere",
                "CREATE EXTENSION citext SCHEMA elsewhere",
                "CREATE TABLE archival_memory (id elsewhere.citext PRIMARY KEY, content text)",
                "INSERT INTO archival_memory VALUES ('a', '1'), ('B', '2'), ('c', '3'), ('D', '4'), ('e', '5')");
        assertEachRowOnce(5);
    }

    @Test
    void keeps_text_ids_apart_that_are_equal_as_numbers() {
        database.execute(
                "CREATE TABLE archival_memory (id text PRIMARY KEY, content text)",
                "INSERT INTO archival_memory VALUES ('7', 'a'), ('007', 'b'), ('1e3', 'c'), ('1000', 'd')");
        try (ArchiveSnapshot snapshot = open()) {
            assertThat(snapshot.ids(null, 10))
                    .extracting(ArchivalId::value)
                    .containsExactlyInAnyOrder("7", "007", "1e3", "1000");
        }
    }

    @Test
    void gives_rows_in_the_order_asked_and_none_for_an_unknown_id() {
        database.execute(
                "CREATE TABLE archival_memory (id int PRIMARY KEY, content text)",
                "INSERT INTO archival_memory VALUES (1, 'a'), (2, 'b'), (3, 'c')");
        try (ArchiveSnapshot snapshot = open()) {
            List<ArchivalId> ids = List.of(ArchivalId.ofInteger(3), ArchivalId.ofInteger(9), ArchivalId.ofInteger(1));
            assertThat(snapshot.memories(ids))
                    .extracting(ArchivalMemory::content)
                    .containsExactly("c", "a");
        }
    }

    @Test
    void finds_a_table_by_quoted_names() {
        database.execute(
                "CREATE SCHEMA \"My \"\"Agent\"\"\"",
                "CREATE TABLE \"My \"\"Agent\"\"\".\"Archival.Memory\" (\"Id\" int PRIMARY KEY, content text, \"Über\" text)",
                "INSERT INTO \"My \"\"Agent\"\"\".\"Archival.Memory\" VALUES (1, 'a', 'b')");
        PostgresArchive archive = PostgresArchive.builder()
                .url(database.url())
                .table("\"My \"\"Agent\"\"\".\"Archival.Memory\"")
                .build();
        try (ArchiveSnapshot snapshot = SnapshotArchive.of(archive).openSnapshot()) {
            assertThat(snapshot.memories(snapshot.ids(null, 1)).get(0).texts())
                    .containsExactlyInAnyOrderEntriesOf(Map.of("content", "a", "Über", "b"));
            assertThat(snapshot.table().name()).isEqualTo("Archival.Memory");
            assertThat(snapshot.identity().orElseThrow())
                    .matches("[0-9]+/" + database.name() + "/\"My \"\"Agent\"\"\"\\.\"Archival\\.Memory\"");
        }
    }

    @Test
    void finds_a_table_along_the_search_path_of_the_role() {
        database.execute(
                "CREATE SCHEMA agent",
                "CREATE TABLE agent.archival_memory (id int PRIMARY KEY, content text)",
                "ALTER DATABASE " + database.name() + " SET search_path = agent");
        try (ArchiveSnapshot snapshot = open()) {
            assertThat(snapshot.table().qualifiedName()).isEqualTo("\"agent\".\"archival_memory\"");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE archival_memory (id int, content text)",
                "CREATE TABLE archival_memory (id int UNIQUE, content text)",
                "CREATE TABLE archival_memory (id int NOT NULL, content text);"
                        + " CREATE UNIQUE INDEX ON archival_memory (id) WHERE id > 0",
                "CREATE TABLE archival_memory (id int NOT NULL, content text);"
                        + " CREATE UNIQUE INDEX ON archival_memory ((id + 1))",
                "CREATE VIEW archival_memory AS SELECT 1 AS id, 'a' AS content",
            })
    void refuses_a_table_whose_rows_cannot_be_told_apart(String sql) {
        database.execute(sql.split(";"));
        assertThatThrownBy(this::open)
                .isInstanceOf(SourceUnavailableException.class)
                .hasMessageContaining("cannot be told apart");
    }

    @Test
    void refuses_a_table_that_others_inherit_from() {
        database.execute(
                "CREATE TABLE archival_memory (id int PRIMARY KEY, content text)",
                "CREATE TABLE child () INHERITS (archival_memory)");
        assertThatThrownBy(this::open).hasMessageContaining("inherit");
    }

    @Test
    void refuses_a_table_without_content_and_says_what_it_has() {
        database.execute("CREATE TABLE archival_memory (id int PRIMARY KEY, text text)");
        assertThatThrownBy(this::open).hasMessageContaining("no column content").hasMessageContaining("[id, text]");
    }

    @Test
    void counts_rows_that_are_left_out_and_reads_them_when_asked() {
        database.execute(
                "CREATE TABLE archival_memory (id int PRIMARY KEY, content text, is_deleted boolean, deleted_at timestamptz,"
                        + " archived_at timestamptz, superseded_by int)",
                "INSERT INTO archival_memory (id, content, is_deleted, deleted_at, archived_at, superseded_by) VALUES"
                        + " (1, 'a', false, NULL, NULL, NULL), (2, 'b', NULL, NULL, NULL, NULL), (3, 'c', true, NULL, NULL,"
                        + " NULL), (4, 'd', false, now(), NULL, NULL), (5, 'e', false, NULL, now(), NULL),"
                        + " (6, 'f', false, NULL, NULL, 1), (7, NULL, false, NULL, NULL, NULL)");
        try (ArchiveSnapshot snapshot = open()) {
            assertThat(snapshot.selected()).isEqualTo(2);
            assertThat(snapshot.leftOut()).isEqualTo(5);
            assertThat(snapshot.ids(null, 10)).extracting(ArchivalId::toString).containsExactly("1", "2");
        }
        try (PostgresArchive archive = PostgresArchive.builder()
                        .url(database.url())
                        .includeLeftOut(true)
                        .build();
                ArchiveSnapshot snapshot = SnapshotArchive.of(archive).openSnapshot()) {
            assertThat(snapshot.selected()).isEqualTo(6);
            assertThat(snapshot.leftOut()).isEqualTo(1);
            assertThat(archive.count()).isEqualTo(6);
        }
    }

    @Test
    void stays_as_it_was_while_others_write() {
        database.execute(
                "CREATE TABLE archival_memory (id int PRIMARY KEY, content text)",
                "INSERT INTO archival_memory VALUES (1, 'a'), (2, 'b')");
        try (ArchiveSnapshot snapshot = open()) {
            database.execute(
                    "INSERT INTO archival_memory VALUES (0, 'new')",
                    "DELETE FROM archival_memory WHERE id = 1",
                    "UPDATE archival_memory SET content = 'changed'");
            assertThat(snapshot.memories(snapshot.ids(null, 10)))
                    .extracting(ArchivalMemory::content)
                    .containsExactly("a", "b");
        }
    }

    @Test
    void leaves_a_given_data_source_as_it_was_and_cannot_write_meanwhile() throws SQLException {
        database.execute("CREATE TABLE archival_memory (id int PRIMARY KEY, content text)");
        try (Connection connection = database.dataSource().getConnection()) {
            DataSource given = new SingleConnection(connection);
            PostgresArchive archive =
                    PostgresArchive.builder().dataSource(given).build();
            try (ArchiveSnapshot snapshot = SnapshotArchive.of(archive).openSnapshot();
                    Statement statement = connection.createStatement()) {
                assertThat(snapshot.selected()).isZero();
                assertThatThrownBy(() -> statement.execute("INSERT INTO public.archival_memory VALUES (1, 'a')"))
                        .hasMessageContaining("read-only");
            }
            assertThat(connection.getAutoCommit()).isTrue();
            assertThat(connection.isReadOnly()).isFalse();
            try (Statement statement = connection.createStatement()) {
                statement.execute("INSERT INTO archival_memory VALUES (1, 'a')");
            }
        }
    }

    @Test
    void reads_times_alike_in_any_time_zone_of_the_host() {
        database.execute(
                "CREATE TABLE archival_memory (id int PRIMARY KEY, content text, created_at timestamp)",
                "INSERT INTO archival_memory VALUES (1, 'a', '2026-01-25 15:07:40.12')");
        TimeZone before = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
            try (ArchiveSnapshot snapshot = open()) {
                ArchivalMemory memory = snapshot.memories(snapshot.ids(null, 1)).get(0);
                assertThat(memory.createdAt()).contains("2026-01-25 15:07:40.12");
                assertThat(snapshot.table()
                                .sourceTime()
                                .parse(memory.createdAt().orElseThrow()))
                        .contains(Instant.parse("2026-01-25T15:07:40.12Z"));
            }
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @Test
    void says_that_a_lost_connection_may_come_back() {
        database.execute("CREATE TABLE archival_memory (id int PRIMARY KEY, content text)");
        try (ArchiveSnapshot snapshot = open()) {
            database.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
            assertThatThrownBy(snapshot::selected)
                    .isInstanceOfSatisfying(
                            SourceUnavailableException.class,
                            e -> assertThat(e.retryable()).isTrue())
                    .hasNoCause();
        }
    }

    @Test
    void refuses_a_page_of_nothing() {
        database.execute("CREATE TABLE archival_memory (id int PRIMARY KEY, content text)");
        try (ArchiveSnapshot snapshot = open()) {
            assertThatThrownBy(() -> snapshot.ids(null, 0)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private ArchiveSnapshot open() {
        return SnapshotArchive.of(PostgresArchive.of(database.url())).openSnapshot();
    }

    private void assertEachRowOnce(int rows) {
        try (ArchiveSnapshot snapshot = open()) {
            assertThat(snapshot.selected()).isEqualTo(rows);
            List<ArchivalId> all = snapshot.ids(null, 1000);
            assertThat(all).hasSize(rows).doesNotHaveDuplicates();
            for (int size : List.of(1, 2, 7, 1000)) {
                assertThat(pages(snapshot, size)).extracting(RowDigest::id).containsExactlyElementsOf(all);
            }
            assertThat(snapshot.memories(all)).extracting(ArchivalMemory::id).containsExactlyElementsOf(all);
        }
    }

    private static List<RowDigest> pages(ArchiveSnapshot snapshot, int size) {
        List<RowDigest> all = new ArrayList<>();
        List<RowDigest> page = snapshot.keys(null, size);
        while (!page.isEmpty()) {
            all.addAll(page);
            page = snapshot.keys(page.get(page.size() - 1).id(), size);
        }
        return all;
    }
}
