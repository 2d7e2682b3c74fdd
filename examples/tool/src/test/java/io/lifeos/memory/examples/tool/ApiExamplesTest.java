package io.lifeos.memory.examples.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.MemoryStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each example of the page about the API is compiled, run on a memory of its own, and prints what it says. */
class ApiExamplesTest {

    private static final Path PAGE = Path.of("..", "..", "docs", "api.md");
    private static final Pattern PRINTS = Pattern.compile("(?m)// prints (.*)$");

    private static final String PROGRAM = JavaSnippets.IMPORTS + """

            public class Example {
                public static void run(MemoryStore memory) throws Exception {
                    %s
                }
            }
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("examples")
    void each_example_runs_and_prints_what_it_says(String example) throws Exception {
        JavaSnippets.compile(folder, "Example", PROGRAM.formatted(example), example);
        List<String> expected =
                PRINTS.matcher(example).results().map(line -> line.group(1)).toList();
        assertThat(printed().lines()).as(example).containsExactlyElementsOf(expected);
    }

    private String printed() throws Exception {
        PrintStream console = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (MemoryStore memory = MemoryStore.open(folder.resolve("memory"));
                URLClassLoader loader = new URLClassLoader(
                        new URL[] {folder.toUri().toURL()}, getClass().getClassLoader());
                PrintStream captured = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            System.setOut(captured);
            loader.loadClass("Example").getMethod("run", MemoryStore.class).invoke(null, memory);
        } finally {
            System.setOut(console);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    private static List<String> examples() throws IOException {
        List<String> examples = JavaSnippets.of(PAGE);
        assertThat(examples).as("examples of the API").isNotEmpty();
        return examples;
    }
}
