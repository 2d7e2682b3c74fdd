package io.lifeos.memory.examples.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.postgres.testing.TestDatabase;
import io.lifeos.memory.postgres.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The README's Java is compiled and run, each snippet by itself, in a JVM of its own. */
class ReadmeIT {

    private static final Path README = Path.of("..", "..", "README.md");

    private static final String PROGRAM = JavaSnippets.IMPORTS + """

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
        JavaSnippets.compile(folder, "Snippet", PROGRAM.formatted(snippet), snippet);
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
        List<String> snippets = JavaSnippets.of(README);
        assertThat(snippets).as("Java snippets of the README").hasSizeGreaterThanOrEqualTo(2);
        return snippets;
    }
}
