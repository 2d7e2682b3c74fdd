package io.lifeos.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.lifeos.memory.fact.DamagedStoreException;
import io.lifeos.memory.fact.IncompatibleStoreException;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.testing.FolderContents;
import io.lifeos.memory.testing.MemoryOracle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each test breaks the file first. However it is broken, it is named, and never replaced by an empty one. */
class DamagedFileTest {

    private static final Instant TIME = Instant.parse("2026-01-25T15:07:40Z");

    @TempDir
    Path folder;

    private Path root;
    private Path file;

    @BeforeEach
    void a_memory() {
        root = folder.resolve("root");
        file = root.resolve("jarvis.db");
        try (MemoryStore memory = MemoryStore.open(root)) {
            for (int i = 0; i < 500; i++) {
                memory.retain("fact " + i + " with some content")
                        .happenedAt(TIME)
                        .save();
            }
        }
    }

    @Test
    void a_file_that_is_gone_is_not_replaced_while_a_log_shows_that_there_was_one() throws Exception {
        Files.delete(file);
        assertRefused(DamagedStoreException.class, "is missing", "2026-01-25.md", "restore a backup");
    }

    @Test
    void a_file_that_became_empty_is_not_begun_anew_while_a_log_shows_that_it_was_not() throws Exception {
        Files.write(file, new byte[0]);
        assertRefused(DamagedStoreException.class, "is empty", "2026-01-25.md", "restore a backup");
    }

    @Test
    void a_log_that_was_put_away_shows_it_too() throws Exception {
        Files.delete(file);
        Path log = root.resolve("memory/2026-01-25.md");
        Files.move(log, root.resolve("memory/archives/2026-01-25.md"), StandardCopyOption.REPLACE_EXISTING);
        assertRefused(DamagedStoreException.class, "is missing", "archives");
    }

    @Test
    void a_write_ahead_log_without_its_file_shows_it_too() throws Exception {
        Path other = folder.resolve("other");
        Files.createDirectory(other);
        Files.write(other.resolve("jarvis.db-wal"), new byte[4_096]);
        root = other;
        file = other.resolve("jarvis.db");
        assertRefused(DamagedStoreException.class, "is missing", "jarvis.db-wal");
        assertThat(file).doesNotExist();
    }

    /** As one is that was copied without its write-ahead log. */
    @Test
    void a_file_without_tables_is_not_begun_anew_while_a_log_shows_that_it_had_some() throws Exception {
        Files.write(file, withoutTables());
        assertRefused(DamagedStoreException.class, "is empty", "2026-01-25.md", "restore a backup");
    }

    @Test
    void a_copy_from_before_the_adoption_shows_that_there_were_facts() throws Exception {
        Path other = Files.createDirectory(folder.resolve("other"));
        Path copy = Files.write(other.resolve("jarvis.db.before-adoption-20260125T000000.000000Z"), new byte[1]);
        root = other;
        file = other.resolve("jarvis.db");
        assertRefused(DamagedStoreException.class, "is missing", copy.toString(), "put that copy in its place");
        Files.write(file, withoutTables());
        assertRefused(DamagedStoreException.class, "is empty", copy.toString());
    }

    @Test
    void a_file_without_tables_is_begun_where_nothing_shows_that_there_were_facts() throws Exception {
        Path other = Files.createDirectory(folder.resolve("other"));
        Files.write(other.resolve("jarvis.db"), withoutTables());
        try (MemoryStore memory = MemoryStore.open(other)) {
            assertThat(memory.retain("first").save().id()).isEqualTo(1);
        }
    }

    private byte[] withoutTables() throws Exception {
        Path empty = folder.resolve("empty.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + empty);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = wal");
        }
        byte[] bytes = Files.readAllBytes(empty);
        assertThat(bytes).hasSize(4_096);
        return bytes;
    }

    @Test
    void what_a_crash_leaves_when_a_memory_is_created_is_begun_anew() throws Exception {
        Path other = Files.createDirectory(folder.resolve("other"));
        Files.createFile(other.resolve("jarvis.db"));
        Files.createDirectories(other.resolve("memory"));
        Files.writeString(other.resolve("memory/2026-01-24.md"), "## 10:00:00 UTC\n\nby another program\n\n---\n");
        try (MemoryStore memory = MemoryStore.open(other)) {
            assertThat(memory.retain("first").save().id()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 99, 512, 4_095})
    void a_file_of_which_only_the_beginning_is_left_is_refused(int bytes) throws Exception {
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), bytes));
        assertRefused(StoreException.class, "jarvis.db", "restore a backup");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10})
    void a_file_that_lost_pages_at_its_end_is_called_damaged(int pages) throws Exception {
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - pages * 4_096));
        assertRefused(DamagedStoreException.class, "is damaged", "restore a backup");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "garbage garbage garbage", "SQLite format 4"})
    void a_file_whose_beginning_is_overwritten_is_refused(String beginning) throws Exception {
        byte[] bytes = Files.readAllBytes(file);
        byte[] garbage = Arrays.copyOf(beginning.getBytes(StandardCharsets.UTF_8), 100);
        System.arraycopy(garbage, 0, bytes, 0, garbage.length);
        Files.write(file, bytes);
        assertRefused(
                IncompatibleStoreException.class, "is not an SQLite database, or its beginning is damaged", "restore");
    }

    @Test
    void a_file_of_zeros_is_refused() throws Exception {
        Files.write(file, new byte[(int) Files.size(file)]);
        assertRefused(IncompatibleStoreException.class, "its beginning is damaged", "restore a backup");
    }

    /** It opens, as its first pages are whole; the damage shows where it is read. */
    @Test
    void a_damaged_page_is_named_when_it_is_read() throws Exception {
        byte[] bytes = Files.readAllBytes(file);
        int page = pageOfFacts();
        Arrays.fill(bytes, page * 4_096, page * 4_096 + 64, (byte) 0x5A);
        Files.write(file, bytes);
        try (MemoryStore memory = MemoryStore.open(root)) {
            assertThatThrownBy(() -> MemoryOracle.rows(memory.database(), "SELECT content FROM facts"))
                    .isInstanceOf(DamagedStoreException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("restore a backup");
            assertThat(memory.checkIntegrity().ok()).isFalse();
        }
        assertThat(file).hasBinaryContent(bytes);
    }

    private int pageOfFacts() throws IOException {
        try (MemoryStore memory = MemoryStore.openReadOnly(root)) {
            return Integer.parseInt(MemoryOracle.rows(
                                    memory.database(),
                                    "SELECT pageno FROM dbstat WHERE name = 'facts' AND pagetype = 'leaf' LIMIT 1")
                            .get(0))
                    - 1;
        } catch (StoreException e) {
            assumeThat(e).as("this SQLite has no dbstat").isNull();
            throw e;
        }
    }

    private void assertRefused(Class<? extends StoreException> type, String... message) throws IOException {
        Map<String, String> before = FolderContents.of(root, "jarvis.db-");
        assertThatThrownBy(() -> MemoryStore.open(root)).isInstanceOf(type).hasMessageContainingAll(message);
        assertThatThrownBy(() -> MemoryStore.openReadOnly(root))
                .isInstanceOf(type)
                .hasMessageContainingAll(message);
        assertThat(FolderContents.of(root, "jarvis.db-")).isEqualTo(before);
    }
}
