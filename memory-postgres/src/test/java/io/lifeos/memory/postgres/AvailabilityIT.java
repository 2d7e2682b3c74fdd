package io.lifeos.memory.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lifeos.memory.archive.row.ArchiveSnapshot;
import io.lifeos.memory.archive.row.SnapshotArchive;
import io.lifeos.memory.fact.SourceUnavailableException;
import io.lifeos.memory.postgres.testing.FreePort;
import io.lifeos.memory.postgres.testing.TestDatabase;
import io.lifeos.memory.postgres.testing.TestPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Why an archive cannot be read, in a sentence, and never with a password. */
final class AvailabilityIT {

    private TestDatabase database;

    @BeforeEach
    void create_database() {
        database = TestPostgres.newDatabase();
        database.execute(
                "CREATE TABLE archival_memory (id int PRIMARY KEY, content text)",
                "INSERT INTO archival_memory VALUES (1, 'a')",
                "CREATE ROLE reader LOGIN PASSWORD 'hunter2'");
    }

    @AfterEach
    void drop_database() {
        database.execute("DROP OWNED BY reader", "DROP ROLE reader");
        database.close();
    }

    @Test
    void an_archive_that_can_be_read_is_available() {
        PostgresArchive archive = PostgresArchive.of(database.url());
        assertThat(archive.availability()).isEqualTo(Availability.yes());
        assertThat(archive.count()).isEqualTo(1);
    }

    @Test
    void an_archive_may_be_named_by_its_parts() {
        PostgresArchive archive = PostgresArchive.builder()
                .host("127.0.0.1")
                .port(database.port())
                .database(database.name())
                .user("postgres")
                .password("postgres")
                .build();
        assertThat(archive.count()).isEqualTo(1);
    }

    @Test
    void an_environment_without_a_url_is_not_configured() {
        for (Map<String, String> environment : List.of(Map.<String, String>of(), Map.of("DATABASE_URL", "  "))) {
            PostgresArchive archive =
                    PostgresArchive.builder().fromEnvironment(environment).build();
            assertReason(archive, "not configured");
            assertThatThrownBy(archive::count)
                    .isInstanceOf(SourceUnavailableException.class)
                    .hasMessageContaining("DATABASE_URL");
        }
    }

    @Test
    void a_server_that_is_down_does_not_answer_and_is_worth_a_retry() {
        PostgresArchive archive = PostgresArchive.of("postgres://reader:hunter2@127.0.0.1:" + FreePort.next() + "/d");
        assertReason(archive, "does not answer");
        assertThatThrownBy(archive::count)
                .isInstanceOfSatisfying(
                        SourceUnavailableException.class,
                        e -> assertThat(e.retryable()).isTrue());
    }

    @Test
    void a_server_that_says_nothing_is_given_up() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            PostgresArchive archive = PostgresArchive.builder()
                    .url("postgres://reader:hunter2@127.0.0.1:" + silent.getLocalPort() + "/d")
                    .connectTimeout(Duration.ofSeconds(1))
                    .build();
            assertReason(archive, "127.0.0.1");
        }
    }

    @Test
    void a_database_that_does_not_exist_is_said() {
        assertReason(PostgresArchive.of(database.url() + "_not"), "no such database");
    }

    @Test
    void a_table_that_does_not_exist_is_said() {
        PostgresArchive archive = PostgresArchive.builder()
                .url(database.url())
                .table("elsewhere.archival_memory")
                .build();
        assertReason(archive, "does not have the table");
    }

    @Test
    void a_role_that_may_not_read_is_told_what_it_needs() {
        assertReason(PostgresArchive.of(database.url("reader", "hunter2")), "SELECT");
    }

    @Test
    void a_role_that_may_read_some_columns_only_is_told_so() {
        database.execute("GRANT SELECT (id) ON archival_memory TO reader");
        assertReason(PostgresArchive.of(database.url("reader", "hunter2")), "grant it SELECT");
    }

    @Test
    void a_role_that_may_not_read_the_tags_beside_is_told_so_before_anything_is_read() {
        database.execute(
                "ALTER TABLE archival_memory ADD agent_id text",
                "CREATE TABLE memory_tags (memory_id int, tag text)",
                "GRANT SELECT ON archival_memory TO reader");
        PostgresArchive archive = PostgresArchive.of(database.url("reader", "hunter2"));
        assertReason(archive, "may not read \"public\".\"memory_tags\"");
        database.execute("GRANT SELECT ON memory_tags TO reader");
        assertThat(archive.count()).isEqualTo(1);
    }

    @Test
    void a_role_that_may_not_use_the_schema_is_told_so() {
        database.execute(
                "CREATE SCHEMA tenant",
                "CREATE TABLE tenant.archival_memory (id int PRIMARY KEY, content text)",
                "GRANT SELECT ON tenant.archival_memory TO reader");
        assertReason(
                PostgresArchive.builder()
                        .url(database.url("reader", "hunter2"))
                        .table("tenant.archival_memory")
                        .build(),
                "permission denied for schema tenant");
    }

    @Test
    void row_level_security_is_a_refusal_and_not_an_empty_table() {
        database.execute(
                "GRANT SELECT ON archival_memory TO reader", "ALTER TABLE archival_memory ENABLE ROW LEVEL SECURITY");
        assertReason(PostgresArchive.of(database.url("reader", "hunter2")), "row-level security");
    }

    @Test
    void a_role_without_the_system_identifier_gets_no_identity() {
        database.execute(
                "GRANT SELECT ON archival_memory TO reader",
                "REVOKE EXECUTE ON FUNCTION pg_control_system() FROM PUBLIC");
        try (ArchiveSnapshot snapshot = SnapshotArchive.of(PostgresArchive.of(database.url("reader", "hunter2")))
                .openSnapshot()) {
            assertThat(snapshot.identity()).isEmpty();
            assertThat(snapshot.selected()).isEqualTo(1);
        }
    }

    @Test
    void a_wrong_password_is_refused_without_showing_it() throws IOException {
        Path rules = Path.of(database.query("SHOW hba_file"));
        String before = Files.readString(rules);
        try {
            Files.writeString(rules, "host all reader 127.0.0.1/32 scram-sha-256\n" + before);
            database.execute("SELECT pg_reload_conf()");
            assertReason(PostgresArchive.of(database.url("reader", "hunter3")), "check user, password");
        } finally {
            Files.writeString(rules, before);
            database.execute("SELECT pg_reload_conf()");
        }
    }

    @Test
    void a_closed_archive_opens_nothing() {
        PostgresArchive archive = PostgresArchive.of(database.url());
        archive.close();
        archive.close();
        assertThatIllegalStateException().isThrownBy(SnapshotArchive.of(archive)::openSnapshot);
    }

    private static void assertReason(PostgresArchive archive, String part) {
        Availability availability = archive.availability();
        assertThat(availability.available()).isFalse();
        assertThat(availability.reason().orElseThrow()).contains(part).doesNotContain("hunter");
        assertThatThrownBy(archive::count)
                .isInstanceOf(SourceUnavailableException.class)
                .hasNoCause();
    }
}
