package io.lifeos.memory.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.RetainRequest;
import io.lifeos.memory.fact.NewFact;
import io.lifeos.memory.sqlite.table.FactTable;
import io.lifeos.memory.testing.MemoryOracle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An empty memory, and the log of a day. */
abstract class DailyLogFixture {

    static final Instant TIME = Instant.parse("2026-01-25T15:07:40.123456Z");
    static final String TITLE = """
            # Daily Log: 2026-01-25

            *Memory entries for Sunday, January 25, 2026*

            ---

            """;
    static final String FIRST = """
            ## 15:07:40 UTC
            <!-- fact:1 -->

            first

            ---

            """;

    @TempDir
    Path root;

    MemoryStore memory;
    Path log;

    @BeforeEach
    void open() {
        memory = MemoryStore.open(root);
        log = memory.workspace().dailyLog(LocalDate.of(2026, 1, 25));
    }

    @AfterEach
    void close() {
        memory.close();
    }

    RetainRequest retain(String content) {
        return memory.retain(content).happenedAt(TIME);
    }

    void update(long id, String content, @Nullable Instant time) {
        memory.database().transaction(connection -> new FactTable(connection).update(id, newFact(content, time), TIME));
        memory.writeDailyLogs();
    }

    static NewFact newFact(String content, @Nullable Instant time) {
        return NewFact.of(content).happenedAt(time).build();
    }

    String readLog() throws IOException {
        return Files.readString(log);
    }

    void assertLog(String expected) throws IOException {
        assertThat(readLog()).isEqualTo(expected);
    }

    /** That the memory is sound once it is closed. */
    void soundAfterClose() {
        memory.close();
        MemoryOracle.assertSound(root);
    }
}
