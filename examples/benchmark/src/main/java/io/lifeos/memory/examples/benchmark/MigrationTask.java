package io.lifeos.memory.examples.benchmark;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.migration.MigrationListener.Phase;
import io.lifeos.memory.migration.Migrator;
import io.lifeos.memory.postgres.PostgresArchive;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The work of one process of the benchmark: calls of the migrator, of which it prints the last one's time, memory, processor time
 * and batches as a line of numbers.
 */
public final class MigrationTask {

    /** The call. */
    enum Kind {
        MIGRATE,
        VERIFY
    }

    private MigrationTask() {}

    /**
     * Makes the calls.
     *
     * @param args the call, the source's URL, the memory's folder, and how often to make the call, each time in a folder of its
     *     own but for the last
     */
    public static void main(String[] args) {
        HeapPeak heap = HeapPeak.watch();
        Path root = Path.of(args[2]);
        for (int earlier = Integer.parseInt(args[3]) - 1; earlier > 0; earlier--) {
            call(Kind.valueOf(args[0]), args[1], root.resolve("run-" + earlier));
        }
        System.out.println(
                call(Kind.valueOf(args[0]), args[1], root) + " " + heap.bytes() + " " + Machine.peakResidentBytes());
    }

    /** The number of rows that were written or compared, the time, the processor time and the number of batches. */
    private static String call(Kind kind, String url, Path root) {
        AtomicInteger batches = new AtomicInteger();
        try (MemoryStore memory = MemoryStore.open(root);
                PostgresArchive archive = PostgresArchive.of(url)) {
            Migrator migrator = Migrator.from(archive)
                    .into(memory)
                    .listener(progress -> batches.addAndGet(progress.phase() == Phase.MIGRATING ? 1 : 0))
                    .build();
            Duration cpu = Machine.cpu();
            long start = System.nanoTime();
            long rows = call(kind, migrator);
            return rows + " " + (System.nanoTime() - start) + " "
                    + Machine.cpu().minus(cpu).toNanos() + " " + batches.get();
        }
    }

    /** The number of rows that were written or compared. */
    private static long call(Kind kind, Migrator migrator) {
        if (kind == Kind.MIGRATE) {
            return migrator.migrateArchivalMemory().migrated();
        }
        var report = migrator.verifyMigration();
        return report.success() ? report.checked() : -1;
    }
}
