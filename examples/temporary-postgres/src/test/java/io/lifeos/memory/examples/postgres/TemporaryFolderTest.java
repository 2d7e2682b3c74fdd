package io.lifeos.memory.examples.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class TemporaryFolderTest {

    @Test
    void goes_with_all_that_is_in_it() throws IOException {
        TemporaryFolder folder = TemporaryFolder.create("temporary-folder-test");
        Files.writeString(Files.createDirectories(folder.path().resolve("a/b")).resolve("c"), "text");
        folder.close();
        assertThat(folder.path()).doesNotExist();
        folder.close();
    }
}
