package io.lifeos.memory;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An empty memory for each test, whose clock stands still. */
abstract class MemoryFixture {

    private final Instant now;

    @TempDir
    Path root;

    MemoryStore memory;

    MemoryFixture(Instant now) {
        this.now = now;
    }

    @BeforeEach
    void open() {
        memory = MemoryStore.builder()
                .root(root)
                .clock(Clock.fixed(now, ZoneOffset.UTC))
                .open();
    }

    @AfterEach
    void close() {
        memory.close();
    }
}
