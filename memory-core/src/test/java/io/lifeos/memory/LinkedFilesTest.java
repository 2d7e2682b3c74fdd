package io.lifeos.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.files.PrivateFiles;
import io.lifeos.memory.testing.MemoryOracle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Links and pipes in the folder of a memory lead no write elsewhere, and hang nobody. */
@Timeout(60)
class LinkedFilesTest {

    private static final Instant TIME = Instant.parse("2026-01-25T15:07:40Z");

    @TempDir
    Path folder;

    private Path root;
    private Path victim;

    @BeforeEach
    void a_memory_and_a_file_elsewhere() throws IOException {
        root = folder.resolve("root");
        MemoryStore.open(root).close();
        victim = Files.writeString(folder.resolve("victim"), "not ours");
    }

    @ParameterizedTest
    @CsvSource({
        "symbolic link, memory/2026-01-25.md, memory/2026-01-25.md",
        "hard link, memory/2026-01-25.md, memory/2026-01-25.md",
        "pipe, memory/2026-01-25.md, memory/2026-01-25.md",
        "symbolic link, memory/late/2026-01-25.md, memory/late/2026-01-25.md",
        "hard link, memory/late/2026-01-25.md, memory/late/2026-01-25.md",
        "pipe, memory/late/2026-01-25.md, memory/late/2026-01-25.md",
        "symbolic link, memory/.lock, memory",
        "pipe, memory/.lock, memory"
    })
    void no_log_is_written_through_a_link_or_into_a_pipe(String kind, String path, String named) throws Exception {
        Path log = root.resolve(path);
        PrivateFiles.createFolders(Objects.requireNonNull(log.getParent()));
        Files.deleteIfExists(log);
        place(kind, log);
        try (MemoryStore memory = MemoryStore.open(root)) {
            assertThat(memory.retain("kept").happenedAt(TIME).save().id()).isEqualTo(1);
            assertThatThrownBy(memory::writeDailyLogs)
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining(root.resolve(named).toString())
                    .hasMessageContaining(kind)
                    .hasMessageContaining("every fact is safe");
            if (path.endsWith(".md")) {
                assertThat(memory.checkIntegrity().problems())
                        .anySatisfy(problem -> assertThat(problem).contains(log.toString(), kind));
            }
            assertThat(victim).hasContent("not ours");

            Files.delete(log);
            memory.writeDailyLogs();
        }
        MemoryOracle.assertSound(root);
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "memory/archives", "memory/late", "bank", "bank/entities", "bank/entities/users"})
    void a_folder_of_the_memory_that_is_a_symbolic_link_is_refused(String name) throws Exception {
        Path inside = root.resolve(name);
        Path outside = folder.resolve("outside");
        if (Files.exists(inside)) {
            Files.move(inside, outside);
        } else {
            Files.createDirectory(outside);
        }
        List<Path> before = all(outside);
        Files.createSymbolicLink(inside, outside);
        assertThatThrownBy(() -> MemoryStore.open(root))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(inside.toString())
                .hasMessageContaining("symbolic link")
                .hasMessageContaining("nothing was opened");
        assertThat(all(outside)).isEqualTo(before);
        try (MemoryStore memory = MemoryStore.openReadOnly(root)) {
            assertThat(memory.count()).isZero();
        }
    }

    @Test
    void a_folder_that_becomes_a_link_while_a_memory_is_open_gets_no_log() throws Exception {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        try (MemoryStore memory = MemoryStore.open(root)) {
            Files.move(root.resolve("memory"), root.resolve("aside"));
            Files.createSymbolicLink(root.resolve("memory"), outside);
            memory.retain("kept").happenedAt(TIME).save();
            assertThatThrownBy(memory::writeDailyLogs).hasMessageContaining("symbolic link");
            assertThat(outside.resolve("2026-01-25.md")).doesNotExist();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "symbolic link, jarvis.db",
        "pipe, jarvis.db",
        "symbolic link, jarvis.db-wal",
        "pipe, jarvis.db-wal",
        "symbolic link, jarvis.db-shm",
        "pipe, jarvis.db-shm",
        "pipe, jarvis.db-journal"
    })
    void a_database_that_is_a_link_or_a_pipe_is_refused_and_so_is_a_file_beside_it(String kind, String name)
            throws Exception {
        Path file = root.resolve(name);
        Files.deleteIfExists(file);
        place(kind, file);
        for (Runnable open : List.<Runnable>of(() -> MemoryStore.open(root), () -> MemoryStore.openReadOnly(root))) {
            assertThatThrownBy(open::run)
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining(file + " is a")
                    .hasMessageContaining(kind)
                    .hasMessageContaining("nothing was opened");
        }
        assertThat(victim).hasContent("not ours");
    }

    @Test
    void a_database_with_a_second_name_is_read_but_not_written() throws Exception {
        Path other = Files.createLink(folder.resolve("other.db"), root.resolve("jarvis.db"));
        assertThatThrownBy(() -> MemoryStore.open(root))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("hard link")
                .hasMessageContaining("nothing was opened");
        MemoryStore.openReadOnly(root).close();
        Files.delete(other);
        MemoryStore.open(root).close();
    }

    @Test
    void a_lock_of_migrations_that_is_a_pipe_keeps_no_memory_from_opening() throws Exception {
        Path lock = root.resolve("jarvis.db.migration-lock");
        Files.deleteIfExists(lock);
        place("pipe", lock);
        try (MemoryStore memory = MemoryStore.open(root)) {
            assertThatThrownBy(memory::repair)
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("pipe");
        }
    }

    @Test
    void drafts_of_logs_that_a_crash_left_behind_are_deleted_and_other_files_stay() throws Exception {
        Path logs = root.resolve("memory");
        List<Path> drafts = List.of(logs.resolve(".2026-01-25.md.new"), logs.resolve(".2026-01-25.late.md.new"));
        List<Path> others = List.of(logs.resolve(".notes.md.new"), logs.resolve("2026-01-25.md.new"));
        for (Path draft : drafts) {
            Files.writeString(draft, "half an ent");
        }
        for (Path other : others) {
            Files.writeString(other, "mine");
        }
        MemoryStore.openReadOnly(root).close();
        assertThat(drafts).allSatisfy(draft -> assertThat(draft).exists());
        MemoryStore.open(root).close();
        assertThat(drafts).allSatisfy(draft -> assertThat(draft).doesNotExist());
        assertThat(others).allSatisfy(other -> assertThat(other).hasContent("mine"));
    }

    private void place(String kind, Path at) throws Exception {
        switch (kind) {
            case "symbolic link" -> Files.createSymbolicLink(at, victim);
            case "hard link" -> Files.createLink(at, victim);
            default ->
                assertThat(new ProcessBuilder("mkfifo", at.toString()).start().waitFor())
                        .isZero();
        }
    }

    private static List<Path> all(Path folder) throws IOException {
        try (var found = Files.walk(folder)) {
            return found.sorted().toList();
        }
    }
}
