package io.lifeos.memory.examples.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lifeos.memory.MemoryStore;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that keep a memory safe, as processes. Each test breaks something first. */
class MaintenanceIT {

    @TempDir
    Path folder;

    private Path root;
    private Path log;

    @BeforeEach
    void two_facts() {
        root = folder.resolve("root");
        log = root.resolve("memory/2026-01-25.md");
        try (MemoryStore memory = MemoryStore.open(root)) {
            for (String content : List.of("First", "Second about SOL")) {
                memory.retain(content)
                        .happenedAt(Instant.parse("2026-01-25T15:07:40Z"))
                        .save();
            }
        }
    }

    @Test
    void a_memory_that_is_lost_comes_back_from_its_backup() throws Exception {
        Path backup = folder.resolve("memory.zip");
        String text = Files.readString(log) + "what a person wrote\n";
        Files.writeString(log, text);
        JsonNode made = run("backup", backup.toString(), "--json").exitsWith(0).json();
        assertThat(made.get("success").booleanValue()).isTrue();
        assertThat(made.get("path").textValue()).isEqualTo(backup.toString());
        assertThat(made.get("facts").asInt()).isEqualTo(2);
        assertFails(4, "exists already", "backup", backup.toString());
        assertFails(4, "is not empty", "restore", backup.toString());

        delete(root);
        assertThat(run("restore", backup.toString()).exitsWith(0).out()).startsWith("Restored 2 facts and ");
        assertThat(log).content().isEqualTo(text);
        run("check").exitsWith(0);
    }

    @Test
    void a_damaged_backup_is_refused_and_nothing_is_stored() throws Exception {
        Path backup = folder.resolve("memory.zip");
        run("backup", backup.toString()).exitsWith(0);
        delete(root);
        byte[] whole = Files.readAllBytes(backup);
        Files.write(backup, Arrays.copyOf(whole, whole.length / 2));
        assertFails(4, "is damaged", "restore", backup.toString());
        Files.writeString(backup, "not a backup");
        assertFails(4, "nothing was stored", "restore", backup.toString());
        assertThat(root).doesNotExist();
    }

    @Test
    void check_names_what_is_wrong_and_repair_makes_it_good() throws Exception {
        assertThat(run("check").exitsWith(0).out()).isEqualToIgnoringNewLines("Memory: soundFolder: " + root);
        String text = Files.readString(log);
        Files.writeString(log, text.replace("First", "Forged"));
        execute("INSERT INTO facts_fts (rowid, content) VALUES (99, 'ghost')");

        JsonNode found = run("check", "--json").exitsWith(1).json();
        assertThat(found.get("success").booleanValue()).isFalse();
        assertThat(found.get("problemsCount").asInt()).isEqualTo(2);
        assertThat(found.get("problems")).hasSize(2);
        JavaProcess.Ended human = run("check").exitsWith(1);
        assertThat(human.out())
                .contains("Memory: not sound", "Full text: ", "Log: fact 1 says something else than its entry");
        assertThat(human.err()).startsWith("Error: ").hasLineCount(1);
        assertThat(log).content().contains("Forged");

        JsonNode repaired = run("repair", "--json").exitsWith(0).json();
        assertThat(repaired.get("done")).hasSize(2);
        assertThat(repaired.get("problemsCount").asInt()).isZero();
        assertThat(log).hasContent(text);
        assertThat(run("repair").exitsWith(0).out()).isEqualToIgnoringNewLines("Nothing to repair.Folder: " + root);
        run("check").exitsWith(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO facts_fts (facts_fts) VALUES ('delete-all'); PRAGMA user_version = 5",
                "DROP TABLE facts_fts; PRAGMA user_version = 0; PRAGMA application_id = 0"
            })
    void repair_takes_an_earlier_memory_whose_full_text_is_too_lost_to_read_it(String damage) throws Exception {
        execute(damage);
        assertFails(4, "open it once for writing", "check");
        run("repair").exitsWith(0);
        run("check").exitsWith(0);
    }

    @Test
    void what_facts_cannot_make_good_is_left_and_said() throws Exception {
        Files.writeString(log, Files.readString(log) + "## 10:00:00 UTC\n<!-- fact:50 -->\n\nlost\n\n---\n\n");
        JavaProcess.Ended human = run("repair").exitsWith(1);
        assertThat(human.out()).contains("Nothing to repair.", "fact 50 does not exist");
        assertThat(human.err()).startsWith("Error: ").hasLineCount(1);
        assertThat(log).content().contains("lost");
    }

    @Test
    void a_memory_whose_file_is_lost_or_damaged_ends_with_4() throws Exception {
        Path file = root.resolve("jarvis.db");
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        for (String command : List.of("check", "repair")) {
            assertFails(4, "restore a backup", command);
        }
        assertFails(4, "restore a backup", "backup", folder.resolve("a.zip").toString());
        Files.delete(file);
        for (String command : List.of("check", "repair")) {
            assertFails(4, "is missing", command);
        }
        delete(root);
        for (String command : List.of("check", "repair")) {
            assertFails(4, "There is no memory", command);
        }
        assertThat(root).doesNotExist();
        assertThat(folder.resolve("a.zip")).doesNotExist();
    }

    @Test
    void a_temporary_folder_that_takes_no_library_of_sqlite_costs_one_sentence() {
        JavaProcess.Ended ended = JavaProcess.tool(folder, "check", "--root", root.toString())
                .temporaryFolder(folder.resolve("absent"))
                .run()
                .exitsWith(4);
        assertThat(ended.err())
                .hasLineCount(1)
                .startsWith("Error: SQLite's native library could not be loaded from the temporary folder");
    }

    @Test
    void triggers_of_others_are_named_by_each_command_and_allowed_by_an_option() throws Exception {
        execute("CREATE TRIGGER ev AFTER INSERT ON facts BEGIN SELECT 1; END");
        JavaProcess.Ended checked = run("check").exitsWith(1);
        assertThat(checked.out()).contains("the trigger ev of facts", "DROP TRIGGER \"ev\"");
        assertFails(4, "the trigger ev of facts", "repair");
        run("check", "--allow-foreign-triggers").exitsWith(0);

        Path backup = folder.resolve("memory.zip");
        run("backup", backup.toString()).exitsWith(0);
        delete(root);
        assertThat(run("restore", backup.toString()).exitsWith(0).out()).contains("the trigger ev of facts");
    }

    @Test
    void a_memory_that_is_lost_comes_back_from_its_export() throws Exception {
        Path export = folder.resolve("memory.jsonl");
        String text = Files.readString(log);
        assertThat(run("export", export.toString()).exitsWith(0).out()).startsWith("Exported 2 facts: ");
        delete(root);
        JsonNode made = run("import", export.toString(), "--json").exitsWith(0).json();
        assertThat(made.get("facts").asInt()).isEqualTo(2);
        assertThat(log).hasContent(text);
        run("check").exitsWith(0);

        delete(root);
        Files.writeString(export, Files.readString(export).replace("{\"end\"", "{\"fin\""));
        assertFails(4, "in line ", "import", export.toString());
        assertThat(root).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "backup",
                "restore",
                "export",
                "import",
                "check stray",
                "backup a b",
                "check --force",
                "--force check"
            })
    void wrong_usage_ends_with_2_and_does_nothing(String arguments) {
        assertFails(2, "Nothing was done", arguments.split(" "));
        assertThat(folder.resolve("a")).doesNotExist();
    }

    @Test
    void the_folder_may_be_named_before_the_command_or_after_it() {
        JavaProcess.tool(folder, "--root", root.toString(), "check").run().exitsWith(0);
        JavaProcess.tool(folder, "check", "--root", root.toString()).run().exitsWith(0);
        assertThat(JavaProcess.tool(folder, "backup", "--help")
                        .run()
                        .exitsWith(0)
                        .out())
                .contains("--root", "FILE");
    }

    /** To a person, one sentence on standard error; to a program, one object on standard output. */
    private void assertFails(int exitCode, String message, String... arguments) {
        JavaProcess.Ended human = run(arguments).exitsWith(exitCode);
        assertThat(human.err()).startsWith("Error: ").contains(message).hasLineCount(1);
        JsonNode json = run(with(arguments, "--json")).exitsWith(exitCode).json();
        assertThat(json.get("success").booleanValue()).isFalse();
        assertThat(json.get("error").textValue()).contains(message);
        assertThat(json.get("exitCode").asInt()).isEqualTo(exitCode);
    }

    private JavaProcess.Ended run(String... arguments) {
        return JavaProcess.tool(folder, with(arguments, "--root=" + root)).run();
    }

    private static String[] with(String[] arguments, String more) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add(more);
        return all.toArray(String[]::new);
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path emptied, @Nullable IOException e) throws IOException {
                Files.delete(emptied);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + root.resolve("jarvis.db"));
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }
}
