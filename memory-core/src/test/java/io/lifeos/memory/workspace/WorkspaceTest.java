package io.lifeos.memory.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.testing.ChildJvm;
import io.lifeos.memory.testing.MemoryOracle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceTest {

    @TempDir
    Path folder;

    @Test
    void creates_the_whole_tree() throws Exception {
        Workspace workspace = new Workspace(folder.resolve("root"));
        workspace.create();
        try (Stream<Path> paths = Files.walk(workspace.root())) {
            assertThat(paths.map(path -> workspace.root().relativize(path).toString()))
                    .containsExactlyInAnyOrder(
                            "",
                            "jarvis.db",
                            "memory",
                            "memory/archives",
                            "bank",
                            "bank/world.md",
                            "bank/experience.md",
                            "bank/opinions.md",
                            "bank/entities",
                            "bank/entities/tokens",
                            "bank/entities/users",
                            "bank/entities/strategies",
                            "memory.md",
                            "SOUL.md",
                            "AGENTS.md",
                            "USER.md");
        }
        assertThat(workspace.root().resolve("SOUL.md")).content().startsWith("# ");
    }

    @Test
    void names_its_paths() {
        Path root = folder.toAbsolutePath();
        Workspace workspace = new Workspace(root.resolve("a/../b"));
        assertThat(workspace.root()).isEqualTo(root.resolve("b"));
        assertThat(workspace.database()).isEqualTo(root.resolve("b/jarvis.db"));
        assertThat(workspace.dailyLog(LocalDate.of(2026, 1, 5))).isEqualTo(root.resolve("b/memory/2026-01-05.md"));
        assertThat(workspace.archives()).isEqualTo(root.resolve("b/memory/archives"));
        assertThat(workspace.bank()).isEqualTo(root.resolve("b/bank"));
        assertThat(new Workspace(Path.of("relative")).root()).isAbsolute();
    }

    @Test
    void creating_it_again_adds_what_is_missing_and_changes_nothing() throws Exception {
        Workspace workspace = new Workspace(folder);
        workspace.create();
        Files.writeString(folder.resolve("SOUL.md"), "mine");
        Files.writeString(folder.resolve("USER.md"), "");
        Files.delete(folder.resolve("bank/world.md"));
        Files.delete(folder.resolve("memory/archives"));
        Map<String, String> before = contents();

        workspace.create();

        before.put("bank/world.md", contents().getOrDefault("bank/world.md", "absent"));
        assertThat(contents())
                .isEqualTo(before)
                .containsEntry("SOUL.md", "mine")
                .containsEntry("USER.md", "");
        assertThat(folder.resolve("memory/archives")).isDirectory();
    }

    private Map<String, String> contents() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                contents.put(folder.relativize(path).toString(), Files.readString(path));
            }
        }
        return contents;
    }

    @Test
    void only_the_owner_can_read_anything_of_an_open_memory_even_under_umask_022() throws Exception {
        Path above = folder.resolve("above");
        Path root = above.resolve("between/root");
        try (ChildJvm child =
                ChildJvm.of(Holder.class, root.toString()).after("umask 022").start()) {
            child.awaitOutput("open");
            assertThat(root.resolve("jarvis.db-wal")).exists();
            assertThat(root.resolve("jarvis.db-shm")).exists();
            assertThat(root.resolve("memory/2026-01-25.md")).exists();
            assertThat(root.resolve("memory/.lock")).exists();
            MemoryOracle.assertPrivate(above);
        }
    }

    /** Holds a memory open until it is killed. */
    static final class Holder {

        public static void main(String[] args) throws Exception {
            MemoryStore memory = MemoryStore.open(Path.of(args[0]));
            memory.retain("kept")
                    .happenedAt(Instant.parse("2026-01-25T00:00:00Z"))
                    .save();
            System.out.println("open");
            Thread.sleep(60_000);
        }
    }

    @Test
    void a_file_in_place_of_a_folder_is_refused() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "mine");
        for (Path root : List.of(file, file.resolve("below"))) {
            assertThatThrownBy(() -> MemoryStore.open(root))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining(root.toString());
        }
        assertThatThrownBy(() -> MemoryStore.openReadOnly(file)).isInstanceOf(StoreException.class);
        assertThat(file).hasContent("mine");

        Files.writeString(folder.resolve("memory"), "mine");
        assertThatThrownBy(() -> MemoryStore.open(folder))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("is a file where a folder belongs");
    }

    @Test
    void a_database_that_is_a_symbolic_link_is_refused_and_nothing_is_created_behind_it() throws Exception {
        Path root = Files.createDirectory(folder.resolve("root"));
        Path elsewhere = folder.resolve("elsewhere.db");
        Files.createSymbolicLink(root.resolve("jarvis.db"), elsewhere);
        assertThatThrownBy(() -> MemoryStore.open(root))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("symbolic link");
        assertThatThrownBy(() -> MemoryStore.openReadOnly(root)).isInstanceOf(StoreException.class);
        assertThat(elsewhere).doesNotExist();
        assertThat(root.resolve("memory")).doesNotExist();
    }

    @Test
    void a_root_that_is_reached_by_two_names_is_one_memory() throws Exception {
        Path root = folder.resolve("root");
        Path alias = folder.resolve("alias");
        new Workspace(root).create();
        Files.createSymbolicLink(alias, root);
        try (MemoryStore one = MemoryStore.open(root);
                MemoryStore other = MemoryStore.open(alias)) {
            Thread thread = new Thread(() -> {
                for (int i = 0; i < 50; i++) {
                    other.retain("by its other name").save();
                }
            });
            thread.start();
            for (int i = 0; i < 50; i++) {
                one.retain("by its name").save();
            }
            thread.join();
        }
        Files.delete(alias);
        MemoryOracle.assertSound(root);
        assertThat(MemoryOracle.entries(root.resolve("memory"))).hasSize(100);
    }
}
