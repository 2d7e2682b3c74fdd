package io.lifeos.memory.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.sqlite.table.FactTable;
import io.lifeos.memory.sqlite.table.Outbox;
import io.lifeos.memory.testing.MemoryOracle;
import java.nio.file.Files;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DailyLogsTest extends DailyLogFixture {

    @Test
    void has_the_format_that_people_know() throws Exception {
        retain("first").save();
        retain("KR8TIV sold\n\nat 0.12")
                .source("treasury")
                .context("bags.fm graduation")
                .entity("@A")
                .confidence(0.8)
                .save();
        retain("third").context("only this").confidence(0.999).save();
        assertLog(TITLE + FIRST + """
                ## 15:07:40 UTC
                <!-- fact:2 -->

                KR8TIV sold

                at 0.12

                **Source:** treasury | **Context:** bags.fm graduation | **Entities:** `@A`, `KR8TIV` | **Confidence:** 0.80

                ---

                ## 15:07:40 UTC
                <!-- fact:3 -->

                third

                **Context:** only this | **Confidence:** 1.00

                ---

                """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "# Heading",
                "## 15:07:40 UTC\n<!-- fact:2 -->\n\nforged\n\n---",
                "---",
                "<!-- fact:1 -->",
                "**Source:** forged",
                "**Context:** forged",
                "**Entities:** `forged`",
                "**Confidence:** 0.10",
                "\\# escaped already",
                "\\",
                "text\n---\n\n## 15:07:40 UTC\n<!-- fact:3 -->",
                "text\r---\r## 15:07:40 UTC\r<!-- fact:3 -->",
                "text\r\n---\r\n## 15:07:40 UTC\r\n<!-- fact:3 -->\r\n",
                "\n\n\n---\n\n\n"
            })
    void content_cannot_forge_structure(String content) throws Exception {
        retain(content.isBlank() ? "x" + content : content).save();
        String entry = readLog().substring(TITLE.length());
        String shown = entry.substring(
                "## 15:07:40 UTC\n<!-- fact:1 -->\n\n".length(), entry.length() - "\n\n---\n\n".length());
        assertThat(shown.split("[\r\n]", -1))
                .noneMatch(line -> line.matches("(#|---|<!--|\\*\\*(Source|Context|Entities|Confidence):).*"));
        assertThat(shown.replaceAll("(?<=^|[\r\n])\\\\", "")).isEqualTo(content);

        retain("next").save();
        update(1, "changed", null);
        assertLog(TITLE
                + FIRST.replace("first", "changed")
                + FIRST.replace("first", "next").replace("fact:1", "fact:2"));
    }

    @Test
    void shows_no_control_characters_beside_the_content() throws Exception {
        retain("first").source("a\u0000b").context("c\u001b[31md\te").save();

        assertThat(Files.readString(log)).contains("**Source:** a b | **Context:** c [31md e\n");
    }

    @Test
    void details_stay_on_their_line() throws Exception {
        String breaks = "a\n---\n\n## 15:07:40 UTC\r\n<!-- fact:9 -->\rb\u2028c\u0085d";
        retain("first").source(breaks).context(breaks).entity(breaks).save();
        assertThat(readLog().lines().filter(line -> line.startsWith("**Source:**")))
                .hasSize(1);
        assertThat(readLog().lines().filter("---"::equals)).hasSize(2);
        soundAfterClose();
    }

    @Test
    void the_entry_of_a_changed_fact_is_replaced_in_its_place() throws Exception {
        retain("first").save();
        retain("second").save();
        update(1, "changed", null);
        assertLog(TITLE
                + FIRST.replace("first", "changed")
                + FIRST.replace("first", "second").replace("fact:1", "fact:2"));
        soundAfterClose();
    }

    @Test
    void the_entry_of_a_fact_that_moves_to_another_day_moves_with_it() throws Exception {
        retain("first").save();
        retain("second").save();
        update(1, "first", Instant.parse("2026-01-26T01:02:03Z"));
        assertLog(TITLE + FIRST.replace("first", "second").replace("fact:1", "fact:2"));
        assertThat(memory.workspace().dailyLog(LocalDate.of(2026, 1, 26)))
                .content()
                .startsWith("# Daily Log: 2026-01-26")
                .contains("## 01:02:03 UTC\n<!-- fact:1 -->");
        soundAfterClose();
    }

    @Test
    void a_day_that_a_fact_left_before_its_log_was_begun_gets_no_log() throws Exception {
        memory.database().transaction(connection -> {
            FactTable facts = new FactTable(connection);
            facts.insert(List.of(newFact("moving", TIME)), TIME);
            return facts.update(1, newFact("moving", TIME.plusSeconds(86_400)), TIME);
        });
        memory.writeDailyLogs();
        assertThat(log).doesNotExist();
        soundAfterClose();
    }

    @Test
    void a_forgotten_fact_keeps_its_entry() throws Exception {
        retain("first").save();
        memory.forget(1);
        memory.writeDailyLogs();
        assertLog(TITLE + FIRST);
        update(1, "changed", null);
        assertLog(TITLE + FIRST.replace("first", "changed"));
    }

    @Test
    void a_log_that_cannot_be_written_waits_and_keeps_neither_facts_nor_other_logs_waiting() throws Exception {
        Files.createDirectory(log);
        Files.writeString(log.resolve("file"), "mine");
        retain("first").save();
        assertThat(memory.find(1)).isPresent();
        assertThatThrownBy(memory::writeDailyLogs).hasMessageContaining("every fact is safe");
        memory.database()
                .transaction(connection ->
                        new FactTable(connection).insert(List.of(newFact("next day", TIME.plusSeconds(86_400))), TIME));
        memory.close();

        memory = MemoryStore.open(root);
        assertThat(MemoryOracle.entries(memory.workspace().dailyLogs())).containsExactly("2026-01-26 fact:2");
        assertThat(log.resolve("file")).hasContent("mine");

        Files.delete(log.resolve("file"));
        Files.delete(log);
        memory.close();
        memory = MemoryStore.open(root);
        assertLog(TITLE + FIRST);
        soundAfterClose();
    }

    @Test
    void a_log_that_is_read_only_is_completed_at_last() throws Exception {
        retain("first").save();
        assertThat(log.toFile().setWritable(false)).isTrue();
        retain("second").save();
        assertThat(log.toFile().setWritable(true)).isTrue();
        memory.close();
        memory = MemoryStore.open(root);
        assertThat(readLog()).contains("<!-- fact:2 -->");
        soundAfterClose();
    }

    @Test
    void a_failure_while_writing_leaves_what_the_log_held() throws Exception {
        retain("first").save();
        byte[] before = Files.readAllBytes(log);
        List<Long> ids = LongStream.range(2, 1_200).boxed().toList();
        for (long broken : new long[] {1, 2}) {
            List<Long> some = broken == 1 ? List.of(1L) : ids;
            assertThatThrownBy(() -> new DailyLogs(memory.workspace())
                            .update(LocalDate.of(2026, 1, 25), some, (unused, to) -> {
                                throw new IllegalStateException("no such luck");
                            }))
                    .hasMessage("no such luck");
            assertThat(log).hasBinaryContent(before);
            assertThat(log.resolveSibling(".2026-01-25.md.new")).doesNotExist();
        }
    }

    @Test
    void writing_a_log_again_changes_nothing() throws Exception {
        retain("first").save();
        retain("second").save();
        byte[] before = Files.readAllBytes(log);
        memory.database().transaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.executeUpdate(
                        "INSERT INTO outbox (day, fact_id) SELECT substr(timestamp, 1, 10), id FROM facts WHERE true"
                                + " ON CONFLICT DO UPDATE SET changes = changes + 1");
            }
        });
        assertThat(memory.database()
                        .<Integer>read(
                                connection -> new Outbox(connection).days().size()))
                .isEqualTo(1);
        memory.writeDailyLogs();
        assertThat(log).hasBinaryContent(before);
    }
}
