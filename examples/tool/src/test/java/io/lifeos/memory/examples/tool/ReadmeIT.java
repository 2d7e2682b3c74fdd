package io.lifeos.memory.examples.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.postgres.testing.TestDatabase;
import io.lifeos.memory.postgres.testing.TestPostgres;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The README's Java is compiled and run, each snippet by itself, in a JVM of its own. */
class ReadmeIT {

    private static final Path README = Path.of("..", "..", "README.md");
    private static final Pattern JAVA_BLOCK = Pattern.compile("(?ms)^```java\\R(.*?)^```");

    private static final String PROGRAM = """
            import io.lifeos.memory.*;
            import io.lifeos.memory.fact.*;
            import io.lifeos.memory.migration.*;
            import io.lifeos.memory.postgres.*;
            import io.lifeos.memory.recall.*;
            import io.lifeos.memory.report.*;
            import java.nio.file.*;
            import java.time.*;
            import java.util.*;

            public class Snippet {
                public static void main(String[] args) throws Exception {
                    %s
                }
            }
            """;

    @TempDir
    Path folder;

    @Test
    void shows_how_to_retain_to_recall_and_to_migrate() throws IOException {
        assertThat(String.join("\n", snippets()))
                .contains(".retain(")
                .contains(".recall(")
                .contains(".migrate()");
    }

    @ParameterizedTest
    @MethodSource("snippets")
    void shows_java_that_compiles_and_runs(String snippet) throws IOException {
        compile(snippet);
        try (TestDatabase database = TestPostgres.newDatabase()) {
            database.execute(
                    "CREATE TABLE archival_memory (id serial PRIMARY KEY, content text, created_at timestamptz)",
                    "INSERT INTO archival_memory (content, created_at) VALUES ('KR8TIV sold at 0.12', now())");
            String classPath = folder + System.getProperty("path.separator") + System.getProperty("java.class.path");
            JavaProcess.main(folder, classPath, "Snippet")
                    .environment(Map.of("DATABASE_URL", database.url()))
                    .run()
                    .exitsWith(0);
        }
    }

    private static List<String> snippets() throws IOException {
        List<String> snippets = JAVA_BLOCK
                .matcher(Files.readString(README))
                .results()
                .map(block -> block.group(1))
                .collect(Collectors.toList());
        assertThat(snippets).as("Java snippets of the README").hasSizeGreaterThanOrEqualTo(2);
        return snippets;
    }

    private void compile(String snippet) throws IOException {
        Path source = Files.writeString(folder.resolve("Snippet.java"), PROGRAM.formatted(snippet));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options =
                    List.of("-d", folder.toString(), "-classpath", System.getProperty("java.class.path"));
            boolean compiled = compiler.getTask(messages, files, null, options, null, files.getJavaFileObjects(source))
                    .call();
            assertThat(compiled).as("%s%n%s", messages, snippet).isTrue();
        }
    }
}
