package io.lifeos.memory.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.jdbc.Jdbc;
import io.lifeos.memory.sqlite.table.FactTable;
import io.lifeos.memory.testing.MemoryOracle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs that people and other programs have written to. */
class EditedLogTest extends DailyLogFixture {

    @Test
    void what_a_person_wrote_keeps_its_bytes() throws Exception {
        byte[] before = concat(
                "Before, with \r\nits line breaks, and bytes that are no text: ".getBytes(StandardCharsets.UTF_8),
                new byte[] {(byte) 0xFF, 0, (byte) 0xC3, '\n'},
                "## 15:07:40 UTC\n\nan entry of mine\n\n---\n\n# Title\n---\n<!-- fact:1 -->\n\n"
                        .getBytes(StandardCharsets.UTF_8));
        byte[] after = "after, a line without its end é".getBytes(StandardCharsets.ISO_8859_1);
        retain("first").save();
        byte[] entry = FIRST.getBytes(StandardCharsets.UTF_8);
        Files.write(log, concat(before, entry, after));

        retain("second").save();
        byte[] second =
                FIRST.replace("first", "second").replace("fact:1", "fact:2").getBytes(StandardCharsets.UTF_8);
        byte[] gap = {'\n', '\n'};
        assertThat(log).hasBinaryContent(concat(before, entry, after, gap, second));

        update(1, "changed", null);
        byte[] changed = FIRST.replace("first", "changed").getBytes(StandardCharsets.UTF_8);
        assertThat(log).hasBinaryContent(concat(before, changed, after, gap, second));

        update(1, "moved", TIME.plusSeconds(86_400));
        assertThat(log).hasBinaryContent(concat(before, after, gap, second));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mine", "mine\n", "mine\n\n", "mine\r\n\r\n", "\n", "## Mine", "---", "\uFEFFmine"})
    void an_entry_goes_behind_whatever_the_log_ends_with(String text) throws Exception {
        retain("first").save();
        Files.writeString(log, text);
        retain("second").save();
        assertThat(readLog())
                .startsWith(text)
                .endsWith("\n" + FIRST.replace("first", "second").replace("fact:1", "fact:2"));
    }

    @Test
    void an_empty_log_gets_its_title() throws Exception {
        Files.createFile(log);
        retain("first").save();
        assertLog(TITLE + FIRST);
    }

    @Test
    void an_entry_that_lost_its_end_does_not_swallow_what_follows_the_next_heading() throws Exception {
        retain("first").save();
        String mine = "# My own notes\n\nkept\n\n---\n\n";
        Files.writeString(log, TITLE + FIRST.replace("---\n\n", "") + mine);
        update(1, "changed", null);
        assertLog(TITLE + FIRST.replace("first", "changed") + mine);
    }

    @Test
    void a_log_with_windows_line_breaks_is_understood() throws Exception {
        retain("first").save();
        Files.writeString(log, (TITLE + FIRST).replace("\n", "\r\n"));
        update(1, "changed", null);
        assertThat(readLog()).isEqualTo(TITLE.replace("\n", "\r\n") + FIRST.replace("first", "changed"));
    }

    @Test
    void a_log_to_which_nothing_is_to_be_added_keeps_its_bytes() throws Exception {
        String theirs = "# Daily Log: 2026-01-25\n\n## 10:00:00 UTC\n\nof another program\n\n---";
        memory.retain("of the day after").happenedAt(TIME.plusSeconds(86_400)).save();
        Files.writeString(log, theirs);
        memory.database()
                .transaction(connection -> connection
                        .createStatement()
                        .executeUpdate("INSERT INTO outbox (day, fact_id) VALUES ('2026-01-25', 1)"));
        memory.writeDailyLogs();
        assertLog(theirs);
        assertThat(MemoryOracle.rows(memory.database(), "SELECT day FROM outbox"))
                .isEmpty();
    }

    @Test
    void what_another_program_adds_while_a_log_is_rewritten_is_kept() throws Exception {
        retain("first").save();
        retain("second").save();
        Fact first = memory.find(1).orElseThrow();
        DailyLogs logs = new DailyLogs(memory.workspace());
        AtomicInteger reads = new AtomicInteger();
        String theirs = "## 16:00:00 UTC\n\nof another program\n\n---\n\n";
        logs.exclusively(() -> logs.update(LocalDate.of(2026, 1, 25), List.of(1L), (ids, to) -> {
            if (reads.incrementAndGet() == 1) {
                append(theirs);
            }
            ids.forEach(id -> to.accept(first));
        }));
        assertThat(readLog()).startsWith(TITLE + FIRST).endsWith(theirs);
    }

    private void append(String text) {
        try {
            Files.writeString(log, text, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    @Test
    void an_entry_that_another_process_wrote_at_the_end_is_found_there() throws Exception {
        retain("begun").save();
        String before = readLog();
        long next = memory.retain("to be logged by both")
                        .happenedAt(TIME.plusSeconds(86_400))
                        .save()
                        .id()
                + 1;
        memory.database()
                .transaction(
                        connection -> new FactTable(connection).insert(List.of(newFact("logged by both", TIME)), TIME));
        MemoryStore.open(root).close();
        String after = readLog();
        assertThat(after).startsWith(before).contains("<!-- fact:" + next + " -->");
        memory.database()
                .write(connection -> new Jdbc(connection)
                        .update("INSERT INTO outbox (day, fact_id) VALUES ('2026-01-25', ?)", next));
        memory.writeDailyLogs();
        assertLog(after);
        soundAfterClose();
    }

    @Test
    void what_was_read_is_read_again_once_it_lies_elsewhere() throws Exception {
        retain("begun").save();
        retain("known").save();
        long next = memory.retain("of the next day")
                        .happenedAt(TIME.plusSeconds(86_400))
                        .save()
                        .id()
                + 1;
        String entry = FIRST.replace("first", "moved up by a person").replace("fact:1", "fact:" + next);
        String text = readLog();
        Files.writeString(log, TITLE + entry + text.substring(TITLE.length()));
        memory.database()
                .transaction(connection ->
                        new FactTable(connection).insert(List.of(newFact("moved up by a person", TIME)), TIME));
        memory.writeDailyLogs();
        assertThat(MemoryOracle.entries(memory.workspace().dailyLogs())).doesNotHaveDuplicates();
        soundAfterClose();
    }
}
