package io.lifeos.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.fact.Fact;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryStoreTest {

    @TempDir
    Path root;

    @Test
    void retains_a_fact_and_reads_it_back() throws Exception {
        try (MemoryStore memory = MemoryStore.open(root)) {
            Fact saved = memory.retain("KR8TIV sold at 0.12, +140 %\n# not a heading")
                    .context("bags.fm graduation")
                    .source("treasury")
                    .entity("@KR8TIV")
                    .confidence(0.8)
                    .happenedAt(Instant.parse("2026-01-25T15:07:40.123456Z"))
                    .metadata("{ \"a\" : 1}")
                    .save();

            assertThat(memory.find(saved.id())).contains(saved);
            assertThat(saved.metadata()).contains("{ \"a\" : 1}");
            assertThat(saved.entities()).containsExactly("@KR8TIV");
            assertThat(root.resolve("memory/2026-01-25.md")).hasContent("""
                    # Daily Log: 2026-01-25

                    *Memory entries for Sunday, January 25, 2026*

                    ---

                    ## 15:07:40 UTC
                    <!-- fact:1 -->

                    KR8TIV sold at 0.12, +140 %
                    \\# not a heading

                    **Source:** treasury | **Context:** bags.fm graduation | **Entities:** `@KR8TIV` | **Confidence:** 0.80

                    ---

                    """);
            memory.retain("second, SOL")
                    .happenedAt(Instant.parse("2026-01-25T16:07:40Z"))
                    .save();
            assertThat(Files.readString(root.resolve("memory/2026-01-25.md"))).contains("`SOL`");
            assertThat(memory.database().checkIntegrity().problems()).isEmpty();
        }
    }
}
