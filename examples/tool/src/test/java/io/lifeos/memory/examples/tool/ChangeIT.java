package io.lifeos.memory.examples.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.Owner;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that change a memory, as processes. */
class ChangeIT {

    @TempDir
    Path folder;

    private Path root;

    @BeforeEach
    void two_facts() {
        root = folder.resolve("root");
        try (MemoryStore memory = MemoryStore.open(root)) {
            memory.retain("Anna likes zanzibartea")
                    .owner(Owner.user("anna"))
                    .happenedAt(Instant.parse("2026-01-25T15:07:40Z"))
                    .save();
            memory.retain("Bob likes coffee").owner(Owner.user("bob")).save();
        }
    }

    @Test
    void retain_stores_a_fact_with_all_that_is_said_of_it_and_begins_a_memory() {
        Path begun = folder.resolve("begun");
        JsonNode fact = JavaProcess.tool(
                        folder,
                        rooted(
                                begun,
                                "retain",
                                "The",
                                "importer",
                                "runs",
                                "at",
                                "night",
                                "--source",
                                "mail",
                                "--context",
                                "atlas",
                                "--session",
                                "s1",
                                "--entity",
                                "@importer",
                                "--owner",
                                "user=anna",
                                "--owner",
                                "agent=a1",
                                "--time",
                                "2026-01-25",
                                "--confidence",
                                "0.5",
                                "--metadata",
                                "{\"n\": 1}",
                                "--key",
                                "k1",
                                "--expires",
                                "7d",
                                "--json"))
                .run()
                .exitsWith(0)
                .json()
                .get("fact");
        try (MemoryStore memory = MemoryStore.openReadOnly(begun)) {
            Fact stored = memory.find(fact.get("id").asLong()).orElseThrow();
            assertThat(stored.content()).isEqualTo("The importer runs at night");
            assertThat(stored.source()).contains("mail");
            assertThat(stored.context()).contains("atlas");
            assertThat(stored.sessionId()).contains("s1");
            assertThat(stored.entities()).contains("@importer");
            assertThat(stored.owners()).containsExactly(Owner.user("anna"), Owner.agent("a1"));
            assertThat(stored.happenedAt()).isEqualTo(Instant.parse("2026-01-25T00:00:00Z"));
            assertThat(stored.confidence()).isEqualTo(0.5);
            assertThat(stored.metadata()).contains("{\"n\": 1}");
            assertThat(stored.key()).contains("k1");
            assertThat(stored.expiresAt().orElseThrow()).isAfter(Instant.now().plus(Duration.ofDays(6)));
        }
        assertThat(JavaProcess.tool(folder, rooted(begun, "retain", "again", "--key", "k1"))
                        .run()
                        .exitsWith(0)
                        .out())
                .startsWith("Retained 1  [2026-01-25, mail, atlas] The importer runs at night");
    }

    @Test
    void a_wrong_value_begins_no_memory() {
        Path absent = folder.resolve("absent");
        for (String[] wrong : List.of(
                new String[] {"retain", "x", "--confidence", "2"},
                new String[] {"retain", "x", "--metadata", "{"},
                new String[] {"retain", "x", "--expires", "2020-01-01"})) {
            assertThat(JavaProcess.tool(folder, rooted(absent, wrong))
                            .run()
                            .exitsWith(2)
                            .err())
                    .startsWith("Error: ")
                    .hasLineCount(1);
        }
        assertThat(absent).doesNotExist();
    }

    @Test
    void forget_and_unforget_change_all_or_nothing() {
        assertThat(json("forget", "1", "2").get("forgotten")).hasSize(2);
        JsonNode again = json("forget", "1");
        assertThat(again.get("forgotten")).isEmpty();
        assertThat(again.get("unchanged").asInt()).isEqualTo(1);
        assertThat(run("unforget", "1").exitsWith(0).out()).startsWith("Remembered 1 of 1 facts");
        assertThat(run("unforget", "2", "99").exitsWith(1).err()).startsWith("Error: There is no fact 99 ");
        try (MemoryStore memory = MemoryStore.openReadOnly(root)) {
            assertThat(memory.recent(10)).extracting(Fact::id).containsExactly(1L);
        }
    }

    @Test
    void erase_asks_first_and_leaves_no_byte() throws Exception {
        assertThat(run("erase", "1").exitsWith(2).err())
                .contains("1 facts would be erased, and nobody agreed; --yes does.");
        assertThat(run("erase", "--yes").exitsWith(2).err()).contains("Name the facts");
        assertThat(run("erase", "1", "--owner", "user=anna", "--yes")
                        .exitsWith(2)
                        .err())
                .contains("Name the facts");
        assertThat(run("erase", "--include-forgotten", "--yes").exitsWith(2).err())
                .contains("no option --include-forgotten");
        assertThat(terminal("n\n", "erase", "1").exitsWith(2).out()).contains("Erase 1 facts for good? [y/N]");
        assertThat(occurrences()).isNotEmpty();

        run("forget", "1").exitsWith(0);
        assertThat(terminal("y\n", "erase", "--owner", "user=anna").exitsWith(0).out())
                .contains("Erased 1 facts and 1 entries of logs");
        assertThat(occurrences()).isEmpty();
        JsonNode report = json("erase", "2", "--yes");
        assertThat(report.get("facts").asInt()).isEqualTo(1);
        assertThat(report.get("pending")).isEmpty();
        assertThat(json("stats").get("facts").asInt()).isZero();
    }

    /** The files of the memory in which a word of the erased fact stands. */
    private List<Path> occurrences() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> bytes(file).contains("zanzibartea"))
                    .toList();
        }
    }

    private static String bytes(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void prefer_makes_a_preference_surer() {
        JsonNode first = json("prefer", "--user", "anna", "food", "drink", "tea");
        assertThat(first.get("confidence").doubleValue()).isEqualTo(0.5);
        assertThat(run("prefer", "--user", "anna", "food", "drink", "tea")
                        .exitsWith(0)
                        .out())
                .startsWith("anna: food/drink is tea, confidence 0.60, stated 2 times");
    }

    @Test
    void reflect_writes_what_it_counted_once() throws IOException {
        JsonNode first = json("reflect", "2026-01-25");
        assertThat(first.get("outcome").textValue()).isEqualTo("WRITTEN");
        assertThat(root.resolve("memory.md")).content().contains("2026-01-25");
        String written = Files.readString(root.resolve("memory.md"));
        assertThat(run("reflect", "2026-01-25").exitsWith(0).out())
                .startsWith("2026-01-25, 1 facts: nothing has changed since the last reflection");
        assertThat(root.resolve("memory.md")).hasContent(written);
        assertThat(run("reflect", "2026-01-25", "--week").exitsWith(0).out()).startsWith("2026-W04, 1 facts: written");
        assertThat(run("reflect", "yesterday").exitsWith(2).err()).contains("no day, such as 2026-01-25");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "retain Atlas",
                "forget 1",
                "unforget 1",
                "erase 1 --yes",
                "prefer --user anna food drink tea",
                "reflect"
            })
    void each_refuses_what_it_cannot_use_and_survives_every_terminal(String command) throws Exception {
        String[] words = command.split(" ");
        assertThat(run(JavaProcess.with(words, "--nonsense")).exitsWith(2).err())
                .startsWith("Error: There is no option --nonsense.")
                .hasLineCount(1);
        assertThat(JavaProcess.tool(folder, rooted(root, words))
                        .environment(Map.of("LC_ALL", "C"))
                        .run()
                        .exitsWith(0)
                        .out())
                .isNotEmpty()
                .isASCII();
        Path foreign = Files.createDirectory(folder.resolve("foreign"));
        Path notes = Files.writeString(foreign.resolve("jarvis.db"), "a person's notes, and no memory");
        assertUnusable(foreign, words);
        assertThat(notes).hasContent("a person's notes, and no memory");
        if (!List.of("retain", "prefer").contains(words[0])) {
            Path empty = Files.createDirectory(folder.resolve("empty"));
            assertUnusable(empty, words);
            assertThat(empty).isEmptyDirectory();
        }
        if (!words[0].equals("erase")) {
            assertThat(JavaProcess.tool(folder, rooted(root, words))
                            .run(new File("/dev/full"))
                            .exitsWith(1)
                            .err())
                    .contains("could not be written to standard output");
        }
    }

    private void assertUnusable(Path place, String... words) {
        JsonNode json = JavaProcess.tool(folder, JavaProcess.with(rooted(place, words), "--json"))
                .run()
                .exitsWith(4)
                .json();
        assertThat(json.get("success").booleanValue()).isFalse();
        assertThat(json.get("error").textValue()).contains(place.toString());
    }

    private JsonNode json(String... arguments) {
        return run(JavaProcess.with(arguments, "--json")).exitsWith(0).json();
    }

    private JavaProcess.Ended run(String... arguments) {
        return JavaProcess.tool(folder, rooted(root, arguments)).run();
    }

    private JavaProcess.Ended terminal(String input, String... arguments) {
        return JavaProcess.tool(folder, rooted(root, arguments)).runAtTerminal(input);
    }

    private static String[] rooted(Path root, String... arguments) {
        return JavaProcess.with(JavaProcess.with(arguments, "--root"), root.toString());
    }
}
