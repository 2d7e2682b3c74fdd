package io.lifeos.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.lifeos.memory.testing.MemoryOracle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A memory that is closed while other threads use it. */
class CloseTest {

    private static final int ROUNDS = 8;
    private static final int THREADS = 3;
    private static final int FACTS_BEFORE = 5;

    @TempDir
    Path root;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void a_second_close_does_nothing_while_others_retain_and_recall() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            MemoryStore memory = MemoryStore.open(root);
            CountDownLatch begun = new CountDownLatch(THREADS * FACTS_BEFORE);
            List<Future<Throwable>> ends = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                ends.add(endOf(() -> {
                    memory.retain("one more zebra").save();
                    begun.countDown();
                }));
                ends.add(endOf(() -> memory.recall("a zebra?").fetch()));
            }
            begun.await();
            memory.close();
            assertThatCode(memory::close).doesNotThrowAnyException();
            for (Future<Throwable> end : ends) {
                assertThat(end.get())
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("The memory at " + root.resolve("jarvis.db") + " is closed.");
            }
        }
        MemoryOracle.assertSound(root);
    }

    /** Does something again and again until it fails, as it must once the memory is closed. */
    private Future<Throwable> endOf(Runnable use) {
        return threads.submit(() -> {
            Throwable end = null;
            while (end == null) {
                end = catchThrowable(use::run);
            }
            return end;
        });
    }
}
