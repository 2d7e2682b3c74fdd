package io.lifeos.memory.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.fact.Fact;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {

    private static final String BY_A_PERSON =
            "# Daily Log: 2026-01-25\n\nA note \u00ff by a person.\n\n## Plans\n\n---\n\n";
    private static final String FORGED = "## 15:07:40 UTC\n<!-- fact:3 -->\n\nnot an entry\n\n---\n";

    @TempDir
    Path folder;

    private Path log;

    @BeforeEach
    void name() {
        log = folder.resolve("2026-01-25.md");
    }

    private static String entry(long id, String content) {
        return LogEntry.render(Fact.builder(id, content, Instant.parse("2026-01-25T15:07:40Z"))
                        .build())
                + '\n';
    }

    /** A person's bytes need not be UTF-8. */
    private void write(String latin1) throws IOException {
        Files.write(log, latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    private String copied(Set<Long> pending, String entry) throws IOException {
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        LogFile.copy(log, copy, pending, id -> entry);
        return copy.toString(StandardCharsets.ISO_8859_1);
    }

    @Test
    void a_copy_without_pending_facts_has_the_same_bytes() throws IOException {
        write(BY_A_PERSON + entry(1, "one") + "Another note.\r\n\n" + entry(2, FORGED));
        assertThat(copied(new HashSet<>(), "")).isEqualTo(Files.readString(log, StandardCharsets.ISO_8859_1));
    }

    @Test
    void an_entry_is_replaced_in_its_place_and_a_second_one_is_left_out() throws IOException {
        write(BY_A_PERSON + entry(1, "one") + entry(2, "two") + "A note.\n\n" + entry(1, "one"));
        Set<Long> pending = new HashSet<>(Set.of(1L, 3L));
        assertThat(copied(pending, entry(1, "new")))
                .isEqualTo(BY_A_PERSON + entry(1, "new") + entry(2, "two") + "A note.\n\n");
        assertThat(pending).containsExactly(3L);
    }

    @Test
    void an_entry_that_lies_on_another_day_now_is_taken_out() throws IOException {
        write(BY_A_PERSON + entry(1, FORGED) + entry(2, "two"));
        assertThat(copied(new HashSet<>(Set.of(1L)), "")).isEqualTo(BY_A_PERSON + entry(2, "two"));
    }

    @Test
    void an_entry_without_its_end_stops_at_the_next_heading() throws IOException {
        write("## 15:07:40 UTC\n<!-- fact:1 -->\n\ncut off\n\n## Plans of a person\n\nto stay\n");
        assertThat(copied(new HashSet<>(Set.of(1L)), "")).isEqualTo("## Plans of a person\n\nto stay\n\n");
    }

    @Test
    void forged_entries_in_a_content_are_not_read() throws IOException {
        write(BY_A_PERSON + entry(1, FORGED + FORGED) + entry(2, "two"));
        Map<Long, String> read = new LinkedHashMap<>();
        LogFile.readEntries(log, read::put);
        assertThat(read)
                .containsExactly(
                        Map.entry(1L, entry(1, FORGED + FORGED).stripTrailing() + '\n'),
                        Map.entry(2L, entry(2, "two").stripTrailing() + '\n'));
        try (InputStream whole = Files.newInputStream(log)) {
            assertThat(LogFile.highestFactIfNoneOf(Set.of(3L), whole)).hasValue(2);
        }
        try (InputStream whole = Files.newInputStream(log)) {
            assertThat(LogFile.highestFactIfNoneOf(Set.of(2L), whole)).isEmpty();
        }
    }

    @Test
    void a_line_that_is_longer_than_any_mark_hides_no_entry_and_is_none() throws IOException {
        String longer = "x".repeat(300_000);
        String blanks = " ".repeat(300_000);
        write(longer + "\n\n" + entry(1, longer) + longer + "\n## 15:07:40 UTC\n<!-- fact:7 -->" + blanks + "x\n"
                + entry(2, "two") + longer);
        assertThat(LogFile.facts(log)).containsExactlyInAnyOrder(1L, 2L);
        Map<Long, String> read = new LinkedHashMap<>();
        LogFile.readEntries(log, read::put);
        assertThat(read)
                .containsExactly(
                        Map.entry(1L, entry(1, longer).stripTrailing() + '\n'),
                        Map.entry(2L, entry(2, "two").stripTrailing() + '\n'));
    }
}
