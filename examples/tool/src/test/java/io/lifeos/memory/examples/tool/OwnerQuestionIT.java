package io.lifeos.memory.examples.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.postgres.testing.TestDatabase;
import io.lifeos.memory.postgres.testing.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Memories of several people come together at a terminal only if the person there says so. */
class OwnerQuestionIT {

    private static final String QUESTION = "Shall they come together in this memory? [y/N]";

    @TempDir
    Path folder;

    private TestDatabase database;

    @BeforeEach
    void memories_of_two_people() {
        database = TestPostgres.newDatabase();
        database.execute(
                "CREATE TABLE archival_memory (id int PRIMARY KEY, user_id text, content text, metadata jsonb)",
                "INSERT INTO archival_memory VALUES (1, 'ann', 'Ann is ill', '{\"user_id\": \"ann\"}'),"
                        + " (2, 'bob', 'Bob is rich', '{\"user_id\": \"bob\"}')");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"y\n", "Yes\n"})
    void a_person_who_agrees_gets_them_in_one_memory(String answer) {
        JavaProcess.Ended ended = tool().runAtTerminal(answer).exitsWith(0);
        assertThat(ended.out()).contains("ann (1), bob (1)", QUESTION);
        assertThat(stored()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"n\n", "\n", "perhaps\n", ""})
    void without_a_yes_nothing_is_written(String answer) {
        JavaProcess.Ended ended = tool().runAtTerminal(answer).exitsWith(2);
        assertThat(ended.out()).contains("ann (1), bob (1)", QUESTION, "--where-scope user_id=alice");
        assertThat(memory()).doesNotExist();
    }

    @Test
    void nobody_is_asked_about_the_rows_of_one_owner() {
        JavaProcess.Ended ended =
                tool("--where-scope", "user_id=ann").runAtTerminal("").exitsWith(0);
        assertThat(ended.out()).doesNotContain(QUESTION, "Warning: Rows of several owners");
        assertThat(stored()).isEqualTo(1);
    }

    @Test
    void a_person_who_agreed_beforehand_is_warned_and_not_asked() {
        JavaProcess.Ended ended = tool("--yes").runAtTerminal("").exitsWith(0);
        assertThat(ended.out()).contains("ann (1), bob (1)").doesNotContain(QUESTION);
        assertThat(stored()).isEqualTo(2);
    }

    @Test
    void a_program_is_not_asked_but_warned_even_at_a_terminal() {
        JavaProcess.Ended ended = tool("--json").runAtTerminal("").exitsWith(0);
        assertThat(ended.out()).contains("\"success\":true").doesNotContain(QUESTION);
        assertThat(stored()).isEqualTo(2);
    }

    @Test
    void without_a_terminal_the_run_goes_on_with_a_warning() {
        assertThat(tool().run().exitsWith(0).err()).contains("ann (1), bob (1)").doesNotContain(QUESTION);
        assertThat(stored()).isEqualTo(2);
    }

    @Test
    void a_plan_asks_nothing() {
        assertThat(tool("--plan").runAtTerminal("").exitsWith(0).out())
                .contains("ann (1), bob (1)")
                .doesNotContain(QUESTION);
        assertThat(Files.exists(memory())).isFalse();
    }

    private JavaProcess tool(String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("--database-url", database.url(), "--scope", "user_id", "--root", memory().toString()));
        arguments.addAll(List.of(more));
        return JavaProcess.tool(folder, arguments.toArray(String[]::new));
    }

    private long stored() {
        try (MemoryStore store = MemoryStore.openReadOnly(memory())) {
            return store.count();
        }
    }

    private Path memory() {
        return folder.resolve("memory");
    }
}
