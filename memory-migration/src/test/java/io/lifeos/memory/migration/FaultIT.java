package io.lifeos.memory.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.lifeos.memory.fact.SourceUnavailableException;
import io.lifeos.memory.migration.FaultyProxy.Fault;
import io.lifeos.memory.migration.MigrationListener.Phase;
import io.lifeos.memory.migration.VerificationReport.Outcome;
import io.lifeos.memory.postgres.PostgresArchive;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** PostgreSQL goes away in the middle, in every way that it can, and so does the one who waits for the run. */
@Timeout(90)
final class FaultIT extends MigrationFixture {

    private static final int ROWS = 400;

    private FaultyProxy proxy;
    private PostgresArchive proxied;

    @BeforeEach
    void fill_source() {
        both.execute(
                "CREATE TABLE archival_memory (id serial PRIMARY KEY, content text, embedding real[], created_at timestamptz)");
        insertRows();
        proxy = FaultyProxy.before(both.source().port());
        proxied = PostgresArchive.builder()
                .url("postgresql://postgres:postgres@127.0.0.1:" + proxy.port() + "/"
                        + both.source().name())
                .connectTimeout(Duration.ofSeconds(1))
                .readTimeout(Duration.ofSeconds(1))
                .build();
    }

    private void insertRows() {
        both.execute("INSERT INTO archival_memory (content, embedding, created_at)"
                + " SELECT 'learning ' || i || repeat(' more', 40), ARRAY[i, 0.1],"
                + " '2026-01-25 15:07:40.123456+00'::timestamptz + i * interval '1 hour' FROM generate_series(1, "
                + ROWS
                + ") i");
    }

    @AfterEach
    void close() throws Exception {
        proxied.close();
        proxy.close();
        both.assertSoundAfterAPlainRun();
    }

    @Test
    void a_backend_that_is_terminated_once_is_made_up_for() {
        enlargeRows();
        AtomicInteger terminations = new AtomicInteger();
        MigrationReport report = both.migrator()
                .batchSize(50)
                .listener(progress -> {
                    if (progress.done() == 150 && terminations.getAndIncrement() == 0) {
                        terminateBackends();
                    }
                })
                .build()
                .migrateArchivalMemory();
        assertWholeRun(report, ROWS);
        assertThat(report.mapping().embeddingsByDimension()).isEqualTo(Map.of(2, (long) ROWS));
    }

    @Test
    void progress_goes_on_from_what_is_stored_when_the_source_is_back() {
        enlargeRows();
        List<Long> done = new ArrayList<>();
        both.migrator()
                .batchSize(50)
                .listener(progress -> {
                    if (progress.done() == 150 && !done.contains(150L)) {
                        terminateBackends();
                    }
                    done.add(progress.done());
                })
                .build()
                .migrateArchivalMemory();
        assertThat(done).contains(150L).isSorted().endsWith((long) ROWS);
    }

    @Test
    void a_backend_that_is_terminated_again_and_again_ends_the_run_which_says_what_is_safe() throws Exception {
        enlargeRows();
        CountDownLatch begun = new CountDownLatch(1);
        AtomicBoolean stopped = new AtomicBoolean();
        Thread terminator = new Thread(() -> {
            awaitUninterruptibly(begun);
            while (!stopped.get()) {
                terminateBackends();
            }
        });
        terminator.start();
        try {
            assertStops(both.migrator()
                    .batchSize(50)
                    .listener(progress -> begun.countDown())
                    .build());
        } finally {
            begun.countDown();
            stopped.set(true);
        }
        terminator.join();
        assertThat(Stored.links(both.memory())).isPositive();
    }

    /** So large that the run cannot have read them all before the first are stored. */
    private void enlargeRows() {
        both.execute("UPDATE archival_memory SET content = content || repeat(md5(id::text), 700)");
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_connection_that_is_cut_at_any_byte_is_made_up_for() {
        long seed = System.nanoTime();
        System.out.println("FaultIT seed " + seed);
        Random random = new Random(seed);
        for (int round = 1; round <= 4; round++) {
            proxy.fail(Fault.CUT_ONCE, 20_000 + random.nextInt(80_000));
            MigrationReport report = through(proxied).batchSize(50).build().migrateArchivalMemory();
            assertThat(report.read()).as("seed %s", seed).isEqualTo((long) ROWS * round);
            assertThat(report.migrated()).as("seed %s", seed).isEqualTo(ROWS);
            assertThat(report.read()).isEqualTo(report.migrated() + report.skipped());
            insertRows();
        }
    }

    @Test
    void a_connection_that_is_cut_before_anything_was_read_is_no_run() {
        proxy.fail(Fault.CUT, 200);
        assertThatThrownBy(() -> through(proxied).build().migrateArchivalMemory())
                .isInstanceOfSatisfying(
                        SourceUnavailableException.class,
                        e -> assertThat(e.retryable()).isTrue());
        assertThat(Stored.links(both.memory())).isZero();
    }

    @Test
    void a_server_that_hangs_once_is_asked_again() {
        proxy.fail(Fault.HANG_ONCE, 60_000);
        assertWholeRun(through(proxied).batchSize(50).build().migrateArchivalMemory(), ROWS);
    }

    @Test
    void a_server_that_hangs_for_good_is_given_up_in_time() {
        proxy.fail(Fault.HANG, 60_000);
        long begin = System.nanoTime();
        assertStops(through(proxied).batchSize(50).build());
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(30));
        assertThat(Stored.links(both.memory())).isPositive();
    }

    @Test
    void a_server_that_says_nothing_at_all_is_given_up_in_time() {
        proxy.fail(Fault.HANG, 0);
        Migrator migrator = through(proxied).build();
        assertThat(migrator.getMigrationStatus().postgresAvailable()).isFalse();
        assertThat(migrator.verifyMigration().outcome()).isEqualTo(Outcome.UNVERIFIABLE);
    }

    @Test
    void a_slow_server_is_waited_for() {
        proxy.fail(Fault.TRICKLE, 0);
        MigrationResult result = through(proxied).batchSize(50).build().migrate();
        assertThat(result.success()).isTrue();
        assertWholeRun(result.run(), ROWS);
    }

    @Test
    void a_verification_whose_source_goes_away_proves_nothing() {
        both.migrate();
        Migrator migrator = cutInTheMiddleOfTheProof();
        VerificationReport report = migrator.verifyMigration();
        assertThat(report.outcome()).isEqualTo(Outcome.UNVERIFIABLE);
        assertThat(report.success()).isFalse();
        assertThat(report.reason()).isPresent();
    }

    private Migrator cutInTheMiddleOfTheProof() {
        return through(proxied)
                .batchSize(50)
                .listener(progress -> {
                    if (progress.phase() == Phase.VERIFYING && progress.done() == 200) {
                        proxy.fail(Fault.CUT, 0);
                    }
                })
                .build();
    }

    @Test
    void a_migration_whose_proof_loses_the_source_is_no_success() {
        Migrator migrator = cutInTheMiddleOfTheProof();
        MigrationResult result = migrator.migrate();
        assertWholeRun(result.run(), ROWS);
        assertThat(result.verification().outcome()).isEqualTo(Outcome.UNVERIFIABLE);
        assertThat(result.success()).isFalse();
    }

    @Test
    void a_run_that_waits_for_the_server_stops_when_it_is_interrupted() throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicReference<Boolean> flag = new AtomicReference<>();
        Migrator migrator = through(proxied).batchSize(50).build();
        proxy.fail(Fault.CUT, 60_000);
        Thread run = new Thread(() -> {
            thrown.set(catchThrowable(migrator::migrateArchivalMemory));
            flag.set(Thread.currentThread().isInterrupted());
        });
        run.start();
        Thread.sleep(3_000); // the pauses last 7.5 s
        run.interrupt();
        run.join(2_000);
        assertThat(run.isAlive()).isFalse();
        assertThat(flag.get()).isTrue();
        assertThat(thrown.get()).isInstanceOf(SourceUnavailableException.class).hasMessageContaining("safe");
    }

    @Test
    void a_listener_that_throws_ends_the_run_and_what_was_committed_is_safe() {
        IllegalStateException mine = new IllegalStateException("enough");
        Migrator migrator = both.migrator()
                .batchSize(50)
                .listener(progress -> {
                    if (progress.done() == 150) {
                        throw mine;
                    }
                })
                .build();
        assertThatThrownBy(migrator::migrateArchivalMemory).isSameAs(mine);
        assertThat(Stored.links(both.memory())).isEqualTo(150);
        assertThat(both.stored("SELECT * FROM outbox")).as("logs left behind").isEmpty();
        assertThat(both.migrate().run().migrated()).isEqualTo(ROWS - 150);
    }

    @Test
    void a_lock_that_a_failed_run_held_is_free_again() {
        proxy.fail(Fault.CUT, 200);
        assertThatThrownBy(() -> through(proxied).build().migrateArchivalMemory())
                .isInstanceOf(SourceUnavailableException.class);
        proxy.heal();
        assertThat(through(proxied).build().migrate().success()).isTrue();
    }

    private MigratorBuilder through(PostgresArchive archive) {
        return Migrator.from(archive).into(both.memory());
    }

    private void terminateBackends() {
        both.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                + " WHERE application_name = 'lifeos-memory' AND datname = current_database()");
    }

    private static void assertWholeRun(MigrationReport report, long rows) {
        assertThat(report.success()).isTrue();
        assertThat(report.read()).isEqualTo(rows);
        assertThat(report.migrated()).isEqualTo(rows);
        assertThat(report.updated() + report.skipped() + report.rejected()).isZero();
    }

    private static void assertStops(Migrator migrator) {
        assertThatThrownBy(migrator::migrateArchivalMemory)
                .isInstanceOfSatisfying(
                        SourceUnavailableException.class,
                        e -> assertThat(e.retryable()).isTrue())
                .hasMessageContaining("every row that it has brought over is safe")
                .hasNoCause();
    }
}
