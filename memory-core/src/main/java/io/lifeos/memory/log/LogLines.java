package io.lifeos.memory.log;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads lines as Latin-1, in which each byte is one character. Reads as little as possible beyond a buffer. */
final class LogLines implements Closeable {

    private static final int BUFFER = 1 << 16;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private int from;
    private int to;

    LogLines(InputStream in) {
        this.in = in;
    }

    /** Reads the next line with its line feed; null at the end. */
    @Nullable String next() throws IOException {
        if (isAtEnd()) {
            return null;
        }
        String part = part();
        if (part.endsWith("\n") || isAtEnd()) {
            return part;
        }
        StringBuilder line = new StringBuilder(part);
        while (!part.endsWith("\n") && !isAtEnd()) {
            part = part();
            line.append(part);
        }
        return line.toString();
    }

    /** Reads the next line with its line feed, and gives an empty one for a longer line than that; null at the end. */
    @Nullable String nextUpTo(int length) throws IOException {
        if (isAtEnd()) {
            return null;
        }
        String part = part();
        String line = part;
        while (!part.endsWith("\n") && !isAtEnd()) {
            part = part();
            line = line.length() > length ? line : line + part;
        }
        return line.length() > length ? "" : line;
    }

    /** Takes the rest of the buffer, at most to the next line feed. */
    private String part() {
        int end = from;
        while (end < to && buffer[end] != '\n') {
            end++;
        }
        end = Math.min(end + 1, to);
        String part = new String(buffer, from, end - from, StandardCharsets.ISO_8859_1);
        from = end;
        return part;
    }

    /** Tells whether there is nothing more to read. */
    boolean isAtEnd() throws IOException {
        if (from == to) {
            from = 0;
            to = Math.max(0, in.read(buffer));
        }
        return from == to;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
