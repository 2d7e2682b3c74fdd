package io.lifeos.memory.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lifeos.memory.database.Durability;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.fact.StoreLockedException;
import io.lifeos.memory.fact.ValueRejectedException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class SqliteDatabaseTest extends OpenFile {

    @Test
    void the_writer_has_the_pragmas_of_the_design() {
        assertThat(database.<List<String>>transaction(connection -> List.of(
                        one(connection, "PRAGMA journal_mode"),
                        one(connection, "PRAGMA synchronous"),
                        one(connection, "PRAGMA foreign_keys"),
                        one(connection, "PRAGMA recursive_triggers"),
                        one(connection, "PRAGMA trusted_schema"),
                        one(connection, "PRAGMA application_id"),
                        one(connection, "PRAGMA user_version"))))
                .containsExactly("wal", "2", "1", "1", "0", String.valueOf(Schema.APPLICATION_ID), "7");
    }

    @Test
    void a_lesser_durability_is_taken_over() {
        database.close();
        database = SqliteDatabase.open(database.file(), Durability.NORMAL);
        assertThat(database.<String>transaction(connection -> one(connection, "PRAGMA synchronous")))
                .isEqualTo("1");
    }

    @Test
    void readers_have_the_pragmas_of_the_design_and_cannot_write() {
        assertThat(database.<List<String>>read(connection -> List.of(
                        one(connection, "PRAGMA journal_mode"),
                        one(connection, "PRAGMA busy_timeout"),
                        one(connection, "PRAGMA trusted_schema"))))
                .containsExactly("wal", "10000", "0");
        assertThatThrownBy(() -> database.read(connection -> insertEntity(connection, "@a")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("nothing was changed");
    }

    @Test
    void a_transaction_gives_its_result_when_it_is_committed() {
        assertThat(database.<Integer>transaction(connection -> insertEntity(connection, "@a")))
                .isEqualTo(1);
        assertThat(entities()).isEqualTo("1");
    }

    @Test
    void a_transaction_that_fails_leaves_nothing_and_passes_the_failure_on() {
        IOException cause = new IOException("of the host");
        RuntimeException failure = new RuntimeException(cause);
        assertThatThrownBy(() -> database.transaction(connection -> {
                    insertEntity(connection, "@a");
                    throw failure;
                }))
                .isSameAs(failure)
                .hasNoSuppressedExceptions();
        assertThatThrownBy(() -> database.transaction(connection -> {
                    insertEntity(connection, "@a");
                    throw new AssertionError("an error");
                }))
                .isInstanceOf(AssertionError.class);
        assertThat(entities()).isEqualTo("0");
        database.transaction(connection -> insertEntity(connection, "@a"));
        assertThat(entities()).isEqualTo("1");
    }

    @Test
    void a_value_that_the_file_refuses_is_told_apart_in_a_batch_too() {
        assertThatThrownBy(() -> database.transaction(connection -> {
                    insertEntity(connection, "@a");
                    return insertEntity(connection, "@a");
                }))
                .isInstanceOf(ValueRejectedException.class)
                .hasMessageContaining("UNIQUE");
        assertThatThrownBy(() -> database.transaction(connection -> {
                    try (Statement statement = connection.createStatement()) {
                        statement.addBatch("INSERT INTO entities (name, type) VALUES ('@a', 'nonsense')");
                        return statement.executeBatch();
                    }
                }))
                .isInstanceOf(ValueRejectedException.class)
                .hasMessageContaining("CHECK");
        assertThat(entities()).isEqualTo("0");
    }

    @Test
    void what_the_work_of_a_read_throws_is_passed_on_even_if_it_ended_the_snapshot() {
        RuntimeException failure = new RuntimeException("of the host");
        assertThatThrownBy(() -> database.read(connection -> {
                    try (Statement statement = connection.createStatement()) {
                        statement.execute("ROLLBACK");
                    }
                    throw failure;
                }))
                .isSameAs(failure);
        assertThat(entities()).isEqualTo("0");
    }

    @Test
    void a_transaction_in_a_transaction_is_refused_and_the_outer_one_goes_on() {
        database.transaction(connection -> {
            assertThatIllegalStateException()
                    .isThrownBy(() -> database.transaction(inner -> insertEntity(inner, "@inner")))
                    .withMessageContaining("do not nest");
            return insertEntity(connection, "@outer");
        });
        assertThat(entities()).isEqualTo("1");
    }

    @Test
    void a_read_sees_one_snapshot_and_does_not_wait_for_the_writer() throws Exception {
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            database.read(connection -> {
                assertThat(one(connection, "SELECT COUNT(*) FROM entities")).isEqualTo("0");
                await(threads.submit(() -> database.transaction(writer -> insertEntity(writer, "@a"))));
                assertThat(one(connection, "SELECT COUNT(*) FROM entities")).isEqualTo("0");
                return 0;
            });
            database.transaction(writer -> {
                insertEntity(writer, "@b");
                assertThat(await(threads.submit(this::entities))).isEqualTo("1");
                return 0;
            });
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void many_threads_write_and_read_at_once() throws Exception {
        int threads = 8;
        int rounds = 40;
        ExecutorService pool = Executors.newFixedThreadPool(2 * threads);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<?>> futures = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            String prefix = "@" + t + "_";
            futures.add(pool.submit(() -> {
                start.await();
                for (int i = 0; i < rounds; i++) {
                    String name = prefix + i;
                    database.transaction(connection -> insertEntity(connection, name));
                }
                return 0;
            }));
            futures.add(pool.submit(() -> {
                start.await();
                int last = 0;
                for (int i = 0; i < rounds; i++) {
                    int now = Integer.parseInt(entities());
                    assertThat(now).isGreaterThanOrEqualTo(last);
                    last = now;
                }
                return 0;
            }));
        }
        start.countDown();
        for (Future<?> future : futures) {
            future.get();
        }
        pool.shutdown();
        assertThat(entities()).isEqualTo(String.valueOf(threads * rounds));
    }

    @Test
    void a_write_lock_held_elsewhere_for_too_long_is_told_apart() throws Exception {
        try (Connection other = SqliteDataSource.writer(database.file(), Durability.FULL)
                        .getConnection();
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            assertThatThrownBy(() -> database.transaction(connection -> insertEntity(connection, "@a")))
                    .isInstanceOf(StoreLockedException.class)
                    .hasMessageContaining("nothing was written");
            assertThat(entities()).isEqualTo("0");
            statement.execute("ROLLBACK");
        }
        database.transaction(connection -> insertEntity(connection, "@a"));
        assertThat(entities()).isEqualTo("1");
    }

    @Test
    void a_full_disk_is_named_and_what_was_stored_stays() {
        database.transaction(connection -> insertEntity(connection, "@before"));
        assertThatThrownBy(() -> database.transaction(connection -> {
                    one(connection, "PRAGMA max_page_count = 1");
                    for (int i = 0; i < 10_000; i++) {
                        insertEntity(connection, "@entity" + i);
                    }
                    return 0;
                }))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("The disk is full")
                .hasMessageContaining("what was committed is safe");
        assertThat(entities()).isEqualTo("1");
        assertThat(database.checkIntegrity().problems()).isEmpty();
    }

    @Test
    void a_commit_that_fails_says_so_and_the_next_transaction_works() {
        assertThatThrownBy(() -> database.transaction(connection -> {
                    try (Statement statement = connection.createStatement()) {
                        statement.execute("ROLLBACK");
                    }
                    return 0;
                }))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("may or may not have landed");
        database.transaction(connection -> insertEntity(connection, "@a"));
        assertThat(entities()).isEqualTo("1");
    }

    @Test
    void a_closed_one_refuses_everything_and_may_be_closed_again() {
        database.close();
        database.close();
        assertThatIllegalStateException().isThrownBy(this::entities).withMessageContaining("closed");
        assertThatIllegalStateException().isThrownBy(() -> database.transaction(connection -> 0));
        assertThatIllegalStateException().isThrownBy(() -> database.checkIntegrity());
    }

    @Test
    void closing_waits_for_a_running_transaction() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        ExecutorService threads = Executors.newSingleThreadExecutor();
        Future<?> transaction = threads.submit(() -> database.transaction(connection -> {
            inside.countDown();
            for (int i = 0; i < 100; i++) {
                insertEntity(connection, "@" + i);
            }
            return 0;
        }));
        inside.await();
        database.close();
        transaction.get();
        threads.shutdown();
        database = SqliteDatabase.open(database.file(), Durability.FULL);
        assertThat(entities()).isEqualTo("100");
    }

    private String entities() {
        return database.read(connection -> one(connection, "SELECT COUNT(*) FROM entities"));
    }

    private static int insertEntity(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate("INSERT INTO entities (name, type) VALUES ('" + name + "', 'user')");
        }
    }

    private static String one(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
