package io.lifeos.memory.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DraftTest {

    @TempDir
    Path folder;

    @Test
    void a_draft_of_a_killed_process_is_deleted_by_the_next_one_for_its_place() throws Exception {
        Path abandoned = folder.resolve(".backup.zip.123");
        Files.createDirectories(abandoned.resolve("root/memory"));
        Files.createFile(abandoned.resolve(".lifeos-memory-draft"));
        Files.writeString(abandoned.resolve("root/memory/2026-01-25.md"), "half");
        Path forAnother = Files.createDirectory(folder.resolve(".other.zip.123"));
        Files.createFile(forAnother.resolve(".lifeos-memory-draft"));
        Path notOurs = Files.createDirectory(folder.resolve(".backup.zip.mine"));
        Files.writeString(notOurs.resolve("notes"), "mine");

        try (Draft draft = Draft.ofFile(folder.resolve("backup.zip"))) {
            assertThat(abandoned).doesNotExist();
            assertThat(forAnother).exists();
            assertThat(notOurs.resolve("notes")).hasContent("mine");
            write(draft);
            draft.publish(draft.resolve("file"));
        }
        assertThat(names()).containsExactly(".backup.zip.mine", ".other.zip.123", "backup.zip");
    }

    @Test
    void a_draft_that_is_in_use_stays() throws Exception {
        Path target = folder.resolve("backup.zip");
        try (Draft first = Draft.ofFile(target)) {
            write(first);
            try (Draft second = Draft.ofFile(target)) {
                write(second);
                assertThat(first.resolve("file")).hasContent("whole");
            }
            first.publish(first.resolve("file"));
        }
        assertThat(names()).containsExactly("backup.zip");
        assertThat(target).hasContent("whole");
    }

    private static void write(Draft draft) throws IOException {
        try (OutputStream out = Draft.create(draft.resolve("file"))) {
            out.write("whole".getBytes(StandardCharsets.UTF_8));
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> found = Files.list(folder)) {
            return found.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }
}
