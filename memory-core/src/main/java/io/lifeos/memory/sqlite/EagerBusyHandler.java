package io.lifeos.memory.sqlite;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.sqlite.BusyHandler;

/**
 * Waits for the write lock while another process has it. SQLite's own way of waiting asks ten times a second, and so
 * misses the few milliseconds that a writer with much to do leaves between its transactions.
 */
final class EagerBusyHandler extends BusyHandler {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(1);

    private long begun;

    /** Pauses. An interrupt must neither end the wait nor turn it into a busy one. */
    private static void pause() {
        boolean interrupted = Thread.interrupted();
        LockSupport.parkNanos(PAUSE.toNanos());
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns 0 when it is time to give up. */
    @Override
    protected int callback(int attemptsBefore) throws SQLException {
        if (attemptsBefore == 0) {
            begun = System.nanoTime();
        }
        pause();
        return System.nanoTime() - begun < LIMIT.toNanos() ? 1 : 0;
    }
}
