package io.lifeos.memory.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.database.Durability;
import io.lifeos.memory.fact.NewFact;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.sqlite.table.FactTable;
import io.lifeos.memory.testing.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntegrityCheckTest {

    private static final long IN_PLACE = 100_000;
    private static final long OF_A_COPY = 0;

    @TempDir
    Path root;

    @BeforeEach
    void store_facts() {
        try (MemoryStore memory = MemoryStore.open(root)) {
            List<NewFact> facts = IntStream.range(0, 2_000)
                    .mapToObj(i -> NewFact.of("fact number " + i + " of many")
                            .happenedAt(Instant.EPOCH)
                            .build())
                    .toList();
            memory.database().transaction(connection -> new FactTable(connection).insert(facts, Instant.EPOCH));
        }
    }

    /** In a process of its own, as nobody else's temporary files must be in the way. */
    @ParameterizedTest
    @ValueSource(longs = {IN_PLACE, OF_A_COPY})
    void calls_a_healthy_file_ok_and_leaves_no_copy(long mostFactsCheckedInPlace, @TempDir Path temporary)
            throws Exception {
        try (ChildJvm child = ChildJvm.of(Checker.class, root.toString(), Long.toString(mostFactsCheckedInPlace))
                .property("java.io.tmpdir", temporary.toString())
                .start()) {
            assertThat(child.waitFor()).as(child.output()).isZero();
            assertThat(child.output()).contains("problems: []");
        }
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left).noneMatch(path -> path.getFileName().toString().startsWith("lifeos-memory-check"));
        }
    }

    /** Checks a file as the tests do, and prints what it found. */
    static final class Checker {
        public static void main(String[] args) {
            System.out.println("problems: " + problemsOfOpen(Path.of(args[0]), Long.parseLong(args[1])));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {IN_PLACE, OF_A_COPY})
    void sees_a_fact_that_is_missing_from_the_full_text_index(long mostFactsCheckedInPlace) throws Exception {
        change("INSERT INTO facts_fts (facts_fts, rowid, content, context)"
                + " SELECT 'delete', id, content, context FROM facts WHERE id = 7");
        assertThat(problemsOfOpen(mostFactsCheckedInPlace))
                .singleElement()
                .asString()
                .startsWith("Full text:");
    }

    @ParameterizedTest
    @ValueSource(longs = {IN_PLACE, OF_A_COPY})
    void sees_a_ghost_in_the_full_text_index(long mostFactsCheckedInPlace) throws Exception {
        change("INSERT INTO facts_fts (rowid, content) VALUES (99999, 'ghost')");
        assertThat(problemsOfOpen(mostFactsCheckedInPlace))
                .singleElement()
                .asString()
                .startsWith("Full text:");
    }

    @Test
    void sees_a_link_whose_fact_is_gone() throws Exception {
        change("INSERT INTO fact_embeddings (fact_id, postgres_id) VALUES (77777, 1)");
        assertThat(problems(IN_PLACE))
                .singleElement()
                .asString()
                .startsWith("Foreign key:")
                .contains("fact_embeddings");
    }

    @Test
    void sees_a_damaged_page_in_the_middle() throws Exception {
        Path file = root.resolve("jarvis.db");
        byte[] bytes = Files.readAllBytes(file);
        int pages = bytes.length / 4096;
        Arrays.fill(bytes, pages / 2 * 4096, pages / 2 * 4096 + 4096, (byte) 0x5A);
        Files.write(file, bytes);
        assertThat(problems(IN_PLACE)).isNotEmpty();
        assertThat(file).hasBinaryContent(bytes);
    }

    /** Without a whole schema, which a page may belong to, a file cannot even be opened. */
    @Test
    void sees_each_damaged_page_of_the_facts() throws Exception {
        Path file = root.resolve("jarvis.db");
        byte[] whole = Files.readAllBytes(file);
        for (int page = 2; page < whole.length / 4096; page += 7) {
            byte[] bytes = whole.clone();
            Arrays.fill(bytes, page * 4096, page * 4096 + 512, (byte) 0xFF);
            Files.write(file, bytes);
            assertThat(damage()).as("page %s", page + 1).isNotEmpty();
        }
    }

    @Test
    void a_file_that_was_cut_short_is_called_damaged_when_it_is_opened() throws Exception {
        Path file = root.resolve("jarvis.db");
        byte[] half = Arrays.copyOf(Files.readAllBytes(file), (int) Files.size(file) / 2);
        Files.write(file, half);
        assertThatThrownBy(() -> MemoryStore.open(root))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("is damaged; it was left as it is");
        assertThat(file).hasBinaryContent(half);
    }

    private List<String> damage() {
        try {
            return problems(IN_PLACE);
        } catch (StoreException e) {
            assertThat(e).hasMessageContaining("is damaged; it was left as it is");
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    @Test
    void leaves_a_file_that_was_opened_for_reading_only_as_it_is() throws Exception {
        change("PRAGMA journal_mode = DELETE");
        byte[] before = Files.readAllBytes(root.resolve("jarvis.db"));
        assertThat(problems(IN_PLACE)).isEmpty();
        assertThat(root.resolve("jarvis.db")).hasBinaryContent(before);
        assertThat(root.resolve("jarvis.db-wal")).doesNotExist();
    }

    private List<String> problemsOfOpen(long mostFactsCheckedInPlace) {
        return problemsOfOpen(root, mostFactsCheckedInPlace);
    }

    private static List<String> problemsOfOpen(Path root, long mostFactsCheckedInPlace) {
        try (SqliteDatabase database = SqliteDatabase.open(root.resolve("jarvis.db"), Durability.FULL)) {
            return new IntegrityCheck(database, mostFactsCheckedInPlace).run().problems();
        }
    }

    private List<String> problems(long mostFactsCheckedInPlace) {
        try (SqliteDatabase database = SqliteDatabase.openReadOnly(root.resolve("jarvis.db"))) {
            return new IntegrityCheck(database, mostFactsCheckedInPlace).run().problems();
        }
    }

    /** As another program would that does not keep foreign keys. */
    private void change(String sql) throws SQLException {
        try (Connection connection = SqliteDataSource.writer(root.resolve("jarvis.db"), Durability.FULL)
                        .getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA foreign_keys = OFF");
            statement.execute(sql);
        }
    }
}
