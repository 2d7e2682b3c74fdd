package io.lifeos.memory.archive.row;

import java.util.Locale;

/**
 * The size of the largest row that this process can bring over. From reading to its fact, its log entry and its
 * verification, a row is in memory in several forms at once; one that is larger is named and set aside without being read.
 */
public final class LargestRow {

    private static final long TIMES_OVER = 10;
    private static final double MEGABYTE = 1 << 20;

    private LargestRow() {}

    /**
     * The size, which depends on the heap alone.
     *
     * @return a number of bytes
     */
    public static long bytes() {
        return Runtime.getRuntime().maxMemory() / TIMES_OVER;
    }

    /**
     * Says why a row is set aside, and what to do.
     *
     * @param bytes the size of the row
     * @return a sentence
     */
    public static String reason(long bytes) {
        return String.format(
                Locale.ROOT,
                "It was not read: it takes %.0f MB, and bringing over one of that size needs %.0f MB of heap, of which there"
                        + " are %.0f; run again with more, such as by java -Xmx%.0fm.",
                bytes / MEGABYTE,
                bytes * TIMES_OVER / MEGABYTE,
                Runtime.getRuntime().maxMemory() / MEGABYTE,
                Math.ceil((bytes * TIMES_OVER * 1.1) / MEGABYTE));
    }
}
