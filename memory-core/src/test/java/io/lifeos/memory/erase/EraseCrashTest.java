package io.lifeos.memory.erase;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.database.DatabaseManager;
import io.lifeos.memory.fact.Condition;
import io.lifeos.memory.fact.FactFilter;
import io.lifeos.memory.report.ErasureReport;
import io.lifeos.memory.sqlite.Snapshot;
import io.lifeos.memory.sqlite.SqliteDatabase;
import io.lifeos.memory.testing.ChildJvm;
import io.lifeos.memory.testing.MemoryOracle;
import io.lifeos.memory.testing.PythonMemory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Erasing that is killed, kept from ending by a reader, or done beside other writers. */
class EraseCrashTest {

    private static final int FACTS = 90;
    private static final List<String> STEPS = List.of(
            "rows",
            "bank",
            "logs",
            "copy",
            "full text",
            "vector blocks",
            "free pages",
            "renewal",
            "write-ahead log",
            "end");

    @TempDir
    Path folder;

    @Test
    void the_next_opening_ends_what_a_kill_at_any_step_left() throws Exception {
        ErasedPerson ann = new ErasedPerson(1);
        Path whole = PythonMemory.createWithOddities(folder.resolve("whole"), PythonMemory.Shape.FIFTH);
        try (MemoryStore memory = MemoryStore.open(whole)) {
            ann.retain(memory, FACTS);
        }
        for (String step : STEPS) {
            Path root = copy(whole, folder.resolve("killed before " + step));
            try (ChildJvm child =
                    ChildJvm.of(Halting.class, root.toString(), step).start()) {
                assertThat(child.waitFor()).as(child.output()).isEqualTo(9);
            }
            try (MemoryStore memory = MemoryStore.open(root)) {
                if (step.equals("rows")) {
                    memory.erase(ErasedPerson.ALL_OF_ANN);
                }
                assertThat(MemoryOracle.rows(memory.database(), "SELECT fact_id FROM erased_facts"))
                        .as(step)
                        .isEmpty();
            }
            ann.assertGone(root);
            MemoryOracle.assertSound(root);
        }
    }

    /** Erases, and halts before a step. */
    static final class Halting {

        public static void main(String[] args) {
            MemoryStore memory = MemoryStore.open(Path.of(args[0]));
            new Erasure(memory.workspace(), (SqliteDatabase) memory.database(), memory.clock(), step -> {
                        if (step.equals(args[1])) {
                            Runtime.getRuntime().halt(9);
                        }
                    })
                    .erase(ErasedPerson.ALL_OF_ANN, ids -> {});
        }
    }

    private static Path copy(Path from, Path to) throws Exception {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Files.copy(path, to.resolve(from.relativize(path)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        return to;
    }

    @Test
    void a_reader_of_the_file_as_it_was_makes_the_report_say_pending_and_the_next_opening_ends_it() throws Exception {
        ErasedPerson ann = new ErasedPerson(2);
        Path root = folder.resolve("root");
        try (MemoryStore memory = MemoryStore.open(root)) {
            ann.retain(memory, FACTS);
            try (Snapshot reader = ((SqliteDatabase) memory.database()).snapshot()) {
                ErasureReport report = memory.erase(ErasedPerson.ALL_OF_ANN);
                assertThat(report.complete()).isFalse();
                assertThat(report.pending()).anySatisfy(what -> assertThat(what).contains("write-ahead log"));
                assertThat(memory.erase(ErasedPerson.ALL_OF_ANN).pending())
                        .as("repeated")
                        .anySatisfy(what -> assertThat(what).contains("write-ahead log"));
                boolean closed = reader.read(connection -> connection.isClosed());
                assertThat(closed).isFalse();
            }
        }
        MemoryStore.open(root).close();
        ann.assertGone(root);
        MemoryOracle.assertSound(root);
    }

    @Test
    void a_file_that_is_too_large_to_be_written_anew_while_others_wait_is_at_the_next_opening() throws Exception {
        ErasedPerson ann = new ErasedPerson(3);
        Path root = folder.resolve("root");
        try (MemoryStore memory = MemoryStore.open(root)) {
            ann.retain(memory, FACTS);
            String filler = " " + "x".repeat(140_000);
            memory.retainAll(IntStream.range(0, 80)
                    .mapToObj(i -> memory.retain(i + filler))
                    .toList());
            ErasureReport report = memory.erase(ErasedPerson.ALL_OF_ANN);
            assertThat(report.pending()).singleElement().asString().contains("too large");
            try (MemoryStore other = MemoryStore.open(root)) {
                assertThat(pending(other.database())).as("beside another one").isNotEmpty();
                List<String> repeated = new ArrayList<>();
                new Erasure(other.workspace(), (SqliteDatabase) other.database(), other.clock(), repeated::add)
                        .finish();
                assertThat(repeated).containsExactly("renewal");
            }
        }
        try (MemoryStore memory = MemoryStore.open(root)) {
            assertThat(pending(memory.database())).isEmpty();
            assertThat(memory.count()).isEqualTo(80 + memory.count(FactFilter.of(Condition.source("chat"))));
        }
        ann.assertGone(root);
        MemoryOracle.assertSound(root);
    }

    private static List<String> pending(DatabaseManager database) {
        return MemoryOracle.rows(database, "SELECT fact_id FROM erased_facts");
    }

    @Test
    void erasing_beside_threads_and_a_process_that_write_loses_nothing_of_theirs() throws Exception {
        ErasedPerson ann = new ErasedPerson(4);
        Path root = folder.resolve("root");
        AtomicBoolean stop = new AtomicBoolean();
        AtomicLong written = new AtomicLong();
        ExecutorService threads = Executors.newCachedThreadPool();
        try (MemoryStore memory = MemoryStore.open(root)) {
            ann.retain(memory, 300);
            CountDownLatch begun = new CountDownLatch(2);
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                writers.add(threads.submit(() -> {
                    try (MemoryStore other = MemoryStore.open(root)) {
                        while (!stop.get()) {
                            other.retain("kept " + written.get())
                                    .source("beside")
                                    .happenedAt(ErasedPerson.TIME)
                                    .save();
                            written.incrementAndGet();
                            begun.countDown();
                        }
                    }
                }));
            }
            begun.await();
            try (ChildJvm other =
                    ChildJvm.of(Halting.class, root.toString(), "no step").start()) {
                assertThat(memory.erase(ErasedPerson.ALL_OF_ANN).facts()).isLessThanOrEqualTo(100);
                assertThat(other.waitFor()).as(other.output()).isZero();
            }
            stop.set(true);
            for (Future<?> writer : writers) {
                writer.get();
            }
            assertThat(memory.count(FactFilter.of(Condition.source("beside")))).isEqualTo(written.get());
        } finally {
            threads.shutdownNow();
        }
        MemoryStore.open(root).close();
        ann.assertGone(root);
        MemoryOracle.assertSound(root);
    }
}
