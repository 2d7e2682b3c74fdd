package io.lifeos.memory.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lifeos.memory.MemoryStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How much is read for one fact does not depend on the length of its day's log, whoever wrote to that last. */
class LongLogTest extends DailyLogFixture {

    private static final Instant NEXT_DAY = TIME.plus(Duration.ofDays(1));
    private static final Path COUNTERS = Path.of("/proc/self/io");
    private static final int LOG_BYTES = 8_000_000;
    private static final int FACTS = 20;
    private static final String OTHER_PROGRAM = "## 16:00:00 UTC\n\nof another program\n\n---\n\n";

    @BeforeEach
    void makeLong() throws IOException {
        assumeTrue(Files.isReadable(COUNTERS), "Only Linux counts what a process reads.");
        retain("first").save();
        memory.retain("second").happenedAt(NEXT_DAY).save();
        for (Path each : List.of(log, nextLog())) {
            Files.writeString(
                    each, ("line by line ".repeat(100) + "\n\n").repeat(LOG_BYTES / 1_300), StandardOpenOption.APPEND);
        }
    }

    private Path nextLog() {
        return memory.workspace().dailyLog(LocalDate.of(2026, 1, 26));
    }

    @Test
    void with_one_writer() {
        assertReadsLittle(memory, memory, () -> {});
        soundAfterClose();
    }

    @Test
    void with_two_writers_in_turn() {
        try (MemoryStore other = MemoryStore.open(root)) {
            assertReadsLittle(memory, other, () -> {});
        }
        soundAfterClose();
    }

    @Test
    void with_another_program_that_writes_in_between() {
        assertReadsLittle(memory, memory, () -> append(OTHER_PROGRAM));
        soundAfterClose();
    }

    @Test
    void with_a_person_who_leaves_notes_without_an_end() throws Exception {
        assertReadsLittle(memory, memory, () -> append("a note"));
        assertThat(log).content().contains("a note\n\n## 15:07:40 UTC\n<!-- fact:");
        soundAfterClose();
    }

    @Test
    void with_another_process_that_is_opened_in_between() {
        retain("begun").save();
        retain("going on").save();
        long before = bytesRead();
        MemoryStore.open(root).close();
        assertThat(bytesRead() - before)
                .as("what the opening reads, beside rewriting nothing")
                .isLessThan(5L * LOG_BYTES);
        assertReadsLittle(memory, memory, () -> {});
        soundAfterClose();
    }

    private void assertReadsLittle(MemoryStore one, MemoryStore other, Runnable between) {
        retain(one, 2);
        retain(other, 2);
        retain(one, 2);
        long before = bytesRead();
        for (int i = 0; i < FACTS; i++) {
            between.run();
            retain(i % 2 == 0 ? one : other, 1);
        }
        assertThat(bytesRead() - before).as("bytes read for %s facts", FACTS).isLessThan(LOG_BYTES / 2);
    }

    /** Of two days in turn, as each has a log. */
    private static void retain(MemoryStore to, int facts) {
        for (int i = 0; i < facts; i++) {
            to.retain("some content").happenedAt(TIME).save();
            to.retain("some content").happenedAt(NEXT_DAY).save();
        }
    }

    private static long bytesRead() {
        try {
            return Files.readAllLines(COUNTERS).stream()
                    .filter(line -> line.startsWith("rchar: "))
                    .mapToLong(line -> Long.parseLong(line.substring("rchar: ".length())))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void append(String text) {
        try {
            Files.writeString(log, text, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
