package io.lifeos.memory.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.fact.MemoryException;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.postgres.PostgresArchive;
import io.lifeos.memory.postgres.testing.Programs;
import io.lifeos.memory.postgres.testing.Requirement;
import io.lifeos.memory.postgres.testing.TestDatabase;
import io.lifeos.memory.postgres.testing.TestPostgres;
import io.lifeos.memory.testing.ChildJvm;
import io.lifeos.memory.testing.MemoryOracle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The disk fails under a run: it is full, it does not sync, it cannot be written. Afterwards a plain run ends proven. */
@Timeout(120)
final class DiskFaultIT {

    private static final int STOPPED = 3;

    private TestDatabase source;

    @BeforeEach
    void fill_source() {
        source = TestPostgres.newDatabase();
        source.execute(
                "CREATE TABLE archival_memory (id serial PRIMARY KEY, content text, created_at timestamptz)",
                "INSERT INTO archival_memory (content, created_at) SELECT 'learning ' || i || repeat(' more', 200),"
                        + " '2026-01-25 15:07:40.123456+00'::timestamptz + i * interval '1 hour'"
                        + " FROM generate_series(1, 1000) i");
    }

    @AfterEach
    void close() {
        source.close();
    }

    @ParameterizedTest(name = "{0} KiB")
    @ValueSource(ints = {1_000, 2_500, 4_000})
    void a_full_disk_ends_the_run_and_a_plain_run_goes_on_when_there_is_space(int kibibytes) throws Exception {
        try (SmallDisk disk = SmallDisk.ofKibibytes(kibibytes)) {
            Path root = disk.folder().resolve("memory");
            Throwable failure = catchThrowable(() -> migrateOnce(root));
            System.out.println("DiskFaultIT with " + kibibytes + " KiB: " + failure);
            if (failure != null || kibibytes < 4_000) {
                assertThat(failure).isInstanceOf(StoreException.class);
                assertThat(failure.getMessage()).containsPattern("disk is full|No space left on device");
            }
            disk.remount("size=64m");
            assertPlainRunEndsProven(root);
        }
    }

    private void migrateOnce(Path root) {
        try (PostgresArchive archive = PostgresArchive.of(source.url());
                MemoryStore memory = MemoryStore.open(root)) {
            Migrator.from(archive).into(memory).batchSize(100).build().migrateArchivalMemory();
        }
    }

    @Test
    void a_file_that_may_not_grow_ends_the_run_and_a_plain_run_goes_on_when_it_may(@TempDir Path root)
            throws Exception {
        MemoryStore.open(root).close();
        try (ChildJvm child = run(root).after("trap '' XFSZ && ulimit -f 1500").start()) {
            assertThat(child.waitFor()).as(child.output()).isEqualTo(STOPPED);
            assertThat(child.output()).contains("what was committed is safe");
        }
        assertPlainRunEndsProven(root);
    }

    @Test
    void a_disk_that_fails_to_sync_loses_and_doubles_nothing(@TempDir Path folder) throws Exception {
        Requirement.orSkip(
                Programs.succeeds("strace", "-o", "/dev/null", "-e", "inject=fsync:error=EIO", "true"),
                "strace is missing, or may not trace, and with it syncs that fail");
        List<Integer> ends = new ArrayList<>();
        for (String when : List.of("1", "4", "7+", "11", "20+")) {
            Path root = folder.resolve("fails-at-" + when);
            try (ChildJvm child = run(root).after(failingSync(when)).start()) {
                ends.add(child.waitFor());
                System.out.println("DiskFaultIT sync " + when + ": " + child.output());
            }
            assertPlainRunEndsProven(root);
        }
        assertThat(ends).contains(STOPPED).isSubsetOf(0, STOPPED);
    }

    /** Puts strace before the java that the child is about to become. */
    private static String failingSync(String when) {
        return "set -- strace -f -qq -o /dev/null -e trace=fsync,fdatasync -e inject=fsync,fdatasync:error=EIO:when="
                + when + " \"$@\"";
    }

    @Test
    void a_disk_that_cannot_be_written_is_told_and_left_as_it_is() throws Exception {
        try (SmallDisk disk = SmallDisk.ofKibibytes(65_536)) {
            Path root = disk.folder().resolve("memory");
            MemoryStore.open(root).close();
            disk.remount("ro");
            assertThatThrownBy(() -> migrateOnce(root))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining(root.toString());
            disk.remount("rw");
            assertPlainRunEndsProven(root);
        }
    }

    private ChildJvm.Builder run(Path root) {
        return ChildJvm.of(Run.class, source.url(), root.toString());
    }

    private void assertPlainRunEndsProven(Path root) {
        try (PostgresArchive archive = PostgresArchive.of(source.url());
                MemoryStore memory = MemoryStore.open(root)) {
            MigrationResult result = Migrator.from(archive).into(memory).build().migrate();
            assertThat(result.verification().reason()).isEmpty();
            assertThat(result.verification().checked()).isEqualTo(1_000);
            assertThat(Stored.number(memory, "SELECT COUNT(*) FROM facts")).isEqualTo(1_000);
        }
        MemoryOracle.assertSound(root);
    }

    /** A run in a process of its own. */
    static final class Run {

        public static void main(String[] args) {
            try (PostgresArchive archive = PostgresArchive.of(args[0]);
                    MemoryStore memory = MemoryStore.open(Path.of(args[1]))) {
                Migrator.from(archive).into(memory).batchSize(100).build().migrateArchivalMemory();
            } catch (MemoryException e) {
                System.out.println(e);
                System.exit(STOPPED);
            }
        }
    }
}
