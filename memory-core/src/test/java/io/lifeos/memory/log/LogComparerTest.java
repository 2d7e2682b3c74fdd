package io.lifeos.memory.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.workspace.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogComparerTest {

    /** Longer than any path that the kernel takes. */
    private static final int TOO_LONG = 4_096;

    @TempDir
    Path root;

    @Test
    void a_folder_of_archives_that_cannot_be_read_is_a_failure_of_the_memory() throws Exception {
        Workspace workspace = new Workspace(root);
        workspace.create();
        Path folder = workspace.archives().resolve("a");
        Path deepest = folder;
        while (deepest.toString().length() < TOO_LONG - 100) {
            deepest = deepest.resolve("b".repeat(50));
        }
        Files.createDirectories(deepest);
        assertThat(new LogComparer(workspace).days()).isEmpty();
        Path longer = Files.move(folder, folder.resolveSibling("a".repeat(250)));
        try {
            assertThatThrownBy(() -> new LogComparer(workspace))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("archives")
                    .hasMessageContaining("cannot be read");
        } finally {
            Files.move(longer, folder);
        }
    }
}
