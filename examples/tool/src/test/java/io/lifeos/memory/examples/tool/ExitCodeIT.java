package io.lifeos.memory.examples.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.postgres.testing.FreePort;
import io.lifeos.memory.postgres.testing.TestDatabase;
import io.lifeos.memory.postgres.testing.TestPostgres;
import io.lifeos.memory.postgres.testing.TlsIdentity;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tool as a process, where something stands in its way: exit codes 2, 3 and 4, to a person and to a program. */
class ExitCodeIT {

    private static final String PASSWORD = "hunter2";

    @TempDir
    Path folder;

    private static TestDatabase database;

    @BeforeAll
    static void one_archival_memory() {
        database = TestPostgres.newDatabase();
        database.execute(
                "CREATE TABLE archival_memory (id serial PRIMARY KEY, content text, created_at timestamptz)",
                "INSERT INTO archival_memory (content, created_at) VALUES ('One', now())",
                "CREATE TABLE hidden (id serial PRIMARY KEY, content text)",
                "DROP ROLE IF EXISTS stranger",
                "CREATE ROLE stranger LOGIN",
                "CREATE TABLE guarded (id serial PRIMARY KEY, content text)",
                "ALTER TABLE guarded ENABLE ROW LEVEL SECURITY",
                "GRANT SELECT ON guarded TO stranger");
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    // 2: wrong usage

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--batch-size 0",
                "--batch-size -1",
                "--batch-size abc",
                "--batch-size 999999999",
                "--batch-size",
                "--no-such-option",
                "--no-such-option=hunter2",
                "stray",
                "--status --verify",
                "--dry-run --status",
                "--status --demo",
                "--database-url mysql://agent:hunter2@db/memories",
                "--database-url agent:hunter2@db",
                "--database-url postgres://agent:hunter2@db:port/memories",
                "--database-url postgres://agent:%zzhunter2@db/memories",
                "--database-url postgres://agent:hunter2@db/memories?nosuch=parameter",
                "--database-url postgres://agent:hunter2@db/memories?sslmode=requre",
                "--table a.b.c",
                "--table a --schema b",
                "--detect --plan",
                "--profile nosuch",
                "--where-scope user_id",
                "--source-name="
            })
    void wrong_usage_ends_with_2_and_does_nothing(String arguments) {
        assertFails(2, arguments.split(" "));
        assertThat(folder.resolve("home")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--plan", "--status", "--verify", "--dry-run", ""})
    void a_column_that_the_table_does_not_have_ends_with_2(String task) {
        assertThat(assertFails(2, against(database.url("postgres", PASSWORD), task, "--content", "body")))
                .contains("no column body", "[id, content, created_at]", "--table", "--profile");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--plan", "--status", "--verify", "--dry-run", ""})
    void two_tables_of_memories_of_which_none_is_named_end_with_2(String task) {
        database.execute(
                "CREATE SCHEMA other", "CREATE TABLE other.archival_memory (id serial PRIMARY KEY, content text)");
        try {
            assertThat(assertFails(2, against(database.url("postgres", PASSWORD), task)))
                    .contains(
                            "\"other\".\"archival_memory\"", "\"public\".\"archival_memory\"", "--table", "--profile");
            int nothingToVerify = 4;
            run(against(database.url("postgres", PASSWORD), task, "--schema", "other"))
                    .exitsWith(task.equals("--verify") ? nothingToVerify : 0);
        } finally {
            database.execute("DROP SCHEMA other CASCADE");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--json", "--root elsewhere", "--database-url postgres://agent:hunter2@db/memories"})
    void the_demo_refuses_what_would_lead_it_elsewhere(String arguments) {
        assertFails(2, ("--demo " + arguments).split(" "));
        assertThat(folder.resolve("lifeos-demo")).doesNotExist();
    }

    // 3: PostgreSQL

    @ParameterizedTest
    @ValueSource(strings = {"--detect", "--plan", "--status", "--verify", "--dry-run", ""})
    void a_source_that_is_not_configured_ends_with_3(String task) {
        assertFails(3, task.isEmpty() ? new String[0] : new String[] {task});
        assertThat(folder.resolve("home")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--detect", "--plan", "--status", "--verify", "--dry-run", ""})
    void a_server_that_is_down_ends_with_3(String task) {
        assertFails(3, against("postgresql://agent:hunter2@127.0.0.1:" + FreePort.next() + "/memories", task));
        assertThat(folder.resolve("home")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--detect", "--plan", "--status", "--verify", ""})
    void a_table_that_is_missing_ends_with_3(String task) {
        assertFails(3, against(database.url("postgres", PASSWORD), task, "--table", "nowhere"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--detect", "--plan", "--status", "--verify", ""})
    void a_table_that_may_not_be_read_ends_with_3(String task) {
        assertFails(3, against(database.url("stranger", PASSWORD), task, "--table", "hidden"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--detect", "--plan", "--status", "--verify", ""})
    void a_table_whose_rows_are_hidden_from_the_role_ends_with_3(String task) {
        assertThat(assertFails(3, against(database.url("stranger", PASSWORD), task, "--table", "guarded")))
                .contains("row-level security");
    }

    @Test
    void a_certificate_of_another_name_ends_with_3_and_without_a_line_of_the_driver() throws IOException {
        TlsIdentity identity = TlsIdentity.of("elsewhere.example", folder);
        identity.installIn(database);
        try {
            String url =
                    database.url("postgres", PASSWORD) + "?sslmode=verify-full&sslrootcert=" + identity.certificate();
            assertFails(3, against(url, "--plan"));
        } finally {
            TlsIdentity.removeFrom(database);
        }
    }

    @Test
    void a_database_without_a_table_of_memories_ends_with_3() {
        assertFails(3, against(database.url("postgres", PASSWORD), "--detect", "--profile", "letta"));
        assertFails(3, against(database.url("postgres", PASSWORD), "", "--schema", "nowhere"));
    }

    @Test
    void a_database_that_does_not_exist_ends_with_3() {
        assertFails(3, against(database.url("postgres", PASSWORD) + "_not", "--status"));
    }

    @Test
    void a_status_without_a_server_knows_nothing_of_it_and_calls_nothing_complete() {
        String url = "postgresql://127.0.0.1:" + FreePort.next() + "/memories";
        JsonNode status =
                run(JavaProcess.with(against(url, "--status"), "--json")).json();
        assertThat(status.get("postgresAvailable").booleanValue()).isFalse();
        assertThat(status.get("reason").textValue()).isNotBlank();
        for (String unknown : new String[] {"postgresCount", "leftOut", "migratedCount", "pendingCount"}) {
            assertThat(status.get(unknown).isNull()).as(unknown).isTrue();
        }
        JsonNode verification =
                run(JavaProcess.with(against(url, "--verify"), "--json")).json();
        assertThat(verification.get("outcome").textValue()).isEqualTo("unverifiable");
        assertThat(verification.get("checked").isNull()).isTrue();
        assertThat(run(against(url, "--verify")).out()).doesNotContain(" complete");
    }

    // 4: the local memory

    @ParameterizedTest
    @ValueSource(strings = {"--status", "--verify", "--dry-run", ""})
    void a_file_where_the_folder_should_be_ends_with_4(String task) throws IOException {
        Files.writeString(memory(), "a person's file");
        assertFails(4, here(task));
        assertThat(memory()).hasContent("a person's file");
    }

    @Test
    void a_folder_that_cannot_be_written_ends_with_4() {
        // Of all folders this is the one in which not even root can make anything.
        assertFails(4, against(database.url(), "", "--root", "/proc/lifeos-memory"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--status", "--verify", "--dry-run", ""})
    void a_file_of_a_newer_version_ends_with_4(String task) throws SQLException {
        MemoryStore.open(memory()).close();
        executeInFile("PRAGMA user_version = 999");
        assertFails(4, here(task));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--status", ""})
    void a_file_of_another_program_ends_with_4(String task) throws IOException, SQLException {
        Files.createDirectories(memory());
        executeInFile("CREATE TABLE songs (title)", "PRAGMA application_id = 1");
        assertFails(4, here(task));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--status", ""})
    void a_file_that_is_no_database_ends_with_4(String task) throws IOException {
        Files.createDirectories(memory());
        Files.writeString(memory().resolve("jarvis.db"), "no database, but long enough to look at. ".repeat(200));
        assertFails(4, here(task));
    }

    @Test
    void a_memory_that_another_run_is_writing_ends_with_4() throws IOException {
        Path lockFile;
        try (MemoryStore memory = MemoryStore.open(memory())) {
            lockFile = memory.workspace().migrationLock();
        }
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();
            assertFails(4, here(""));
            run(here("--status")).exitsWith(0);
        }
    }

    /**
     * To a person, one sentence on standard error, which it gives; to a program, one object on standard output; no secret
     * to either.
     */
    private String assertFails(int exitCode, String... arguments) {
        JavaProcess.Ended human = run(arguments).exitsWith(exitCode);
        if (!List.of(arguments).contains("--json")) {
            assertThat(human.err()).startsWith("Error: ").hasLineCount(1);
        }
        assertSaysNoMore(human);

        JavaProcess.Ended program = run(JavaProcess.with(arguments, "--json")).exitsWith(exitCode);
        JsonNode json = program.json();
        assertThat(json.get("success").booleanValue()).isFalse();
        assertThat(json.get("error").textValue()).isNotBlank();
        assertThat(json.get("exitCode").asInt()).isEqualTo(exitCode);
        assertThat(program.err()).isEmpty();
        assertSaysNoMore(program);
        return human.err();
    }

    private static void assertSaysNoMore(JavaProcess.Ended ended) {
        assertThat(ended.out() + ended.err()).doesNotContain(PASSWORD, "\tat ", "Caused by");
    }

    private JavaProcess.Ended run(String... arguments) {
        return JavaProcess.tool(folder, arguments).run();
    }

    /** The task on a source that is well, and the memory of the test. */
    private String[] here(String task) {
        return against(database.url("postgres", PASSWORD), task, "--root", memory().toString());
    }

    private String[] against(String url, String task, String... more) {
        List<String> arguments = new ArrayList<>(List.of("--database-url", url));
        if (!task.isEmpty()) {
            arguments.add(task);
        }
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    private Path memory() {
        return folder.resolve("memory");
    }

    private void executeInFile(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + memory().resolve("jarvis.db"));
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
