package io.lifeos.memory.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.testing.ChildJvm;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
        Files.createFile(abandoned.resolve(".lifeos-memory-draft-lock"));
        Files.writeString(abandoned.resolve("root/memory/2026-01-25.md"), "half");
        Path forAnother = Files.createDirectory(folder.resolve(".other.zip.123"));
        Files.createFile(forAnother.resolve(".lifeos-memory-draft"));
        Files.createFile(forAnother.resolve(".lifeos-memory-draft-lock"));
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

    @Test
    void a_folder_whose_lock_is_not_yet_taken_is_not_called_abandoned() throws Exception {
        List<ChildJvm> children = new ArrayList<>();
        try {
            for (int i = 0; i < 2; i++) {
                children.add(
                        ChildJvm.of(Drafter.class, folder.resolve("backup.zip").toString())
                                .start());
            }
            for (ChildJvm child : children) {
                assertThat(child.waitFor()).as(child.output()).isZero();
                assertThat(child.output()).isEmpty();
            }
        } finally {
            for (ChildJvm child : children) {
                child.close();
            }
        }
        assertThat(names()).isEmpty();
    }

    /** Makes one draft after the other, and says which of them another process deleted. */
    static final class Drafter {

        public static void main(String[] args) throws IOException {
            for (int i = 0; i < 300; i++) {
                try (Draft draft = Draft.ofFile(Path.of(args[0]))) {
                    write(draft);
                    if (!Files.exists(draft.resolve("file"))) {
                        System.out.println("deleted");
                    }
                }
            }
        }
    }

    @Test
    void a_draft_in_a_folder_that_does_not_exist_is_an_error_and_no_warning() throws Exception {
        try (ChildJvm child = ChildJvm.of(
                        Refused.class, folder.resolve("absent/backup.zip").toString())
                .start()) {
            assertThat(child.waitFor()).as(child.output()).isZero();
            assertThat(child.output()).startsWith("refused").doesNotContain("killed processes");
        }
    }

    /** Begins a draft that cannot be made. */
    static final class Refused {

        public static void main(String[] args) {
            try (Draft draft = Draft.ofFile(Path.of(args[0]))) {
                System.out.println("made " + draft.resolve("draft"));
            } catch (StoreException e) {
                System.out.println("refused " + e.getMessage());
            }
        }
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
