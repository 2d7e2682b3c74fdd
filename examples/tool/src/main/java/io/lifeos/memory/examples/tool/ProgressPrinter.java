package io.lifeos.memory.examples.tool;

import io.lifeos.memory.migration.MigrationListener;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Shows how far long work has come: one line that is rewritten for a person, a line now and then for a pipe. */
final class ProgressPrinter implements MigrationListener, AutoCloseable {

    private static final Duration ON_A_TERMINAL = Duration.ofMillis(100);
    private static final Duration ON_A_PIPE = Duration.ofSeconds(5);

    private final Terminal terminal;
    private final LongSupplier nanoTime;
    private final long interval;

    private @Nullable Phase phase;
    private long startTime;
    private long startRow;
    private long lastTime;
    private int width;

    ProgressPrinter(Terminal terminal) {
        this(terminal, System::nanoTime);
    }

    ProgressPrinter(Terminal terminal, LongSupplier nanoTime) {
        this.terminal = terminal;
        this.nanoTime = nanoTime;
        this.interval = (terminal.interactive() ? ON_A_TERMINAL : ON_A_PIPE).toNanos();
    }

    @Override
    public void onProgress(Progress progress) {
        long now = nanoTime.getAsLong();
        if (progress.phase() != phase) {
            phase = progress.phase();
            startTime = now;
            startRow = progress.done();
            lastTime = now;
        } else if (now - lastTime >= interval) {
            lastTime = now;
            show(describe(progress, now));
        }
    }

    /** Clears the line, so that what follows begins on an empty one. */
    @Override
    public void close() {
        if (width > 0) {
            terminal.err().print("\r" + " ".repeat(width) + "\r");
            terminal.err().flush();
            width = 0;
        }
    }

    private void show(String line) {
        if (terminal.interactive()) {
            terminal.err().print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
            terminal.err().flush();
            width = line.length();
        } else {
            terminal.err().println(line);
        }
    }

    private String describe(Progress progress, long now) {
        double seconds = (now - startTime) / 1e9;
        double rate = (progress.done() - startRow) / seconds;
        return String.format(
                Locale.ROOT,
                "%s: %,d of %,d rows, %,.0f rows/s, %s",
                progress.phase() == Phase.MIGRATING ? "Migrating" : "Verifying",
                progress.done(),
                progress.total(),
                rate,
                timeLeft(progress.total() - progress.done(), rate));
    }

    private static String timeLeft(long rows, double rate) {
        if (rate <= 0) {
            return "waiting";
        }
        return shortly(Duration.ofSeconds(Math.max(0, Math.round(rows / rate)))) + " left";
    }

    /** A duration in two units at most. */
    static String shortly(Duration time) {
        if (time.toHours() > 0) {
            return time.toHours() + " h " + time.toMinutesPart() + " min";
        } else if (time.toMinutes() > 0) {
            return time.toMinutes() + " min " + time.toSecondsPart() + " s";
        }
        return time.toSeconds() + " s";
    }
}
