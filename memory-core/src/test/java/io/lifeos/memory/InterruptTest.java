package io.lifeos.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.fact.NewFact;
import io.lifeos.memory.sqlite.table.FactTable;
import io.lifeos.memory.testing.MemoryOracle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Threads that were interrupted, such as those of a cancelled future, use a memory as any other does. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class InterruptTest {

    private static final Instant TIME = Instant.parse("2026-01-25T15:07:40Z");
    private static final int THREADS = 8;
    private static final int FACTS_OF_A_THREAD = 40;

    @TempDir
    Path folder;

    @AfterEach
    void clear() {
        Thread.interrupted();
    }

    private Path root() {
        return folder.resolve("memory");
    }

    @Test
    void a_fact_of_an_interrupted_thread_has_its_entry_when_it_is_stored() {
        try (MemoryStore memory = MemoryStore.open(root())) {
            memory.retain("first").happenedAt(TIME).save();
            Thread.currentThread().interrupt();
            memory.retain("second").happenedAt(TIME).save();
            assertThat(Thread.interrupted()).isTrue();
            assertThat(log(memory)).content().contains("<!-- fact:1 -->", "<!-- fact:2 -->");
        }
        MemoryOracle.assertSound(root());
    }

    @Test
    void interrupts_at_any_moment_keep_no_fact_of_any_thread_out_of_the_log() throws Exception {
        long seed = System.nanoTime();
        System.out.println("InterruptTest seed " + seed);
        Random random = new Random(seed);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<Thread> running = new ArrayList<>();
        try (MemoryStore memory = MemoryStore.open(root())) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                all.add(threads.submit(() -> {
                    synchronized (running) {
                        running.add(Thread.currentThread());
                    }
                    for (int fact = 0; fact < FACTS_OF_A_THREAD; fact++) {
                        memory.retain("fact " + fact).happenedAt(TIME).save();
                    }
                }));
            }
            while (!all.stream().allMatch(Future::isDone)) {
                synchronized (running) {
                    if (!running.isEmpty()) {
                        running.get(random.nextInt(running.size())).interrupt();
                    }
                }
                LockSupport.parkNanos(random.nextInt(2_000_000));
            }
            for (Future<?> each : all) {
                each.get();
            }
            assertThat(MemoryOracle.entries(memory.workspace().dailyLogs()))
                    .as("seed %s", seed)
                    .hasSize(THREADS * FACTS_OF_A_THREAD);
        } finally {
            threads.shutdownNow();
        }
        MemoryOracle.assertSound(root());
    }

    /** What a host can do with a memory in which there is one fact. */
    private enum Use {
        OPEN {
            @Override
            void run(MemoryStore memory, Path folder) {
                MemoryStore.open(folder.resolve("another")).close();
            }
        },
        OPEN_AGAIN {
            @Override
            void run(MemoryStore memory, Path folder) {
                MemoryStore.open(memory.workspace().root()).close();
            }
        },
        READ {
            @Override
            void run(MemoryStore memory, Path folder) {
                assertThat(memory.count()).isEqualTo(1);
                assertThat(memory.find(1)).isPresent();
                assertThat(memory.recall("first").fetch().hits()).hasSize(1);
                try (MemoryStore reader =
                        MemoryStore.openReadOnly(memory.workspace().root())) {
                    assertThat(reader.recent(10)).hasSize(1);
                }
            }
        },
        WRITE_LOGS {
            @Override
            void run(MemoryStore memory, Path folder) throws Exception {
                memory.database()
                        .transaction(connection -> new FactTable(connection)
                                .insert(
                                        List.of(NewFact.of("second")
                                                .happenedAt(TIME)
                                                .build()),
                                        TIME));
                memory.writeDailyLogs();
                assertThat(log(memory)).content().contains("<!-- fact:2 -->");
            }
        },
        CHECK {
            @Override
            void run(MemoryStore memory, Path folder) {
                assertThat(memory.checkIntegrity().problems()).isEmpty();
            }
        },
        REPAIR {
            @Override
            void run(MemoryStore memory, Path folder) throws Exception {
                Files.delete(log(memory));
                assertThat(memory.repair().remaining().problems()).isEmpty();
                assertThat(log(memory)).content().contains("<!-- fact:1 -->");
            }
        },
        BACKUP {
            @Override
            void run(MemoryStore memory, Path folder) {
                assertThat(memory.backup(folder.resolve("memory.zip")).facts()).isEqualTo(1);
                assertThat(MemoryStore.restore(folder.resolve("memory.zip"), folder.resolve("restored"))
                                .facts())
                        .isEqualTo(1);
            }
        },
        EXPORT {
            @Override
            void run(MemoryStore memory, Path folder) {
                assertThat(memory.export(folder.resolve("memory.jsonl")).facts())
                        .isEqualTo(1);
                assertThat(MemoryStore.importFrom(folder.resolve("memory.jsonl"), folder.resolve("imported"))
                                .facts())
                        .isEqualTo(1);
            }
        };

        abstract void run(MemoryStore memory, Path folder) throws Exception;
    }

    @ParameterizedTest
    @EnumSource
    void everything_works_in_a_thread_that_was_interrupted_and_stays_so(Use use) throws Exception {
        try (MemoryStore memory = MemoryStore.open(root())) {
            memory.retain("first").happenedAt(TIME).save();
            Thread.currentThread().interrupt();
            use.run(memory, folder);
            assertThat(Thread.interrupted()).isTrue();
        }
        MemoryOracle.assertSound(root());
    }

    private static Path log(MemoryStore memory) {
        return memory.workspace().dailyLog(LocalDate.of(2026, 1, 25));
    }
}
