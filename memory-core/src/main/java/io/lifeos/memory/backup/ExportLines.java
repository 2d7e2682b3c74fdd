package io.lifeos.memory.backup;

import com.fasterxml.jackson.databind.JsonNode;
import io.lifeos.memory.fact.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/** Reads an export line by line, and has the checksum of all lines before the one that was read last. */
final class ExportLines {

    /** How many times over a line is in memory: as bytes, as JSON and as a row. */
    private static final long TIMES_OVER = 10;

    private static final int CHUNK = 1 << 16;
    private static final double MEGABYTE = 1 << 20;

    private final InputStream in;
    private final Path export;
    private final MessageDigest before = ExportFormat.newChecksum();
    private final byte[] chunk = new byte[CHUNK];
    private int from;
    private int to;
    private byte[] line = new byte[CHUNK];
    private int length;
    private long number;

    ExportLines(InputStream in, Path export) {
        this.in = in;
        this.export = export;
    }

    /** Reads the next line; false at the end of the file. */
    boolean next() throws IOException {
        before.update(line, 0, length);
        length = 0;
        number++;
        boolean ended = false;
        while (!ended && fill()) {
            int end = from;
            while (end < to && chunk[end] != '\n') {
                end++;
            }
            ended = end < to;
            append(ended ? end + 1 : end);
        }
        return length > 0;
    }

    private boolean fill() throws IOException {
        if (from == to) {
            from = 0;
            to = Math.max(0, in.read(chunk));
        }
        return from < to;
    }

    private void append(int end) {
        int added = end - from;
        if (length + (long) added > line.length) {
            requireFitting(length + (long) added);
            line = Arrays.copyOf(line, (int) Math.min(Integer.MAX_VALUE - 8L, 2L * (length + added)));
        }
        System.arraycopy(chunk, from, line, length, added);
        length += added;
        from = end;
    }

    private void requireFitting(long size) {
        long heap = Runtime.getRuntime().maxMemory();
        if (size > Math.min(heap / TIMES_OVER, Integer.MAX_VALUE / 2)) {
            throw new StoreException(String.format(
                    Locale.ROOT,
                    "The export %s has over %.0f MB in line %d, which is too much for a heap of %.0f MB, or no line of an"
                            + " export; nothing was stored; try again with more, such as by java -Xmx%.0fm.",
                    export,
                    size / MEGABYTE,
                    number,
                    heap / MEGABYTE,
                    2 * heap / MEGABYTE));
        }
    }

    /** The number of the line that was read last, from 1; at the end of the file that of the line that is missing. */
    long number() {
        return number;
    }

    /** The line as JSON. */
    JsonNode json() throws IOException {
        return OwnJson.READER.readTree(line, 0, length);
    }

    /** Tells whether the line is this one, byte for byte. */
    boolean is(String text) {
        return Arrays.equals(line, 0, length, bytes(text), 0, bytes(text).length);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Tells whether the line has its end; only the last one of a file that was cut off has none. */
    boolean isWhole() {
        return length > 0 && line[length - 1] == '\n';
    }

    /** The checksum of all lines before this one. To be asked for once, at the last line. */
    String checksumBefore() {
        return HexFormat.of().formatHex(before.digest());
    }
}
