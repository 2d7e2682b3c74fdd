package io.lifeos.memory.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.fact.IncompatibleStoreException;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.sqlite.table.Outbox;
import io.lifeos.memory.testing.ChildJvm;
import io.lifeos.memory.testing.MemoryOracle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseOpeningTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PRAGMA application_id = 1281969509; PRAGMA user_version = 99; CREATE TABLE facts (id INTEGER)",
                "PRAGMA application_id = 7; CREATE TABLE t (a)",
                "PRAGMA application_id = 7",
                "PRAGMA user_version = 3",
                "CREATE TABLE t (a)"
            })
    void a_newer_file_or_one_of_another_program_is_refused_untouched(String sql) throws Exception {
        Path file = folder.resolve("jarvis.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            for (String part : sql.split(";", -1)) {
                statement.execute(part);
            }
        }
        assertRefusedUntouched(file);
    }

    @Test
    void a_file_that_is_not_of_sqlite_is_refused_untouched() throws Exception {
        Path file = folder.resolve("jarvis.db");
        Files.writeString(file, "This is a text that someone keeps here. ".repeat(100));
        assertRefusedUntouched(file);
    }

    private void assertRefusedUntouched(Path file) throws Exception {
        byte[] before = Files.readAllBytes(file);
        assertThatThrownBy(() -> MemoryStore.open(folder))
                .isInstanceOf(IncompatibleStoreException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("it was not touched");
        assertThatThrownBy(() -> MemoryStore.openReadOnly(folder)).isInstanceOf(IncompatibleStoreException.class);
        assertThat(file).hasBinaryContent(before);
        assertThat(folder.resolve("jarvis.db-wal")).doesNotExist();
    }

    @Test
    void a_folder_in_place_of_the_file_is_refused() throws Exception {
        Files.createDirectory(folder.resolve("jarvis.db"));
        assertThatThrownBy(() -> MemoryStore.open(folder)).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> MemoryStore.openReadOnly(folder)).isInstanceOf(StoreException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "what?",
                "a?mode=memory",
                "100%",
                "%41",
                "a#b",
                "with space",
                "größe 記憶",
                "a;b",
                "a&b=c",
                "mode=memory",
                "'quoted\""
            })
    void a_folder_may_have_any_name(String name) throws Exception {
        Path root = folder.resolve(name);
        try (MemoryStore memory = MemoryStore.open(root)) {
            memory.retain("kept").save();
        }
        try (Stream<Path> inFolder = Files.list(folder)) {
            assertThat(inFolder).containsExactly(root);
        }
        assertThat(root.resolve("jarvis.db")).isNotEmptyFile();
        MemoryOracle.assertSound(root);
        try (MemoryStore memory = MemoryStore.open(root)) {
            assertThat(memory.find(1)).isPresent();
        }
    }

    @Test
    void threads_that_create_one_memory_at_the_same_moment_all_succeed() throws Exception {
        int threads = 4;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        for (int round = 0; round < 25; round++) {
            Path root = folder.resolve("root" + round);
            CyclicBarrier start = new CyclicBarrier(threads);
            List<Future<?>> futures = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                futures.add(pool.submit(() -> {
                    start.await();
                    try (MemoryStore memory = MemoryStore.open(root)) {
                        return memory.retain("by one of many").save();
                    }
                }));
            }
            for (Future<?> future : futures) {
                future.get();
            }
            MemoryOracle.assertSound(root);
        }
        pool.shutdown();
    }

    @Test
    void processes_that_create_one_memory_at_the_same_moment_all_succeed() throws Exception {
        Path go = folder.resolve("go");
        try (ChildJvm one = ChildJvm.of(Creator.class, folder.toString()).start();
                ChildJvm other = ChildJvm.of(Creator.class, folder.toString()).start()) {
            one.awaitOutput("ready");
            other.awaitOutput("ready");
            Files.createFile(go);
            assertThat(one.waitFor()).as(one.output()).isZero();
            assertThat(other.waitFor()).as(other.output()).isZero();
        }
        for (int round = 0; round < Creator.ROUNDS; round++) {
            Path root = folder.resolve("root" + round);
            MemoryOracle.assertSound(root);
            try (MemoryStore memory = MemoryStore.openReadOnly(root)) {
                assertThat(MemoryOracle.rows(memory.database(), "SELECT id FROM facts"))
                        .hasSize(2);
            }
        }
    }

    /** Creates one memory after the other as soon as it is told to. */
    static final class Creator {

        static final int ROUNDS = 20;

        public static void main(String[] args) throws Exception {
            Path folder = Path.of(args[0]);
            System.out.println("ready");
            while (!Files.exists(folder.resolve("go"))) {
                Thread.onSpinWait();
            }
            for (int round = 0; round < ROUNDS; round++) {
                try (MemoryStore memory = MemoryStore.open(folder.resolve("root" + round))) {
                    memory.retain("by one of two").save();
                }
            }
        }
    }

    @Test
    void reading_only_creates_nothing_and_an_absent_memory_reads_as_empty() throws Exception {
        Path root = folder.resolve("absent");
        try (MemoryStore memory =
                MemoryStore.builder().root(root).emptyIfAbsent(true).openReadOnly()) {
            assertThat(memory.find(1)).isEmpty();
            assertThat(memory.database().isReadOnly()).isTrue();
            assertThat(memory.database().checkIntegrity().ok()).isTrue();
            assertThat(MemoryOracle.rows(memory.database(), "SELECT rowid FROM facts_fts WHERE facts_fts MATCH 'a'"))
                    .isEmpty();
            assertReadOnly(memory);
        }
        assertThat(root).doesNotExist();
    }

    @Test
    void reading_only_leaves_an_empty_file_as_it_is() throws Exception {
        Path file = Files.createFile(folder.resolve("jarvis.db"));
        try (MemoryStore memory =
                MemoryStore.builder().root(folder).emptyIfAbsent(true).openReadOnly()) {
            assertThat(memory.find(1)).isEmpty();
            assertThat(memory.database().checkIntegrity().ok()).isTrue();
        }
        assertThat(file).isEmptyFile();
        assertThat(folder).isDirectoryNotContaining(path -> !path.equals(file));
    }

    @Test
    void reading_only_repairs_nothing() throws Exception {
        try (MemoryStore memory = MemoryStore.open(folder)) {
            memory.retain("left behind").save();
            memory.database().transaction(connection -> {
                new Outbox(connection).add(List.of(1L));
                return 0;
            });
        }
        try (Stream<Path> logs = Files.list(folder.resolve("memory"))) {
            for (Path log : logs.filter(Files::isRegularFile).toList()) {
                Files.delete(log);
            }
        }
        byte[] before = Files.readAllBytes(folder.resolve("jarvis.db"));
        try (MemoryStore memory = MemoryStore.openReadOnly(folder)) {
            assertThat(memory.find(1)).isPresent();
            assertReadOnly(memory);
        }
        assertThat(folder.resolve("memory")).isDirectoryNotContaining("glob:**.{md,lock}");
        assertThat(folder.resolve("memory/.lock")).doesNotExist();
        assertThat(folder.resolve("jarvis.db")).hasBinaryContent(before);
    }

    private static void assertReadOnly(MemoryStore memory) {
        assertThatIllegalStateException()
                .isThrownBy(() -> memory.retain("a").save())
                .withMessageContaining("reading only");
        assertThatIllegalStateException().isThrownBy(() -> memory.forget(1)).withMessageContaining("reading only");
        assertThatIllegalStateException().isThrownBy(memory::writeDailyLogs).withMessageContaining("reading only");
    }

    @Test
    void a_damaged_header_is_never_taken_for_an_empty_file() throws Exception {
        try (MemoryStore memory = MemoryStore.open(folder)) {
            memory.retain("kept").save();
        }
        Path file = folder.resolve("jarvis.db");
        byte[] bytes = Files.readAllBytes(file);
        System.arraycopy("damaged".getBytes(StandardCharsets.UTF_8), 0, bytes, 0, 7);
        Files.write(file, bytes);
        assertThatThrownBy(() -> MemoryStore.open(folder)).isInstanceOf(StoreException.class);
        assertThat(file).hasBinaryContent(bytes);
    }
}
