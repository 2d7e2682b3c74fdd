package io.lifeos.memory.postgres;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells an operator that a server has not answered for a while, long before it is given up. */
final class Silence {

    private static final Logger LOG = LoggerFactory.getLogger(Silence.class);
    private static final Duration LONG = Duration.ofSeconds(20);

    private final String place;
    private final Duration patience;
    private final Consumer<String> operator;

    Silence(String place) {
        this(place, LONG, LOG::warn);
    }

    Silence(String place, Duration patience, Consumer<String> operator) {
        this.place = place;
        this.patience = patience;
        this.operator = operator;
    }

    /** Waits for an answer. */
    <T extends @Nullable Object> T during(PostgresErrors.Call<T> call) throws SQLException {
        Future<?> telling = Clock.THREAD.schedule(this::tell, patience.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return call.run();
        } finally {
            telling.cancel(false);
        }
    }

    private void tell() {
        operator.accept(
                place + " has not answered for " + patience.toSeconds() + " s: it is busy or waits for a lock, or"
                        + " the network is silent. It is waited for until the time-out for reading, which is 5 minutes unless it"
                        + " is set, such as by socketTimeout=SECONDS in the URL.");
    }

    /** One daemon thread for all servers, which ends when nobody has waited for a while. */
    private static final class Clock {

        static final ScheduledThreadPoolExecutor THREAD = start();

        private static ScheduledThreadPoolExecutor start() {
            ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, task -> {
                Thread thread = new Thread(task, "lifeos-memory-silence");
                thread.setDaemon(true);
                return thread;
            });
            clock.setRemoveOnCancelPolicy(true);
            clock.setKeepAliveTime(30, TimeUnit.SECONDS);
            clock.allowCoreThreadTimeOut(true);
            return clock;
        }
    }
}
