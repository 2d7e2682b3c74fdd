package io.lifeos.memory.examples.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.fact.Owner;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that look into a memory, as processes. */
class LookIT {

    @TempDir
    Path folder;

    private Path root;

    @BeforeEach
    void three_facts() {
        root = folder.resolve("root");
        try (MemoryStore memory = MemoryStore.open(root)) {
            memory.retain("Anna moved the Atlas review to Thursday")
                    .source("mail")
                    .session("s1")
                    .owner(Owner.user("anna"))
                    .metadata("{\"project\": \"atlas\"}")
                    .happenedAt(Instant.parse("2026-01-25T15:07:40Z"))
                    .save();
            memory.retain("Überall wächst Atlas\nin zwei Zeilen")
                    .source("chat")
                    .happenedAt(Instant.parse("2026-01-26T15:07:40Z"))
                    .save();
            memory.retain("Forgotten about Atlas")
                    .happenedAt(Instant.parse("2026-01-27T15:07:40Z"))
                    .save();
            memory.forget(3);
        }
    }

    @Test
    void recall_answers_and_says_why() {
        String out = run("recall", "when", "is", "the", "Atlas", "review")
                .exitsWith(0)
                .out();
        assertThat(out.lines().toList().get(0))
                .isEqualTo("1  [2026-01-25, mail, 1.00] Anna moved the Atlas review to Thursday");
        assertThat(out).contains("  holds atlas, review", "Folder: " + root).doesNotContain("Forgotten", "Note:");
        JsonNode json = json("recall", "Atlas", "--source", "chat", "--limit", "1");
        assertThat(json.get("hits")).hasSize(1);
        assertThat(json.at("/hits/0/fact/id").asInt()).isEqualTo(2);
        assertThat(json.at("/hits/0/fact/content").textValue()).isEqualTo("Überall wächst Atlas\nin zwei Zeilen");
        assertThat(json.at("/mode").textValue()).isEqualTo("KEYWORD");
        assertThat(run("recall", "nothing", "like", "it").exitsWith(0).out()).startsWith("Nothing was found.");
    }

    @Test
    void list_is_narrowed_by_what_is_known_and_goes_on_page_by_page() {
        assertThat(ids(json("list"))).containsExactly(2L, 1L);
        assertThat(ids(json("list", "--include-forgotten"))).containsExactly(3L, 2L, 1L);
        assertThat(ids(json("list", "--since", "2026-01-26"))).containsExactly(2L);
        assertThat(ids(json("list", "--until", "2026-01-25"))).containsExactly(1L);
        assertThat(ids(json("list", "--since", "1h"))).isEmpty();
        assertThat(ids(json("list", "--session", "s1"))).containsExactly(1L);
        assertThat(ids(json("list", "--owner", "user=anna"))).containsExactly(1L);
        assertThat(ids(json("list", "--owner", "user=bob"))).isEmpty();
        assertThat(ids(json("list", "--where", "project=atlas"))).containsExactly(1L);
        JsonNode first = json("list", "--limit", "1");
        assertThat(ids(first)).containsExactly(2L);
        assertThat(first.get("total").asInt()).isEqualTo(2);
        JsonNode second =
                json("list", "--limit", "1", "--before", first.get("before").asText());
        assertThat(ids(second)).containsExactly(1L);
        assertThat(second.get("before").isNull()).isTrue();
        assertThat(run("list", "--include-forgotten").exitsWith(0).out())
                .contains("3  [2026-01-27] Forgotten about Atlas (forgotten)", "3 of 3 facts");
    }

    @Test
    void show_tells_all_of_a_fact() {
        assertThat(run("show", "1").exitsWith(0).out())
                .contains("happened at", "2026-01-25T15:07:40Z", "owners", "user=anna", "project", "  Anna moved");
        assertThat(run("show", "2").exitsWith(0).out()).contains("  Überall wächst Atlas", "  in zwei Zeilen");
        assertThat(run("show", "3").exitsWith(0).out()).startsWith("Fact 3 (forgotten)");
        try (MemoryStore memory = MemoryStore.open(root)) {
            memory.supersede(2, "Atlas is done").save();
        }
        assertThat(run("show", "2").exitsWith(0).out())
                .contains("History, from the first to the last:", "  4  [", "Atlas is done");
        assertThat(json("show", "4").get("history")).hasSize(2);
        assertThat(json("show", "1").at("/fact/metadata/project").textValue()).isEqualTo("atlas");
        assertThat(run("show", "99").exitsWith(1).err())
                .startsWith("Error: There is no fact 99 in the memory at " + root);
    }

    @Test
    void stats_sessions_and_owners_count() {
        assertThat(json("stats").get("facts").asInt()).isEqualTo(2);
        assertThat(json("stats").get("forgotten").asInt()).isEqualTo(1);
        assertThat(run("stats").exitsWith(0).out()).contains("Sources:", "mail", "chat", "Owners:", "user=anna");
        assertThat(json("sessions").at("/sessions/0/key").textValue()).isEqualTo("s1");
        assertThat(json("owners").at("/owners/0/key/id").textValue()).isEqualTo("anna");
        assertThat(run("owners").exitsWith(0).out()).contains("2026-01-25  user=anna");
    }

    @ParameterizedTest
    @ValueSource(strings = {"recall Atlas", "show 1", "list", "stats", "sessions", "owners"})
    void each_refuses_what_it_cannot_read_and_survives_every_terminal(String command) throws Exception {
        String[] words = command.split(" ");
        JavaProcess.Ended wrong = run(JavaProcess.with(words, "--nonsense")).exitsWith(2);
        assertThat(wrong.err())
                .startsWith("Error: There is no option --nonsense.")
                .hasLineCount(1);
        assertThat(wrong.out()).isEmpty();

        JavaProcess.Ended inC = JavaProcess.tool(folder, rooted(words, root))
                .environment(Map.of("LC_ALL", "C"))
                .run()
                .exitsWith(0);
        assertThat(inC.out()).isNotEmpty().isASCII();

        JavaProcess.Ended closed = JavaProcess.tool(folder, rooted(words, root)).run(new File("/dev/full"));
        assertThat(closed.exitsWith(1).err()).contains("could not be written to standard output");

        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertUnusable(words, empty);
        assertThat(empty).isEmptyDirectory();
        Path foreign = Files.createDirectory(folder.resolve("foreign"));
        Path notes = Files.writeString(foreign.resolve("jarvis.db"), "a person's notes, and no memory");
        assertUnusable(words, foreign);
        assertThat(notes).hasContent("a person's notes, and no memory");
    }

    private void assertUnusable(String[] words, Path place) {
        JsonNode json = JavaProcess.tool(folder, JavaProcess.with(rooted(words, place), "--json"))
                .run()
                .exitsWith(4)
                .json();
        assertThat(json.get("success").booleanValue()).isFalse();
        assertThat(json.get("error").textValue()).contains(place.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "list --limit 0 | limit",
                "list --limit many | no whole number",
                "list --since yesterday | no time, such as",
                "list --owner anna | no owner, such as user=ann",
                "show one | no whole number",
                "show | Missing required parameter",
                "recall Atlas --limit 0 | limit",
                "lst | Is list meant?"
            })
    void a_bad_value_is_named_with_what_it_should_be(String given) {
        String[] both = given.split(" \\| ", -1);
        assertThat(run(both[0].split(" ", -1)).exitsWith(2).err())
                .startsWith("Error: ")
                .contains(both[1])
                .hasLineCount(1);
    }

    @Test
    void options_come_from_a_file_and_a_quiet_one_says_nothing() throws Exception {
        Path options = Files.writeString(folder.resolve("options"), "--root\n" + root + "\n--limit\n1\n");
        assertThat(JavaProcess.tool(folder, "list", "@" + options)
                        .run()
                        .exitsWith(0)
                        .out())
                .contains("1 of 2 facts");
        assertThat(run("stats", "--quiet").exitsWith(0).out()).isEmpty();
        assertThat(run("stats", "-q", "--json").exitsWith(0).json().get("facts").asInt())
                .isEqualTo(2);
        assertThat(run("show", "99", "-v").exitsWith(1).err()).contains("There is no fact 99", "\tat io.lifeos.memory");
    }

    @Test
    void the_version_tells_what_the_tool_is_made_of() {
        assertThat(JavaProcess.tool(folder, "--version").run().exitsWith(0).out())
                .matches("(?s)lifeos-memory \\S+, commit (\\p{XDigit}{7,}|unknown)\\R"
                        + "Java \\S+, SQLite \\d+\\.\\d+\\S*, file version \\d+\\R");
    }

    @Test
    void words_are_completed_in_bash() throws Exception {
        Path script = Path.of("target/completion/lifeos-memory").toAbsolutePath();
        assertThat(complete(script, "lifeos-memory", "rec")).contains("recall");
        assertThat(complete(script, "lifeos-memory", "recall", "--sour")).contains("--source");
    }

    /** What bash would offer for the last word. */
    private static String complete(Path script, String... words) throws Exception {
        String given = String.join(" ", words);
        Process bash = new ProcessBuilder(
                        "bash",
                        "-c",
                        "source '" + script + "'; COMP_WORDS=(" + given + "); COMP_CWORD=" + (words.length - 1)
                                + "; COMP_LINE='" + given + "'; COMP_POINT=" + given.length()
                                + "; _complete_lifeos-memory; printf '%s\\n' \"${COMPREPLY[@]}\"")
                .redirectErrorStream(true)
                .start();
        String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(out).isZero();
        return out;
    }

    private static List<Long> ids(JsonNode json) {
        List<Long> ids = new ArrayList<>();
        json.get("facts").forEach(fact -> ids.add(fact.get("id").longValue()));
        return ids;
    }

    private JsonNode json(String... arguments) {
        return run(JavaProcess.with(arguments, "--json")).exitsWith(0).json();
    }

    private JavaProcess.Ended run(String... arguments) {
        return JavaProcess.tool(folder, rooted(arguments, root)).run();
    }

    private static String[] rooted(String[] arguments, Path root) {
        return JavaProcess.with(JavaProcess.with(arguments, "--root"), root.toString());
    }
}
