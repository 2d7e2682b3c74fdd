package io.lifeos.memory.examples.benchmark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** A description of this machine. */
final class Machine {

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
