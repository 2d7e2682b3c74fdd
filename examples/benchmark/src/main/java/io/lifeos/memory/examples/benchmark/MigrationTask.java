package io.lifeos.memory.examples.benchmark;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.migration.Migrator;
import io.lifeos.memory.postgres.PostgresArchive;
import java.nio.file.Path;

/**
 * The work of one process of the benchmark: one call of the migrator, whose time and memory it prints as a line of
 * numbers.
 */
public final class MigrationTask {

    /** The call. */
    enum Kind {
        MIGRATE,
        VERIFY
    }

    private MigrationTask() {}

    /**
     * Makes the call.
     *
     * @param args the call, the source's URL, the memory's folder
     */
    public static void main(String[] args) {
        HeapPeak heap = HeapPeak.watch();
        try (MemoryStore memory = MemoryStore.open(Path.of(args[2]));
                PostgresArchive archive = PostgresArchive.of(args[1])) {
            Migrator migrator = Migrator.from(archive).into(memory).build();
            long start = System.nanoTime();
            long rows = call(Kind.valueOf(args[0]), migrator);
            System.out.println(
                    rows + " " + (System.nanoTime() - start) + " " + heap.bytes() + " " + Machine.peakResidentBytes());
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
