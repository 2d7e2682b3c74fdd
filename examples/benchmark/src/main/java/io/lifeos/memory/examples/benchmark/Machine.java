package io.lifeos.memory.examples.benchmark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** A description of this machine. */
final class Machine {

    /** The place of cutime behind the name of the program. */
    private static final int CUTIME = 13;

    /** USER_HZ, which is 100 on every architecture that runs Java. */
    private static final long TICKS_PER_SECOND = 100;

    private Machine() {}

    static String describe() {
        long memory = ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getTotalMemorySize();
        return valueIn("/proc/cpuinfo", "model name").orElse(System.getProperty("os.arch"))
                + ", " + Runtime.getRuntime().availableProcessors() + " cores, "
                + (memory >> 30) + " GiB, " + System.getProperty("os.name") + ", JDK "
                + System.getProperty("java.version");
    }

    /** The most memory that this process ever occupied; 0 if the system does not tell. */
    static long peakResidentBytes() {
        return valueIn("/proc/self/status", "VmHWM")
                .map(kilobytes -> 1024 * Long.parseLong(kilobytes.replace(" kB", "")))
                .orElse(0L);
    }

    /**
     * The processor time of all processes that this one has started and that have ended, and of theirs, to the hundredth of a
     * second; zero if the system does not tell. Linux counts it in {@code cutime} and {@code cstime} of proc(5).
     */
    static Duration cpuOfEndedProcesses() {
        try {
            String stat = Files.readString(Path.of("/proc/self/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            long ticks = Long.parseLong(fields[CUTIME]) + Long.parseLong(fields[CUTIME + 1]);
            return Duration.ofMillis(ticks * 1_000 / TICKS_PER_SECOND);
        } catch (IOException e) {
            return Duration.ZERO;
        }
    }

    /** The processor time of this process. */
    static Duration cpu() {
        return Duration.ofNanos(
                ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                        .getProcessCpuTime());
    }

    private static Optional<String> valueIn(String file, String key) {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(key))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
