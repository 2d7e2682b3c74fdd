package io.lifeos.memory.archive.file;

import io.lifeos.memory.archive.row.LargestRow;
import io.lifeos.memory.archive.row.UnreadRow;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of a file that are too large to be read. Only a file that could hold one is looked through for them, by its bytes.
 *
 * @param lines what to pass over, in the order of the file
 */
record LongLines(List<Line> lines) {

    static final LongLines NONE = new LongLines(List.of());

    /**
     * A row.
     *
     * @param number the number of its first line, from 1
     * @param begin its first byte
     * @param end the byte after its last one, which ends its line
     * @param breaks the number of line breaks within
     */
    record Line(long number, long begin, long end, long breaks) {

        private long bytes() {
            return end - begin;
        }
    }

    /** Looks for those of a file, in which a line break between quotes may belong to the row. */
    static LongLines of(Path file, boolean quoted, long most) throws IOException {
        if (Files.size(file) <= most) {
            return NONE;
        }
        List<Line> found = new ArrayList<>();
        try (InputStream bytes = Utf8File.bytes(file)) {
            byte[] piece = new byte[1 << 16];
            long at = 0;
            long begin = 0;
            long number = 1;
            long breaks = 0;
            boolean inQuotes = false;
            for (int length = bytes.read(piece); length >= 0; length = bytes.read(piece)) {
                for (int i = 0; i < length; i++, at++) {
                    if (piece[i] == '"') {
                        inQuotes ^= quoted;
                    } else if (piece[i] == '\n' && inQuotes) {
                        breaks++;
                    } else if (piece[i] == '\n') {
                        add(found, new Line(number, begin, at, breaks), most);
                        number += breaks + 1;
                        begin = at + 1;
                        breaks = 0;
                    }
                }
            }
            add(found, new Line(number, begin, at, breaks), most);
        }
        return new LongLines(found);
    }

    private static void add(List<Line> found, Line line, long most) {
        if (line.bytes() > most) {
            found.add(line);
        }
    }

    /** The rows, each with the number of its line. */
    List<UnreadRow> unread() {
        return lines.stream()
                .map(line -> new UnreadRow("line " + line.number(), LargestRow.reason(line.bytes())))
                .toList();
    }

    /** The bytes of the file with an empty line for each line that is passed over, so that the others keep their numbers. */
    InputStream without(InputStream bytes) {
        return lines.isEmpty() ? bytes : new Shortened(bytes, lines);
    }

    private static final class Shortened extends FilterInputStream {

        private final List<Line> lines;
        private int next;
        private long at;
        private long breaks;

        Shortened(InputStream bytes, List<Line> lines) {
            super(bytes);
            this.lines = lines;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            if (next < lines.size() && at == lines.get(next).begin()) {
                in.skipNBytes(lines.get(next).bytes());
                at = lines.get(next).end();
                breaks = lines.get(next).breaks();
                next++;
            }
            if (breaks > 0) {
                breaks--;
                to[offset] = '\n';
                return 1;
            }
            long most = next < lines.size() ? Math.min(length, lines.get(next).begin() - at) : length;
            int read = in.read(to, offset, (int) most);
            at += Math.max(0, read);
            return read;
        }
    }
}
