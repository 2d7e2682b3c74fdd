package io.lifeos.memory.examples.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** The command line tool carries what it needs, and no embedding model. */
class ToolJarIT {

    @Test
    void holds_neither_langchain4j_nor_its_model() throws IOException {
        try (JarFile jar = new JarFile("target/migrate-archival-memory.jar")) {
            assertThat(jar.stream().map(ZipEntry::getName))
                    .contains("io/lifeos/memory/MemoryStore.class")
                    .noneMatch(name -> name.startsWith("dev/langchain4j/")
                            || name.startsWith("ai/")
                            || name.startsWith("native/lib/")
                            || name.endsWith(".onnx"));
        }
    }
}
