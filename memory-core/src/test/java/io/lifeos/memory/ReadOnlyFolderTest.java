package io.lifeos.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.testing.ChildJvm;
import io.lifeos.memory.testing.PythonMemory;
import io.lifeos.memory.testing.PythonMemory.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Memories on a disk that cannot be written to, and memories that are not there. */
class ReadOnlyFolderTest {

    @TempDir
    Path folder;

    @Test
    void a_memory_that_was_closed_properly_is_read_checked_backed_up_and_exported() throws Exception {
        Path root = folder.resolve("root");
        retain(root, "a zebra");
        Files.createFile(root.resolve("jarvis.db-wal"));
        List<String> before = paths(root);

        assertThat(output(Reader.class, root, folder.resolve("copies").toString()))
                .contains("recalled [a zebra]", "problems []", "backed up 1", "exported 1");

        assertThat(paths(root)).isEqualTo(before);
        try (MemoryStore memory =
                MemoryStore.openReadOnly(MemoryStore.restore(folder.resolve("copies/a.zip"), folder.resolve("restored"))
                        .path())) {
            assertThat(memory.count()).isEqualTo(1);
        }
    }

    /** Does all that reads. */
    static final class Reader {

        public static void main(String[] args) throws Exception {
            Path copies = Files.createDirectory(Path.of(args[1]));
            try (MemoryStore memory = MemoryStore.openReadOnly(Path.of(args[0]))) {
                System.out.println("recalled "
                        + memory.recall("zebra").fetch().hits().stream()
                                .map(hit -> hit.fact().content())
                                .toList());
                System.out.println("problems " + memory.checkIntegrity().problems());
                System.out.println(
                        "backed up " + memory.backup(copies.resolve("a.zip")).facts());
                System.out.println(
                        "exported " + memory.export(copies.resolve("a.jsonl")).facts());
            }
        }
    }

    @Test
    void a_memory_of_the_python_program_is_read_there_too() throws Exception {
        Path root = PythonMemory.createWithOddities(folder.resolve("root"), Shape.FIFTH);
        assertThat(output(Counter.class, root)).contains("facts ").doesNotContain("facts 0");
    }

    @Test
    void commits_that_lie_beside_the_file_and_cannot_be_reached_are_named() throws Exception {
        Path root = folder.resolve("root");
        Path copy = folder.resolve("copy");
        try (MemoryStore memory = MemoryStore.open(root)) {
            memory.retain("only in the write-ahead log").save();
            copyDatabase(root, copy, "", "-wal", "-shm");
        }
        assertThat(output(Counter.class, copy)).contains("facts 1");
        Files.delete(copy.resolve("jarvis.db-shm"));
        assertThat(output(Counter.class, copy))
                .contains("was not closed properly", "jarvis.db-wal", "open it once where it can be written")
                .doesNotContain("SQLITE_");
    }

    /** Counts the facts, and once more after another process has written, if it is to wait for a file that tells so. */
    static final class Counter {

        public static void main(String[] args) {
            try (MemoryStore memory = MemoryStore.openReadOnly(Path.of(args[0]))) {
                System.out.println("facts " + memory.count());
                if (args.length > 1) {
                    await(Path.of(args[1]));
                    System.out.println("facts " + memory.count());
                }
            } catch (StoreException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    private static void await(Path go) {
        while (!Files.exists(go)) {
            Thread.onSpinWait();
        }
    }

    @Test
    void what_another_process_changes_meanwhile_is_noticed() throws Exception {
        Path root = folder.resolve("root");
        Path go = folder.resolve("go");
        retain(root, "before");
        try (ChildJvm child = ChildJvm.of(Counter.class, root.toString(), go.toString())
                .readOnly(root)
                .start()) {
            child.awaitOutput("facts 1");
            retain(root, "meanwhile");
            Files.createFile(go);
            assertThat(child.waitFor()).as(child.output()).isZero();
            assertThat(child.output()).contains("was changed by another process", "open the memory anew");
        }
        assertThat(output(Counter.class, root)).contains("facts 2");
    }

    @Test
    void a_commit_that_another_process_has_only_in_its_write_ahead_log_is_noticed() throws Exception {
        Path root = folder.resolve("root");
        Path go = folder.resolve("go");
        retain(root, "before");
        try (ChildJvm child = ChildJvm.of(Counter.class, root.toString(), go.toString())
                .readOnly(root)
                .start()) {
            child.awaitOutput("facts 1");
            try (MemoryStore memory = MemoryStore.open(root)) {
                memory.retain("meanwhile").save();
                Files.createFile(go);
                assertThat(child.waitFor()).as(child.output()).isZero();
            }
            assertThat(child.output()).contains("was changed by another process", "open the memory anew");
        }
    }

    @Test
    void pages_that_another_process_changes_meanwhile_are_not_called_damage() throws Exception {
        Path root = folder.resolve("root");
        Path go = folder.resolve("go");
        retain(root, "a zebra");
        try (ChildJvm child = ChildJvm.of(Examiner.class, root.toString(), go.toString())
                .readOnly(root)
                .start()) {
            child.awaitOutput("facts 1");
            byte[] bytes = Files.readAllBytes(root.resolve("jarvis.db"));
            Arrays.fill(bytes, 4096, bytes.length, (byte) 0x5A);
            Files.write(root.resolve("jarvis.db"), bytes);
            Files.createFile(go);
            assertThat(child.waitFor()).as(child.output()).isZero();
            assertThat(child.output().lines().filter(line -> line.startsWith("StoreException")))
                    .hasSize(3)
                    .allMatch(line -> line.contains("was changed by another process"));
        }
    }

    /** Counts the facts, and reads in other ways after another process has written. */
    static final class Examiner {

        public static void main(String[] args) {
            try (MemoryStore memory = MemoryStore.openReadOnly(Path.of(args[0]))) {
                System.out.println("facts " + memory.count());
                await(Path.of(args[1]));
                tell(() -> memory.recall("zebra").fetch());
                tell(() -> memory.recent(10));
                tell(memory::checkIntegrity);
            }
        }

        private static void tell(Runnable read) {
            try {
                read.run();
                System.out.println("read");
            } catch (StoreException e) {
                System.out.println(e.getClass().getSimpleName() + " " + e.getMessage());
            }
        }
    }

    @Test
    void a_memory_that_is_not_there_is_an_error_unless_an_empty_one_is_asked_for() throws Exception {
        Path absent = folder.resolve("absent");
        Path begun = Files.createDirectory(folder.resolve("begun"));
        Files.createFile(begun.resolve("jarvis.db"));
        for (Path root : List.of(absent, begun, folder.resolve("go"))) {
            assertThatThrownBy(() -> MemoryStore.openReadOnly(root))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("There is no memory in " + root);
            try (MemoryStore memory =
                    MemoryStore.builder().root(root).emptyIfAbsent(true).openReadOnly()) {
                assertThat(memory.count()).isZero();
            }
        }
        assertThat(paths(folder)).containsExactly("begun", "begun/jarvis.db");
    }

    private static void retain(Path root, String content) {
        try (MemoryStore memory = MemoryStore.open(root)) {
            memory.retain(content).save();
        }
    }

    private static void copyDatabase(Path from, Path to, String... suffixes) throws Exception {
        Files.createDirectory(to);
        for (String suffix : suffixes) {
            String name = "jarvis.db" + suffix;
            Files.copy(from.resolve(name), to.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static String output(Class<?> main, Path root, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(root.toString()));
        arguments.addAll(List.of(more));
        try (ChildJvm child = ChildJvm.of(main, arguments.toArray(String[]::new))
                .readOnly(root)
                .start()) {
            assertThat(child.waitFor()).as(child.output()).isZero();
            return child.output();
        }
    }

    private static List<String> paths(Path folder) throws Exception {
        try (Stream<Path> found = Files.walk(folder)) {
            return found.filter(path -> !path.equals(folder))
                    .map(path -> folder.relativize(path).toString())
                    .sorted()
                    .toList();
        }
    }
}
