package io.lifeos.memory.examples.benchmark;

import io.lifeos.memory.examples.benchmark.Run.Call;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Measures, from now on, a process that this one starts and waits for: by the wall clock and in processor time. */
final class Stopwatch {

    private final Duration cpu = Machine.cpuOfEndedProcesses();
    private final long start = System.nanoTime();

    /** Ends the measurement of a process that has ended. */
    Run stop(@Nullable Call call, long fileBytes) {
        Duration total = Duration.ofNanos(System.nanoTime() - start);
        return new Run(total, Machine.cpuOfEndedProcesses().minus(cpu), call, fileBytes);
    }
}
