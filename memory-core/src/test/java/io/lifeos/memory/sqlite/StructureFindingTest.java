package io.lifeos.memory.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.database.Durability;
import io.lifeos.memory.fact.NewFact;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.sqlite.table.FactTable;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The check that leaves the full text to the comparison with the facts finds what SQLite's own finds besides. */
class StructureFindingTest {

    private static final int PAGE = 4096;
    private static final int FIRST_FREE_TRUNK = 32;
    private static final int FREE_PAGES = 36;

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void a_file_with_facts_in_use_and_free_pages() throws SQLException {
        file = folder.resolve("jarvis.db");
        try (MemoryStore memory = MemoryStore.open(folder)) {
            List<NewFact> facts = IntStream.range(0, 150)
                    .mapToObj(i -> NewFact.of("fact number " + i + " of many, about " + "x".repeat(i))
                            .source("s" + i % 7)
                            .happenedAt(Instant.EPOCH)
                            .build())
                    .toList();
            memory.database().transaction(connection -> new FactTable(connection).insert(facts, Instant.EPOCH));
        }
        execute("CREATE TABLE gone (x)", "INSERT INTO gone VALUES (zeroblob(40000))", "DROP TABLE gone");
        execute("PRAGMA journal_mode = DELETE");
    }

    @Test
    void a_sound_file_has_no_finding() throws Exception {
        assertThat(findings(false)).isEmpty();
        assertThat(problems()).isEmpty();
    }

    @Test
    void a_bit_flipped_in_any_page_is_found_as_before() throws Exception {
        Random random = new Random(14);
        byte[] whole = Files.readAllBytes(file);
        int found = 0;
        for (int page = 1; page < whole.length / PAGE; page++) {
            byte[] bytes = whole.clone();
            // The head of a page, of which every byte counts, and any other.
            flip(bytes, page * PAGE + random.nextInt(12), random);
            flip(bytes, page * PAGE + random.nextInt(PAGE), random);
            Files.write(file, bytes);
            found += requireFoundAsBefore("page " + (page + 1)) ? 1 : 0;
        }
        assertThat(found).isGreaterThan(whole.length / PAGE / 2);
    }

    private static void flip(byte[] bytes, int at, Random random) {
        bytes[at] ^= (byte) (1 << random.nextInt(8));
    }

    @Test
    void pages_that_nothing_uses_are_found() throws Exception {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        assertThat(bytes.getInt(FREE_PAGES)).isPositive();
        bytes.putInt(FIRST_FREE_TRUNK, 0).putInt(FREE_PAGES, 0);
        Files.write(file, bytes.array());
        assertThat(requireFoundAsBefore("leak")).isTrue();
        assertThat(problems()).anyMatch(problem -> problem.contains("never used"));
    }

    @Test
    void a_free_page_that_is_in_use_is_found() throws Exception {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        int trunk = (bytes.getInt(FIRST_FREE_TRUNK) - 1) * PAGE;
        assertThat(bytes.getInt(trunk + 4)).isPositive();
        bytes.putInt(trunk + 8, rootPage("facts"));
        Files.write(file, bytes.array());
        assertThat(requireFoundAsBefore("free and in use")).isTrue();
        assertThat(problems()).anyMatch(problem -> problem.contains("2nd reference"));
    }

    @Test
    void a_page_that_a_table_has_twice_is_found() throws Exception {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        int root = (rootPage("facts") - 1) * PAGE;
        int firstCell = root + bytes.getShort(root + 12);
        bytes.putInt(root + 8, bytes.getInt(firstCell));
        Files.write(file, bytes.array());
        assertThat(requireFoundAsBefore("overlap")).isTrue();
        assertThat(problems()).anyMatch(problem -> problem.contains("2nd reference"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            facts | content TEXT NOT NULL | content TEXT | INSERT INTO facts (source) VALUES ('b') | NULL value in facts.content
            idx_facts_source | (source) | (source) WHERE id < 0 | INSERT INTO facts (content, source) VALUES ('not in the index', 'b') | index idx_facts_source
            """)
    void what_another_schema_let_in_is_found(String name, String ours, String theirs, String insert, String problem)
            throws Exception {
        String sql = "UPDATE sqlite_schema SET sql = replace(sql, '%s', '%s') WHERE name = '" + name + "'";
        execute("PRAGMA writable_schema = ON", sql.formatted(ours, theirs));
        execute(insert);
        execute("PRAGMA writable_schema = ON", sql.formatted(theirs, ours));
        assertThat(requireFoundAsBefore(name)).isTrue();
        assertThat(problems()).anyMatch(found -> found.contains(problem));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DELETE FROM facts_fts_data WHERE id > 10
            UPDATE facts_fts_data SET block = zeroblob(100) WHERE id > 10
            DELETE FROM facts_fts_docsize WHERE id = 3
            INSERT INTO facts_fts (facts_fts, rowid, content, context) SELECT 'delete', id, content, context FROM facts WHERE id = 7
            INSERT INTO facts_fts (rowid, content) VALUES (99999, 'ghost')
            """)
    void damage_to_the_full_text_is_found_by_the_comparison(String damage) throws Exception {
        execute(damage);
        requireFoundAsBefore(damage);
        assertThat(problems()).singleElement().asString().startsWith("Full text:");
    }

    @Test
    void the_full_text_of_a_host_s_own_table_is_walked_through() throws Exception {
        execute(
                "CREATE VIRTUAL TABLE notes USING fts5 (x)",
                "INSERT INTO notes VALUES ('one two')",
                "DELETE FROM notes_data WHERE id > 10");
        assertThat(problems()).anyMatch(problem -> problem.contains("notes"));
    }

    /** Returns true if there was something to find. */
    private boolean requireFoundAsBefore(String damage) throws SQLException {
        List<String> before;
        List<String> now;
        try {
            before = findings(true);
        } catch (SQLException e) {
            assertThat(isFound(false)).as(damage).isTrue();
            return true;
        }
        try {
            now = findings(false);
        } catch (SQLException e) {
            return true;
        }
        List<String> besideFullText = before.stream()
                .filter(text -> !new StructureFinding(text).isOfTheFullText())
                .toList();
        assertThat(now).as(damage).isEqualTo(besideFullText);
        if (!before.isEmpty()) {
            assertThat(isFound(true)).as(damage).isTrue();
        }
        return !before.isEmpty();
    }

    private boolean isFound(boolean byWholeCheck) throws SQLException {
        try {
            return byWholeCheck
                    ? !problems().isEmpty()
                    : !findings(false).isEmpty() || !problems().isEmpty();
        } catch (SQLException | StoreException e) {
            return true;
        }
    }

    private List<String> findings(boolean withFullText) throws SQLException {
        try (Connection fresh = SqliteDataSource.reader(file).getConnection()) {
            List<StructureFinding> findings =
                    withFullText ? StructureFinding.of(fresh) : StructureFinding.besideFullText(fresh);
            return findings.stream().map(StructureFinding::text).toList();
        }
    }

    private List<String> problems() {
        try (SqliteDatabase database = SqliteDatabase.open(file, Durability.FULL)) {
            return new IntegrityCheck(database).run().problems();
        }
    }

    private int rootPage(String name) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT rootpage FROM sqlite_schema WHERE name = '" + name + "'")) {
            return row.getInt(1);
        }
    }

    /** As another program would that does not keep foreign keys. */
    private void execute(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
