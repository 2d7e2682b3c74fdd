package io.lifeos.memory.examples.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Processes that do nothing but keep a core busy each, as those of others may, until this is closed. */
final class BusyProcesses implements AutoCloseable {

    /** Looks now and then whether the benchmark still runs, in case that was killed. */
    private static final String LOOP =
            "while kill -0 $PPID; do i=0; while [ $i -lt 100000 ]; do i=$((i + 1)); done; done";

    private final List<Process> processes = new ArrayList<>();

    void start(int number) throws IOException {
        for (int i = 0; i < number; i++) {
            processes.add(new ProcessBuilder("sh", "-c", LOOP)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start());
        }
    }

    @Override
    public void close() {
        processes.forEach(Process::destroy);
    }
}
