package io.lifeos.memory.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.fact.DamagedStoreException;
import io.lifeos.memory.fact.StoreLockedException;
import io.lifeos.memory.log.MigrationLock;
import io.lifeos.memory.report.IntegrityReport;
import io.lifeos.memory.report.RepairReport;
import io.lifeos.memory.testing.MemoryOracle;
import io.lifeos.memory.testing.WordEmbedder;
import io.lifeos.memory.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each test breaks something, looks whether the check sees it, and whether a repair makes it good. */
class RepairTest {

    private static final Instant TIME = Instant.parse("2026-01-25T15:07:40Z");

    @TempDir
    Path root;

    private Path log;
    private String whole = "";

    @BeforeEach
    void three_facts_on_one_day_and_one_on_another() throws IOException {
        log = new Workspace(root).dailyLog(LocalDate.of(2026, 1, 25));
        try (MemoryStore memory = MemoryStore.builder()
                .root(root)
                .embedder(new WordEmbedder("words", 16))
                .open()) {
            memory.retain("first about SOL").happenedAt(TIME).source("a").save();
            memory.retain("# second\n\n---\n<!-- fact:1 -->\r\nand \r more")
                    .happenedAt(TIME)
                    .confidence(0.5)
                    .save();
            memory.retain("größe 記憶").happenedAt(TIME).save();
            memory.retain("the day after").happenedAt(TIME.plusSeconds(86_400)).save();
            memory.forget(3);
        }
        whole = Files.readString(log);
    }

    @Test
    void a_sound_memory_is_called_sound_and_is_left_alone() throws Exception {
        assertThat(problems()).isEmpty();
        byte[] before = Files.readAllBytes(root.resolve("jarvis.db"));
        assertThat(repair().done()).isEmpty();
        assertThat(Files.readAllBytes(root.resolve("jarvis.db"))).isEqualTo(before);
        assertThat(log).hasContent(whole);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            INSERT INTO facts_fts (facts_fts, rowid, content, context) SELECT 'delete', id, content, context FROM facts WHERE id = 1 | Full text: | full-text index
            INSERT INTO facts_fts (rowid, content) VALUES (99, 'ghost') | Full text: | full-text index
            DELETE FROM facts_fts_data WHERE id > 10 | fts5: | full-text index
            INSERT INTO entity_mentions (fact_id, entity_id, mention_text) VALUES (77, 1, 'SOL') | Foreign key: | 1 mentions
            INSERT INTO fact_owners VALUES (77, 'user', 'ann') | Foreign key: | 1 owners
            INSERT INTO fact_keys VALUES ('', 'order-7', 77) | Foreign key: | 1 keys
            INSERT INTO fact_vectors VALUES (77, 'words', 16, zeroblob(64)) | Foreign key: | 1 vectors
            UPDATE fact_vectors SET embedding = zeroblob(60) WHERE fact_id = 2 | Vector: the vector of fact 2 by words | 1 vectors
            INSERT INTO outbox VALUES ('soon', 1, 1) | which is no day | 1 notes
            """)
    void what_follows_from_facts_is_made_anew(String damage, String problem, String done) throws Exception {
        execute(damage);
        assertThat(problems())
                .isNotEmpty()
                .allSatisfy(found -> assertThat(found).containsAnyOf(problem, "Full text:"));
        List<String> facts = facts();

        RepairReport report = repair();

        assertThat(report.done())
                .isNotEmpty()
                .anySatisfy(sentence -> assertThat(sentence).contains(done));
        assertThat(report.remaining().problems()).isEmpty();
        assertThat(facts()).isEqualTo(facts);
        assertThat(repair().done()).isEmpty();
        try (MemoryStore memory = MemoryStore.openReadOnly(root)) {
            assertThat(memory.recall("first").fetch().hits()).hasSize(1);
        }
        MemoryOracle.assertSound(root);
    }

    @Test
    void an_index_that_lost_rows_is_made_anew() throws Exception {
        damageIndex("idx_facts_source");
        assertThat(problems())
                .isNotEmpty()
                .allSatisfy(found -> assertThat(found).contains("index idx_facts_source"));
        RepairReport report = repair();
        assertThat(report.done()).containsExactly("Made the indexes of the tables anew.");
        assertThat(report.remaining().problems()).isEmpty();
        MemoryOracle.assertSound(root);
    }

    /** Adds a fact while the index claims to be for others only. */
    private void damageIndex(String index) throws SQLException {
        String sql = "UPDATE sqlite_schema SET sql = 'CREATE INDEX " + index + " ON facts (source)%s' WHERE name = '"
                + index + "'";
        execute("PRAGMA writable_schema = ON", sql.formatted(" WHERE id < 0"));
        execute("INSERT INTO facts (content, source) VALUES ('not in the index', 'b')");
        execute("PRAGMA writable_schema = ON", sql.formatted(""));
    }

    @Test
    void damage_to_the_facts_themselves_is_not_touched_and_the_cure_is_named() throws Exception {
        Path file = root.resolve("jarvis.db");
        byte[] bytes = Files.readAllBytes(file);
        int page = Integer.parseInt(query("SELECT rootpage FROM sqlite_schema WHERE name = 'facts'"));
        Arrays.fill(bytes, (page - 1) * 4096 + 8, (page - 1) * 4096 + 64, (byte) 0x5A);
        Files.write(file, bytes);
        assertThat(problems()).isNotEmpty();
        try (MemoryStore memory = MemoryStore.open(root)) {
            assertThatThrownBy(memory::repair)
                    .isInstanceOf(DamagedStoreException.class)
                    .hasMessageContaining("no fact was touched")
                    .hasMessageContaining("restore a backup");
        }
        assertThat(file).hasBinaryContent(bytes);
        assertThat(log).hasContent(whole);
    }

    @Test
    void a_log_that_is_gone_is_written_anew() throws Exception {
        Files.delete(log);
        assertThat(problems())
                .containsExactlyInAnyOrder(
                        "Log: fact 1 has no entry in the log of 2026-01-25",
                        "Log: fact 2 has no entry in the log of 2026-01-25",
                        "Log: fact 3 has no entry in the log of 2026-01-25");
        assertRepaired();
        assertThat(log).hasContent(whole);
    }

    @Test
    void entries_that_are_missing_doubled_altered_or_misplaced_are_put_in_order() throws Exception {
        String second = whole.substring(whole.indexOf("## ", whole.indexOf("## ") + 1), whole.lastIndexOf("## "));
        Files.writeString(log, whole.replace("größe", "groesse") + second);
        Path nextDay = log.resolveSibling("2026-01-26.md");
        Files.writeString(nextDay, Files.readString(nextDay).replace("fact:4", "fact:1"));
        assertThat(problems())
                .containsExactlyInAnyOrder(
                        "Log: fact 3 says something else than its entry in the log of 2026-01-25",
                        "Log: fact 2 has more than one entry in the log of 2026-01-25",
                        "Log: fact 1 lies on another day, but has an entry in the log of 2026-01-26",
                        "Log: fact 4 has no entry in the log of 2026-01-26");
        assertRepaired();
        assertThat(log).hasContent(whole);
    }

    @Test
    void what_a_person_wrote_stays_as_it_is() throws Exception {
        String mine = "My own note.\r\n\n## 10:00:00 UTC\n\nan entry without a fact\n\n---\n\n";
        Files.writeString(
                log, mine + whole.substring(whole.indexOf("## ")).replaceFirst("first about SOL", "x") + mine);
        assertThat(problems())
                .containsExactly("Log: fact 1 says something else than its entry in the log of 2026-01-25");
        assertRepaired();
        assertThat(Files.readString(log)).isEqualTo(mine + whole.substring(whole.indexOf("## ")) + mine);
    }

    @Test
    void white_space_at_the_end_of_lines_is_no_difference() throws Exception {
        Files.writeString(log, whole.replace("\n", "  \n"));
        assertThat(problems()).isEmpty();
    }

    @Test
    void an_entry_whose_fact_is_gone_may_be_all_that_is_left_of_it_and_stays() throws Exception {
        String lost = "## 10:00:00 UTC\n<!-- fact:50 -->\n\nlost\n\n---\n\n";
        Files.writeString(log, whole + lost);
        String problem = "Log: fact 50 does not exist, but has an entry in the log of 2026-01-25";
        assertThat(problems()).containsExactly(problem);
        RepairReport report = repair();
        assertThat(report.done()).isEmpty();
        assertThat(report.remaining().problems()).containsExactly(problem);
        assertThat(log).hasContent(whole + lost);
    }

    @Test
    void a_log_that_was_put_away_is_not_missed() throws Exception {
        Files.move(
                log,
                Files.createDirectory(new Workspace(root).archives().resolve("2026"))
                        .resolve("2026-01-25.md"));
        assertThat(problems()).isEmpty();
        try (MemoryStore memory = MemoryStore.open(root)) {
            memory.retain("one more of that day").happenedAt(TIME).save();
        }
        assertThat(problems()).isEmpty();
        assertThat(repair().done()).isEmpty();
    }

    @Test
    void facts_of_another_program_need_no_entry() throws Exception {
        execute("INSERT INTO facts (content, timestamp) VALUES ('by python', '2026-01-25T01:02:03')");
        assertThat(problems()).isEmpty();
        execute("UPDATE facts SET timestamp = 'yesterday' WHERE content = 'by python'");
        assertThat(problems()).containsExactly("Time: fact 5 has the timestamp \"yesterday\", which is no time");
    }

    @Test
    void what_a_crash_left_behind_is_seen_without_opening_for_writing() throws Exception {
        Files.delete(log);
        execute("INSERT INTO outbox VALUES ('2026-01-25', 1, 1), ('2026-01-25', 2, 1), ('2026-01-25', 3, 1)");
        assertThat(problems()).hasSize(3);
        MemoryStore.open(root).close();
        assertThat(problems()).isEmpty();
        assertThat(log).hasContent(whole);
    }

    @Test
    void many_problems_are_counted_and_a_hundred_are_named() throws Exception {
        try (MemoryStore memory = MemoryStore.open(root)) {
            for (int i = 0; i < 150; i++) {
                memory.retain("fact " + i).happenedAt(TIME).save();
            }
        }
        Files.delete(log);
        try (MemoryStore memory = MemoryStore.openReadOnly(root)) {
            IntegrityReport report = memory.checkIntegrity();
            assertThat(report.problems()).hasSize(100);
            assertThat(report.count()).isEqualTo(153);
        }
        assertRepaired();
    }

    @Test
    void a_memory_in_use_is_called_sound_while_threads_retain() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        try (MemoryStore memory = MemoryStore.open(root);
                MemoryStore other = MemoryStore.openReadOnly(root)) {
            Thread thread = new Thread(() -> {
                while (!stop.get()) {
                    memory.retain("one more").happenedAt(TIME).save();
                }
            });
            thread.start();
            for (int i = 0; i < 5; i++) {
                assertThat(memory.checkIntegrity().problems()).isEmpty();
                assertThat(other.checkIntegrity().problems()).isEmpty();
            }
            stop.set(true);
            thread.join();
        }
    }

    @Test
    void codes_of_vectors_are_dropped_and_made_again() throws Exception {
        execute("INSERT INTO vector_indexes VALUES ('words', 16, 1, 1, 1, 0, 0, 0, zeroblob(64))");
        assertThat(repair().done()).singleElement().asString().startsWith("Dropped the codes");
        assertThat(repair().done()).isEmpty();
        try (MemoryStore memory = MemoryStore.builder()
                .root(root)
                .embedder(new WordEmbedder("words", 16))
                .open()) {
            assertThat(memory.recall("first").fetch().hits()).isNotEmpty();
        }
    }

    @Test
    void nothing_is_repaired_beside_a_migration_or_in_a_memory_that_was_opened_for_reading() {
        try (MemoryStore memory = MemoryStore.open(root);
                MigrationLock lock = MigrationLock.tryTake(memory.workspace()).orElseThrow()) {
            assertThat(lock).isNotNull();
            assertThatThrownBy(memory::repair)
                    .isInstanceOf(StoreLockedException.class)
                    .hasMessageContaining("nothing was repaired");
        }
        try (MemoryStore memory = MemoryStore.openReadOnly(root)) {
            assertThatIllegalStateException().isThrownBy(memory::repair).withMessageContaining("reading only");
        }
    }

    private void assertRepaired() {
        RepairReport report = repair();
        assertThat(report.done()).singleElement().asString().contains("daily logs in order");
        assertThat(report.remaining().problems()).isEmpty();
        assertThat(repair().done()).isEmpty();
        MemoryOracle.assertSound(root);
    }

    /** Leaves what it looks at as it is. */
    private List<String> problems() throws IOException {
        byte[] before = Files.readAllBytes(root.resolve("jarvis.db"));
        try (MemoryStore memory = MemoryStore.openReadOnly(root)) {
            return memory.checkIntegrity().problems();
        } finally {
            assertThat(root.resolve("jarvis.db")).hasBinaryContent(before);
        }
    }

    private RepairReport repair() {
        try (MemoryStore memory = MemoryStore.open(root)) {
            return memory.repair();
        }
    }

    private List<String> facts() {
        try (MemoryStore memory = MemoryStore.openReadOnly(root)) {
            return MemoryOracle.rows(
                    memory.database(),
                    "SELECT json_array(id, content, timestamp, source, confidence, is_active, recorded_at) FROM facts");
        }
    }

    private String query(String sql) {
        try (MemoryStore memory = MemoryStore.openReadOnly(root)) {
            return MemoryOracle.rows(memory.database(), sql).get(0);
        }
    }

    /** As another program would that keeps no foreign keys. */
    private void execute(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + root.resolve("jarvis.db"));
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
