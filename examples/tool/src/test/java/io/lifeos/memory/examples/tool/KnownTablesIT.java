package io.lifeos.memory.examples.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lifeos.memory.archive.profile.TableProfile;
import io.lifeos.memory.postgres.testing.KnownTables;
import io.lifeos.memory.postgres.testing.PgVectorExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tool as a process, on a server with a table of every known program. */
class KnownTablesIT {

    private static final Pattern COMMAND = Pattern.compile("\\| `lifeos-memory ([^`]+)` \\|");

    @RegisterExtension
    static final PgVectorExtension PGVECTOR = new PgVectorExtension();

    @TempDir
    Path folder;

    @BeforeAll
    static void create_the_tables_of_every_program() {
        KnownTables.createIn(PGVECTOR.database());
    }

    @Test
    void lists_every_table_with_what_it_holds() {
        JsonNode json = tool("--detect", "--json").exitsWith(0).json();
        Map<String, String> found = new LinkedHashMap<>();
        json.get("tables")
                .forEach(table -> found.put(
                        table.get("profile").textValue(), table.get("table").textValue()));
        assertThat(found).isEqualTo(KnownTables.BY_PROFILE);
        assertThat(json.get("skipped").findValuesAsText("name")).isEqualTo(KnownTables.LOOK_ALIKES);

        assertThat(tool("--detect").exitsWith(0).out())
                .contains(
                        "Found: \"public\".\"mem0\" (mem0)",
                        "columns: id, vector, payload",
                        String.format("  %-48s %12d", "left out, without content", 1),
                        String.format("  %-48s %12d", "user_id alice", 1),
                        String.format("  %-48s %12d", "2 numbers (padded to 4), small", 1),
                        "Skipped: \"public\".\"source_passages\": Letta's passages of files");
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void asks_for_the_table_where_there_are_several(List<String> task) {
        JavaProcess.Ended ended = tool(task.toArray(String[]::new)).exitsWith(2);
        assertThat(ended.err())
                .startsWith("Error: The database has several tables of memories: ")
                .contains("--table", "--profile")
                .hasLineCount(1);
    }

    static Stream<List<String>> tasks() {
        return Stream.of(List.of(), List.of("--plan"), List.of("--status"), List.of("--verify"), List.of("--dry-run"));
    }

    @Test
    void warns_of_owners_who_come_together_before_it_copies_their_rows() {
        JavaProcess.Ended plan = tool("--table", "mem0", "--plan").exitsWith(0);
        assertThat(plan.out())
                .contains("Rows of several owners come together in this memory, by user_id: alice (1), bob (1)");
        assertThat(plan.err()).isEmpty();

        JavaProcess.Ended ofAlice =
                tool("--table", "mem0", "--where-scope", "user_id=alice").exitsWith(0);
        assertThat(ofAlice.err()).isEmpty();
        assertThat(ofAlice.out()).contains("Alice likes tea").doesNotContain("Bob");

        JavaProcess.Ended merged = tool("--table", "mem0").exitsWith(0);
        assertThat(merged.err())
                .startsWith("Warning: Rows of several owners come together in this memory, by user_id: ")
                .hasLineCount(1);
    }

    @ParameterizedTest
    @MethodSource("commandsOfTheReadme")
    void migrates_from_every_program_as_the_readme_says(String command) {
        JsonNode json = tool((command + " --json").split(" ")).exitsWith(0).json();
        assertThat(json.get("migrated").asInt()).isPositive();
    }

    @Test
    void the_readme_has_a_command_for_every_profile() throws IOException {
        assertThat(commandsOfTheReadme()).hasSize(TableProfile.values().length);
        for (TableProfile profile : TableProfile.values()) {
            assertThat(commandsOfTheReadme()).anyMatch(command -> command.contains("--profile " + profile.label()));
        }
    }

    static List<String> commandsOfTheReadme() throws IOException {
        return COMMAND.matcher(Files.readString(Path.of("..", "..", "README.md")))
                .results()
                .map(command -> command.group(1))
                .toList();
    }

    private JavaProcess.Ended tool(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(
                "--database-url",
                PGVECTOR.database().url(),
                "--root",
                folder.resolve("memory").toString()));
        return JavaProcess.tool(folder, all.toArray(String[]::new)).run();
    }
}
