package io.lifeos.memory.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lifeos.memory.database.Durability;
import io.lifeos.memory.fact.MemoryException;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.jdbc.Jdbc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

class ReadersTest {

    @TempDir
    Path folder;

    @Test
    void says_that_all_connections_are_busy_rather_than_that_sqlite_failed() throws Exception {
        Path file = folder.resolve("jarvis.db");
        Files.createFile(file);
        SqliteDatabase.open(file, Durability.NORMAL).close();
        CountDownLatch begun = new CountDownLatch(4);
        CountDownLatch end = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (Readers readers = Readers.open(file, SqliteDataSource.reader(file), Duration.ofSeconds(1))) {
            List<Future<Boolean>> reads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                reads.add(threads.submit(() -> readers.read(connection -> {
                    begun.countDown();
                    return await(end);
                })));
            }
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();

            assertThatThrownBy(() -> readers.read(connection -> 1))
                    .isExactlyInstanceOf(StoreException.class)
                    .hasMessageContaining("busy for 1 s")
                    .hasMessageContaining(file.toString())
                    .hasMessageNotContaining("SQLite failed");
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> readers.read(connection -> 1))
                    .as("in a thread that was interrupted")
                    .hasMessageContaining("busy for 1 s");
            assertThat(Thread.interrupted()).isTrue();

            end.countDown();
            for (Future<Boolean> read : reads) {
                assertThat(read.get(30, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(readers.<Long>read(connection -> new Jdbc(connection).number("SELECT 1")))
                    .isEqualTo(1);
        } finally {
            end.countDown();
            threads.shutdown();
        }
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Test
    void failing_to_make_the_pool_is_a_failure_of_the_memory() {
        SQLiteDataSource failing = new SQLiteDataSource() {
            @Override
            public org.sqlite.SQLiteConnection getConnection(String user, String password) throws SQLException {
                throw new IllegalStateException("no driver");
            }
        };

        assertThatThrownBy(() -> Readers.open(folder.resolve("jarvis.db"), failing, Duration.ofSeconds(1)))
                .isInstanceOf(MemoryException.class)
                .hasMessageContaining("jarvis.db");
    }
}
