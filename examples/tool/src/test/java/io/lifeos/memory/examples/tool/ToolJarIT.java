package io.lifeos.memory.examples.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line tool carries what it needs, and neither an embedding model nor a PostgreSQL. */
class ToolJarIT {

    private static final Path JAR = Path.of("target/migrate-archival-memory.jar");

    @TempDir
    Path folder;

    @Test
    void holds_neither_langchain4j_nor_its_model() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            assertThat(jar.stream().map(ZipEntry::getName))
                    .contains("io/lifeos/memory/MemoryStore.class")
                    .noneMatch(name -> name.startsWith("dev/langchain4j/")
                            || name.startsWith("ai/")
                            || name.startsWith("native/lib/")
                            || name.endsWith(".onnx"));
        }
    }

    @Test
    void holds_no_postgresql_and_at_most_25_megabytes() throws IOException {
        assertThat(Files.size(JAR)).isLessThanOrEqualTo(25_000_000);
        try (JarFile jar = new JarFile(JAR.toFile())) {
            assertThat(jar.stream().map(ZipEntry::getName))
                    .contains("org/postgresql/Driver.class")
                    .noneMatch(name -> name.startsWith("postgres-") || name.endsWith(".txz"))
                    .noneMatch(name -> name.startsWith("io/zonky/") || name.startsWith("org/tukaani/"));
        }
    }

    @Test
    void says_where_the_demo_is_if_that_is_not_beside_it() throws IOException {
        Path alone =
                Files.copy(JAR, Files.createDirectory(folder.resolve("alone")).resolve("tool.jar"));

        JavaProcess.Ended ended = JavaProcess.jar(folder, alone, "--demo").run().exitsWith(2);

        assertThat(ended.err()).contains("no demo.jar in " + alone.getParent(), "examples/demo/target/demo.jar");
        assertThat(ended.out()).isEmpty();
    }
}
