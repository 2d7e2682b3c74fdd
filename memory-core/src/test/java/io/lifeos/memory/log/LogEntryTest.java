package io.lifeos.memory.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.fact.Fact;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LogEntryTest {

    private static final Instant TIME = Instant.parse("2026-01-25T15:07:40.9Z");

    /** What may stand at the beginning of a line, so that it could be taken for something of ours. */
    private static final List<String> PIECES = List.of(
            "## 15:07:40 UTC",
            "#",
            "<!-- fact:7 -->",
            "---",
            "----",
            "**Source:** treasury",
            "**Entities:** `a`",
            "**Confidence:** 0.10",
            "**Context:** b",
            "\\",
            "\\---",
            "plain",
            " ",
            "\n",
            "\r\n",
            "\r",
            "é");

    private static Fact fact(String content) {
        return Fact.builder(42, content, TIME).build();
    }

    @Test
    void an_entry_has_its_time_its_marker_its_content_and_its_details() {
        Fact fact = Fact.builder(42, "KR8TIV sold", TIME)
                .source("treasury")
                .context("a\nb")
                .entities(List.of("KR8TIV", "@alice"))
                .confidence(0.125)
                .build();
        assertThat(LogEntry.render(fact))
                .isEqualTo("## 15:07:40 UTC\n<!-- fact:42 -->\n\nKR8TIV sold\n\n"
                        + "**Source:** treasury | **Context:** a b | **Entities:** `KR8TIV`, `@alice` |"
                        + " **Confidence:** 0.13\n\n---\n");
        assertThat(LogEntry.render(fact("KR8TIV sold")))
                .isEqualTo("## 15:07:40 UTC\n<!-- fact:42 -->\n\nKR8TIV sold\n\n---\n");
    }

    @Test
    void no_content_can_forge_the_structure_and_each_comes_back() {
        long seed = System.nanoTime();
        System.out.println("LogEntryTest seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            String content = content(random);
            String entry = LogEntry.render(fact(content));
            String inner = entry.substring(entry.indexOf("\n\n") + 2, entry.length() - "\n\n---\n".length());
            assertThat(inner.split("[\n\r]", -1)).as("seed %s", seed).noneMatch(LogEntryTest::isOfOurs);
            assertThat(Pattern.compile("(\\A|[\\n\\r])\\\\").matcher(inner).replaceAll("$1"))
                    .as("seed %s", seed)
                    .isEqualTo(content);
        }
    }

    private static boolean isOfOurs(String line) {
        return line.startsWith("#")
                || line.startsWith("---")
                || line.startsWith("<!--")
                || line.matches("\\*\\*(Source|Context|Entities|Confidence):.*");
    }

    private static String content(Random random) {
        StringBuilder content = new StringBuilder();
        for (int i = 1 + random.nextInt(8); i > 0; i--) {
            content.append(PIECES.get(random.nextInt(PIECES.size())));
            content.append(random.nextBoolean() ? "\n" : "");
        }
        return content.toString();
    }
}
