package io.lifeos.memory.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.archive.row.SnapshotArchive;
import io.lifeos.memory.fact.EntityExtractor;
import io.lifeos.memory.fact.StoreLockedException;
import io.lifeos.memory.postgres.PostgresArchive;
import io.lifeos.memory.postgres.testing.TestDatabase;
import io.lifeos.memory.testing.ChildJvm;
import io.lifeos.memory.testing.MemoryOracle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Migrations beside each other, beside a source that is written to, and beside an application that retains. */
class ConcurrencyIT {

    private static final int ROWS = 600;

    @TempDir
    Path root;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private TestDatabase database;
    private PostgresArchive archive;

    @BeforeEach
    void open() {
        database = SourceTableFixture.newDatabase();
        archive = PostgresArchive.of(database.url());
        SourceTableFixture.insert(database, 1, ROWS);
    }

    @AfterEach
    void close() throws Exception {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        archive.close();
        database.close();
    }

    @Test
    void two_processes_at_once_bring_each_row_over_once() throws Exception {
        for (int round = 0; round < 2; round++) {
            Path memory = MigratedRows.createFolder(root.resolve("round-" + round));
            try (ChildJvm one = MigratingProgram.start(memory, database.url(), false);
                    ChildJvm other = MigratingProgram.start(memory, database.url(), false)) {
                List<Integer> ends = List.of(one.waitFor(), other.waitFor());
                assertThat(ends).as(one.output() + other.output()).contains(0).isSubsetOf(0, MigratingProgram.REFUSED);
            }
            assertEachRowOnce(memory);
        }
    }

    @Test
    void two_threads_at_once_bring_each_row_over_once() throws Exception {
        try (MemoryStore memory = MemoryStore.open(root);
                MemoryStore same = MemoryStore.open(root)) {
            CountDownLatch together = new CountDownLatch(2);
            List<Future<Boolean>> runs = new ArrayList<>();
            for (MemoryStore each : List.of(memory, same)) {
                runs.add(threads.submit(() -> {
                    together.countDown();
                    together.await();
                    return ranOrWasRefused(migrator(each).batchSize(50).build());
                }));
            }
            assertThat(List.of(runs.get(0).get(), runs.get(1).get())).contains(true);
        }
        assertEachRowOnce(root);
    }

    private static boolean ranOrWasRefused(Migrator migrator) {
        try {
            return migrator.migrateArchivalMemory().success();
        } catch (StoreLockedException refused) {
            return false;
        }
    }

    @Test
    void two_processes_without_the_lock_bring_each_row_over_once() throws Exception {
        try (MemoryStore memory = MemoryStore.open(root);
                ChildJvm other = MigratingProgram.start(root, database.url(), false)) {
            other.awaitOutput("page");
            Files.delete(memory.workspace().migrationLock());

            MigrationReport report = migrator(memory).batchSize(30).build().migrateArchivalMemory();

            assertThat(report.rejected()).isZero();
            assertThat(report.read()).isEqualTo(ROWS);
            assertThat(other.waitFor()).as(other.output()).isZero();
        }
        assertEachRowOnce(root);
    }

    /** The other run comes at the one moment at which it hurts: after the links were looked up, before facts are stored. */
    @Test
    void a_row_that_another_run_has_brought_over_meanwhile_is_left_to_it() {
        AtomicBoolean first = new AtomicBoolean(true);
        EntityExtractor interrupted = content -> {
            if (content.startsWith("learning 250 ") && first.getAndSet(false)) {
                migrateWithoutLock();
            }
            return EntityExtractor.standard().extract(content);
        };
        try (MemoryStore memory =
                MemoryStore.builder().root(root).entityExtractor(interrupted).open()) {
            MigrationReport report = migrator(memory).batchSize(100).build().migrateArchivalMemory();

            assertThat(report.rejected()).isZero();
            assertThat(report.migrated()).isEqualTo(200);
            assertThat(report.skipped()).isEqualTo(ROWS - 200);
        }
        assertEachRowOnce(root);
    }

    /** Within one process the lock cannot be taken away: this goes in behind it. */
    private void migrateWithoutLock() {
        MigrationOptions options = new MigrationOptions(
                1_000,
                false,
                false,
                false,
                false,
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0.1,
                progress -> {});
        try (MemoryStore memory = MemoryStore.open(root)) {
            MigrationReport report =
                    new MigrationRun(SnapshotArchive.of(archive), memory, options).run((run, snapshot) -> run);
            assertThat(report.migrated()).isEqualTo(ROWS - 200);
        }
    }

    @Test
    void a_source_that_is_written_to_during_the_runs_is_brought_over_as_it_ends() throws Exception {
        long seed = Long.getLong("lifeos.seed", System.nanoTime());
        System.out.println("ConcurrencyIT: -Dlifeos.seed=" + seed);
        AtomicBoolean stopped = new AtomicBoolean();
        AtomicInteger changes = new AtomicInteger();
        Future<?> writer = threads.submit(() -> {
            Random random = new Random(seed);
            while (!stopped.get()) {
                database.execute(randomChange(random, changes.incrementAndGet()));
            }
        });
        try (MemoryStore memory = MemoryStore.open(root)) {
            for (int run = 0; run < 4; run++) {
                MigrationReport report = migrator(memory).batchSize(10).build().migrateArchivalMemory();
                assertThat(report.success()).as("seed %s", seed).isTrue();
            }
            assertThat(changes).hasValueGreaterThan(50);
            stopped.set(true);
            writer.get();
        }
        assertEachRowOnce(root);
    }

    /** Rows come and go below, at and above wherever the run is. */
    private static String randomChange(Random random, int number) {
        int id = random.nextInt(-ROWS, 2 * ROWS);
        return switch (random.nextInt(4)) {
            case 0 ->
                "INSERT INTO archival_memory (id, content, created_at) VALUES (" + id + ", 'late " + number
                        + "', now()) ON CONFLICT DO NOTHING";
            case 1 -> "UPDATE archival_memory SET content = 'changed " + number + "' WHERE id % 50 = " + id % 50;
            case 2 ->
                "UPDATE archival_memory SET created_at = created_at - interval '3 days' WHERE id BETWEEN " + id
                        + " AND " + (id + 20);
            default -> "DELETE FROM archival_memory WHERE id BETWEEN " + id + " AND " + (id + 5);
        };
    }

    @Test
    void applications_retain_meanwhile_and_lose_and_double_nothing() throws Exception {
        SourceTableFixture.insert(database, ROWS + 1, 3_000);
        AtomicBoolean stopped = new AtomicBoolean();
        try (MemoryStore memory = MemoryStore.open(root);
                ChildJvm process = ChildJvm.of(Retainer.class, root.toString()).start()) {
            process.awaitOutput("saved 1;");
            List<Future<List<String>>> applications = IntStream.range(0, 2)
                    .mapToObj(thread -> threads.submit(retaining(memory, "thread " + thread + " number ", stopped)))
                    .toList();

            MigrationReport report = migrator(memory).batchSize(50).build().migrateArchivalMemory();

            assertThat(report.migrated()).isEqualTo(3_000);
            stopped.set(true);
            List<String> retained = new ArrayList<>();
            for (Future<List<String>> application : applications) {
                retained.addAll(application.get());
            }
            Files.createFile(Retainer.stopFile(root));
            assertThat(process.waitFor()).as(process.output()).isZero();
            process.output().lines().filter(line -> line.startsWith("saved")).forEach(retained::add);
            assertThat(retained).hasSizeGreaterThan(20);
            assertThat(MemoryOracle.rows(memory.database(), "SELECT content FROM facts WHERE source = 'application'"))
                    .containsExactlyInAnyOrderElementsOf(retained);
        }
        Files.delete(Retainer.stopFile(root));
        assertEachRowOnce(root);
    }

    private static Callable<List<String>> retaining(MemoryStore memory, String name, AtomicBoolean stopped) {
        return () -> {
            List<String> retained = new ArrayList<>();
            while (!stopped.get()) {
                String content = name + retained.size();
                memory.retain(content).source("application").save();
                retained.add(content);
            }
            return retained;
        };
    }

    /** Another application on the same memory, until a file tells it to stop. */
    static final class Retainer {

        static Path stopFile(Path root) {
            return root.resolveSibling(root.getFileName() + ".stop");
        }

        public static void main(String[] args) {
            Path root = Path.of(args[0]);
            try (MemoryStore memory = MemoryStore.open(root)) {
                for (int i = 0; Files.notExists(stopFile(root)); i++) {
                    memory.retain("saved " + i + ";").source("application").save();
                    System.out.println("saved " + i + ";");
                }
            }
        }
    }

    private MigratorBuilder migrator(MemoryStore memory) {
        return Migrator.from(archive).into(memory).acceptChangedContents(true);
    }

    /** After one more run, undisturbed. */
    private void assertEachRowOnce(Path folder) {
        try (MemoryStore memory = MemoryStore.open(folder)) {
            Migrator migrator = migrator(memory).build();
            assertThat(migrator.migrateArchivalMemory().success()).isTrue();
            MigratedRows.assertComplete(folder, migrator);
            assertThat(Stored.number(memory, "SELECT COUNT(*) FROM facts WHERE source = 'archival_memory'"))
                    .isEqualTo(Stored.links(memory));
        }
    }
}
