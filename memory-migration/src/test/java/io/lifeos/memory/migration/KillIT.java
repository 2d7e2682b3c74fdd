package io.lifeos.memory.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.postgres.PostgresArchive;
import io.lifeos.memory.postgres.testing.TestDatabase;
import io.lifeos.memory.testing.ChildJvm;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills migrations as {@code kill -9} does, a hundred times, at moments that nobody chose. */
class KillIT {

    private static final int KILLS = 100;
    private static final int MOST_KILLS_OF_A_MEMORY = 5;
    private static final int KILLED = 128 + 9;
    private static final int ROWS = 400;

    /** How far the runs were that were killed. */
    private final Map<String, Integer> kills = new TreeMap<>();

    @TempDir
    Path folder;

    @Test
    void runs_that_are_killed_a_hundred_times_lose_double_and_alter_nothing() throws Exception {
        long seed = Long.getLong("lifeos.seed", System.nanoTime());
        System.out.println("KillIT: -Dlifeos.seed=" + seed);
        Random random = new Random(seed);
        try (TestDatabase database = SourceTableFixture.newDatabase();
                PostgresArchive archive = PostgresArchive.of(database.url())) {
            SourceTableFixture.insert(database, 1, ROWS);
            Path undisturbed = MigratedRows.createFolder(folder.resolve("undisturbed"));
            long runMillis = measureRun(undisturbed, database);
            Map<String, String> expected = MigratedRows.of(undisturbed);
            for (int number = 1; numberOfKills() < KILLS; number++) {
                Path root = MigratedRows.createFolder(folder.resolve("memory-" + number));
                boolean force = false;
                for (int i = 1 + random.nextInt(MOST_KILLS_OF_A_MEMORY); i > 0; i--) {
                    boolean killed = kill(root, database, force, random, runMillis);
                    MigratedRows.assertSoundAfterCrash(root);
                    force |= !killed;
                }
                finish(root, archive);
                assertThat(MigratedRows.of(root)).as("seed %s", seed).isEqualTo(expected);
            }
            System.out.println(
                    "KillIT: killed " + kills + ", of runs that take " + runMillis + " ms from the first batch on");
        }
    }

    /** How long a run takes in a fresh process, from its first batch to its end. */
    private static long measureRun(Path root, TestDatabase database) throws Exception {
        try (ChildJvm child = MigratingProgram.start(root, database.url(), false)) {
            child.awaitOutput("page");
            long begun = System.nanoTime();
            child.awaitOutput("done");
            return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        }
    }

    /** Whether the kill came before the end. Most come after the first batch, as little can go wrong before. */
    private boolean kill(Path root, TestDatabase database, boolean force, Random random, long runMillis)
            throws Exception {
        try (ChildJvm child = MigratingProgram.start(root, database.url(), force)) {
            child.awaitOutput(random.nextInt(5) == 0 ? "begun" : "page");
            Thread.sleep(random.nextLong(runMillis));
            child.kill();
            assertThat(child.waitFor()).as(child.output()).isIn(0, KILLED);
            String output = child.output();
            if (output.contains("done")) {
                return false;
            }
            boolean allCommitted = output.contains("page " + ROWS);
            String phase =
                    allCommitted ? "at the logs" : output.contains("page") ? "among batches" : "before the first batch";
            kills.merge(phase, 1, Integer::sum);
            return true;
        }
    }

    private int numberOfKills() {
        return kills.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static void finish(Path root, PostgresArchive archive) {
        try (MemoryStore memory = MemoryStore.builder()
                .root(root)
                .clock(Clock.fixed(HaltingMigration.NOW, ZoneOffset.UTC))
                .open()) {
            Migrator migrator = Migrator.from(archive).into(memory).build();
            assertThat(migrator.migrateArchivalMemory().success()).isTrue();
            MigratedRows.assertComplete(root, migrator);
        }
    }
}
