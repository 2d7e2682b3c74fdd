package io.lifeos.memory.examples.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.migration.MigrationListener.Phase;
import io.lifeos.memory.migration.MigrationListener.Progress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressPrinterTest {

    private long now;

    @Test
    void prints_a_line_every_five_seconds_on_a_pipe() {
        CapturedTerminal pipe = CapturedTerminal.pipe();
        try (ProgressPrinter progress = printer(pipe)) {
            for (int second = 0; second <= 12; second++) {
                after(Duration.ofSeconds(second), progress, new Progress(Phase.MIGRATING, 1_000L * second, 60_000));
            }
        }
        assertThat(pipe.err()).isEqualToIgnoringNewLines("""
                        Migrating: 5,000 of 60,000 rows, 1,000 rows/s, 55 s left
                        Migrating: 10,000 of 60,000 rows, 1,000 rows/s, 50 s left
                        """);
        assertThat(pipe.out()).isEmpty();
    }

    @Test
    void says_nothing_on_a_pipe_about_short_work() {
        CapturedTerminal pipe = CapturedTerminal.pipe();
        try (ProgressPrinter progress = printer(pipe)) {
            after(Duration.ZERO, progress, new Progress(Phase.MIGRATING, 1, 3));
            after(Duration.ofSeconds(4), progress, new Progress(Phase.MIGRATING, 3, 3));
        }
        assertThat(pipe.err()).isEmpty();
    }

    @Test
    void rewrites_one_line_on_a_terminal_and_takes_it_away() {
        CapturedTerminal watched = CapturedTerminal.watched();
        try (ProgressPrinter progress = printer(watched)) {
            after(Duration.ZERO, progress, new Progress(Phase.VERIFYING, 0, 1_000_000));
            after(Duration.ofSeconds(1), progress, new Progress(Phase.VERIFYING, 100, 1_000_000));
            after(Duration.ofSeconds(2), progress, new Progress(Phase.VERIFYING, 500_000, 1_000_000));
        }
        String first = "Verifying: 100 of 1,000,000 rows, 100 rows/s, 2 h 46 min left";
        String second = "Verifying: 500,000 of 1,000,000 rows, 250,000 rows/s, 2 s left";
        String nothing = " ".repeat(second.length());
        assertThat(watched.err()).isEqualTo("\r" + first + "\r" + second + "\r" + nothing + "\r");
    }

    @Test
    void measures_each_phase_by_itself() {
        CapturedTerminal pipe = CapturedTerminal.pipe();
        try (ProgressPrinter progress = printer(pipe)) {
            after(Duration.ZERO, progress, new Progress(Phase.MIGRATING, 0, 100));
            after(Duration.ofSeconds(100), progress, new Progress(Phase.VERIFYING, 10, 1_000));
            after(Duration.ofSeconds(110), progress, new Progress(Phase.VERIFYING, 60, 1_000));
        }
        assertThat(pipe.err()).isEqualToIgnoringNewLines("Verifying: 60 of 1,000 rows, 5 rows/s, 3 min 8 s left\n");
    }

    private ProgressPrinter printer(CapturedTerminal terminal) {
        return new ProgressPrinter(terminal.terminal(), () -> now);
    }

    private void after(Duration sinceStart, ProgressPrinter printer, Progress progress) {
        now = sinceStart.toNanos();
        printer.onProgress(progress);
    }
}
