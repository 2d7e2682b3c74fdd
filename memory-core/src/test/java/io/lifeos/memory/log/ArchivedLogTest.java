package io.lifeos.memory.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.report.RepairReport;
import io.lifeos.memory.testing.MemoryOracle;
import io.lifeos.memory.testing.PythonArchiver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs that the Python program, or a person, has put away. */
class ArchivedLogTest extends DailyLogFixture {

    private static final LocalDate DAY = LocalDate.of(2026, 1, 25);
    private static final String NOTE = "A person's own note.\n\n";
    private static final String LATE_TITLE = """
            # Daily Log: 2026-01-25

            *Memory entries for Sunday, January 25, 2026 that came after its log was put away*

            ---

            """;

    private Path late;
    private Path plain;
    private Path packed;

    @BeforeEach
    void a_log_with_an_entry_and_a_note() throws Exception {
        late = memory.workspace().lateLog(DAY);
        plain = memory.workspace().archives().resolve("2026-01-25.md");
        packed = memory.workspace().archives().resolve("2026-01-25.md.gz");
        retain("first").save();
        Files.writeString(log, NOTE, StandardOpenOption.APPEND);
    }

    @ParameterizedTest
    @ValueSource(ints = {31, 91})
    void what_comes_late_goes_beside_and_no_later_archiving_touches_what_was_put_away(int age) throws Exception {
        archive(age);
        Map<Path, byte[]> putAway = archives();
        assertThat(putAway.keySet()).containsExactly(age == 31 ? plain : packed);

        retain("second").save();
        retain("third").save();
        assertThat(late).hasContent(LATE_TITLE + entry(2, "second") + entry(3, "third"));
        update(1, "first, changed", null);
        update(2, "second, changed", null);
        String expected = LATE_TITLE + entry(2, "second, changed") + entry(3, "third") + entry(1, "first, changed");
        assertThat(late).hasContent(expected);
        update(3, "third", TIME.plusSeconds(86_400));
        memory.writeDailyLogs();
        assertThat(late).hasContent(expected.replace(entry(3, "third"), ""));
        assertSound();

        archive(age);
        archive(400);
        assertThat(log).doesNotExist();
        assertThat(late).hasContent(expected.replace(entry(3, "third"), ""));
        assertThat(textOfArchive()).isEqualTo(TITLE + FIRST + NOTE);
        assertSound();
        assertThat(memory.repair().done()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {31, 91})
    void a_crash_before_the_outbox_was_emptied_writes_no_entry_twice(int age) throws Exception {
        archive(age);
        addToOutbox(1);
        memory.writeDailyLogs();
        assertThat(memory.workspace().lateLogs()).doesNotExist();
        assertThat(log).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(ints = {31, 91})
    void a_fact_that_leaves_the_day_keeps_its_entry_in_the_log_that_was_put_away(int age) throws Exception {
        archive(age);
        update(1, "first", TIME.plusSeconds(86_400));
        assertThat(late).doesNotExist();
        assertThat(log).doesNotExist();
        assertThat(textOfArchive()).isEqualTo(TITLE + FIRST + NOTE);
        assertThat(memory.workspace().dailyLog(DAY.plusDays(1))).exists();
        assertSound();
        update(1, "first", TIME);
        assertThat(late).doesNotExist();
        assertSound();
    }

    @Test
    void a_memory_of_which_all_logs_are_packed_is_sound_and_a_repair_leaves_it_alone() throws Exception {
        for (int i = 1; i < 50; i++) {
            retain("fact " + i).happenedAt(TIME.plusSeconds(i * 3_600L)).save();
        }
        archive(400);
        Map<Path, byte[]> putAway = archives();
        assertSound();
        assertThat(memory.repair().done()).isEmpty();
        assertThat(log).doesNotExist();
        assertThat(memory.workspace().lateLogs()).doesNotExist();
        assertThat(archives()).containsExactlyInAnyOrderEntriesOf(putAway);
    }

    @Test
    void an_entry_that_is_nowhere_is_repaired_in_the_late_log() throws Exception {
        archive(91);
        retain("second").save();
        memory.writeDailyLogs();
        Files.delete(late);
        assertThat(memory.checkIntegrity().problems())
                .containsExactly("Log: fact 2 has no entry in the log of 2026-01-25");
        RepairReport report = memory.repair();
        assertThat(report.done()).hasSize(1);
        assertThat(report.remaining().problems()).isEmpty();
        assertThat(late).hasContent(LATE_TITLE + entry(2, "second"));
        assertThat(log).doesNotExist();
    }

    @Test
    void entries_of_a_late_log_are_compared_with_their_facts() throws Exception {
        archive(91);
        retain("second").save();
        memory.writeDailyLogs();
        Files.writeString(late, Files.readString(late).replace("second", "another") + entry(9, "lost"));
        assertThat(memory.checkIntegrity().problems())
                .containsExactlyInAnyOrder(
                        "Log: fact 2 says something else than its entry in the log of 2026-01-25",
                        "Log: fact 9 does not exist, but has an entry in the log of 2026-01-25");
        memory.repair();
        assertThat(late).hasContent(LATE_TITLE + entry(2, "second") + entry(9, "lost"));
    }

    @Test
    void a_packed_log_that_was_cut_off_is_named_and_kept_and_its_lost_entries_are_written_late() throws Exception {
        retain("second").save();
        archive(91);
        byte[] whole = Files.readAllBytes(packed);
        byte[] cut = Arrays.copyOf(whole, whole.length / 2);
        Files.write(packed, cut);
        assertThat(memory.checkIntegrity().problems())
                .anySatisfy(problem -> assertThat(problem).contains(packed.toString(), "cannot be read to its end"))
                .contains("Log: fact 2 has no entry in the log of 2026-01-25");
        assertThat(memory.repair().remaining().problems())
                .singleElement()
                .asString()
                .contains(packed.toString());
        assertThat(late).content().contains(entry(2, "second"));
        assertThat(packed).hasBinaryContent(cut);
    }

    @Test
    void a_log_that_was_put_back_is_used_again_and_no_fact_has_two_entries() throws Exception {
        archive(31);
        update(1, "first, changed", null);
        retain("second").save();
        Files.move(plain, log);
        assertThat(memory.checkIntegrity().problems())
                .contains("Log: fact 1 has more than one entry in the log of 2026-01-25");
        memory.repair();
        assertLog(TITLE + entry(1, "first, changed") + NOTE);
        assertThat(late).hasContent(LATE_TITLE + entry(2, "second"));
        update(2, "second, changed", null);
        retain("third").save();
        assertLog(TITLE + entry(1, "first, changed") + NOTE + entry(3, "third"));
        assertThat(late).hasContent(LATE_TITLE + entry(2, "second, changed"));
        assertSound();
    }

    @Test
    void a_log_that_is_put_away_between_two_appends_is_not_begun_anew() throws Exception {
        retain("second").save();
        archive(31);
        retain("third").save();
        archive(31);
        retain("fourth").save();
        assertThat(log).doesNotExist();
        assertThat(late).hasContent(LATE_TITLE + entry(3, "third") + entry(4, "fourth"));
        assertThat(textOfArchive()).isEqualTo(TITLE + FIRST + NOTE + entry(2, "second"));
    }

    /** Whatever the log's writer is doing: each entry is in the archive or in the late log, and nothing in neither. */
    @ParameterizedTest
    @ValueSource(strings = {"append 31", "append 91", "replace 31", "replace 91"})
    void a_log_that_is_put_away_while_it_is_written_loses_nothing(String how) throws Exception {
        int age = Integer.parseInt(how.substring(how.indexOf(' ') + 1));
        memory.writeDailyLogs();
        if (how.startsWith("replace")) {
            memory.database()
                    .write(connection -> connection
                            .createStatement()
                            .execute("UPDATE facts SET content = 'first, changed' WHERE id = 1"));
            addToOutbox(1);
        }
        memory.database()
                .write(connection -> connection
                        .createStatement()
                        .execute("INSERT INTO facts (content, timestamp, recorded_at)"
                                + " VALUES ('second', '2026-01-25 16:00:00', '2026-01-25 16:00:00')"));
        addToOutbox(2);
        List<Long> ids = how.startsWith("replace") ? List.of(1L, 2L) : List.of(2L);
        AtomicBoolean archived = new AtomicBoolean();
        DailyLogs logs = new DailyLogs(memory.workspace());
        logs.exclusively(() -> logs.update(DAY, ids, (some, to) -> {
            if (!archived.getAndSet(true)) {
                archiveUnchecked(age);
            }
            some.forEach(id -> to.accept(memory.find(id).orElseThrow()));
        }));
        memory.writeDailyLogs();

        assertThat(log).doesNotExist();
        assertThat(textOfArchive()).startsWith(TITLE + FIRST + NOTE);
        assertSound();
        archive(age);
        assertSound();
        assertThat(textOfArchive()).startsWith(TITLE + FIRST + NOTE);
    }

    @Test
    void a_memory_that_lost_its_file_is_not_begun_anew_beside_late_or_packed_entries() throws Exception {
        archive(91);
        memory.close();
        Files.delete(root.resolve("jarvis.db"));
        assertThatThrownBy(() -> MemoryStore.open(root)).hasMessageContaining("2026-01-25.md.gz");
        Files.createDirectories(late.getParent());
        Files.writeString(late, LATE_TITLE + entry(2, "second"));
        Files.delete(packed);
        assertThatThrownBy(() -> MemoryStore.open(root)).hasMessageContaining("late");
    }

    private void assertSound() {
        memory.writeDailyLogs();
        assertThat(memory.checkIntegrity().problems()).isEmpty();
        assertThat(MemoryOracle.rows(memory.database(), "SELECT day FROM outbox"))
                .isEmpty();
        if (Files.exists(late)) {
            MemoryOracle.assertPrivate(memory.workspace().lateLogs());
        }
    }

    private void archive(int age) throws IOException {
        memory.writeDailyLogs();
        new PythonArchiver(root).run(DAY.plusDays(age));
    }

    private void archiveUnchecked(int age) {
        try {
            new PythonArchiver(root).run(DAY.plusDays(age));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void addToOutbox(long id) {
        memory.database()
                .write(connection -> connection
                        .createStatement()
                        .execute("INSERT INTO outbox VALUES ('2026-01-25', " + id + ", 2)"));
    }

    private Map<Path, byte[]> archives() throws IOException {
        Map<Path, byte[]> files = new TreeMap<>();
        try (Stream<Path> found = Files.list(plain.getParent())) {
            for (Path file : (Iterable<Path>) found::iterator) {
                files.put(file, Files.readAllBytes(file));
            }
        }
        return files;
    }

    /** The text of the only log that was put away. */
    private String textOfArchive() throws IOException {
        if (Files.exists(plain)) {
            assertThat(packed).doesNotExist();
            return Files.readString(plain);
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(packed)))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String entry(long id, String content) {
        return FIRST.replace("fact:1", "fact:" + id).replace("first", content);
    }
}
