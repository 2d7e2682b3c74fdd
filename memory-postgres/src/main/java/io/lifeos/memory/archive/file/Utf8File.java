package io.lifeos.memory.archive.file;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A file of text in UTF-8, read strictly. */
final class Utf8File {

    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final int BUFFER = 1 << 16;

    private Utf8File() {}

    /** Reads the text, without its byte order mark and the lines that are passed over. Bytes that are not UTF-8 are a {@link CharacterCodingException}. */
    static Reader open(Path file, LongLines passedOver) throws IOException {
        InputStream bytes = passedOver.without(bytes(file));
        try {
            PushbackReader reader = new PushbackReader(new InputStreamReader(
                    bytes,
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT)));
            int first = reader.read();
            if (first >= 0 && first != BYTE_ORDER_MARK) {
                reader.unread(first);
            }
            return reader;
        } catch (IOException e) {
            bytes.close();
            throw e;
        }
    }

    /** The number of the first line that is not UTF-8, from 1; the one after the last if all are. */
    static long lineOfOtherEncoding(Path file) throws IOException {
        try (InputStream bytes = bytes(file)) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            long number = 1;
            for (int next = bytes.read(); next >= 0; next = bytes.read()) {
                line.write(next);
                if (next == '\n') {
                    if (!isUtf8(line)) {
                        return number;
                    }
                    line.reset();
                    number++;
                }
            }
            return number;
        }
    }

    /** Opens a channel's stream, which ends when its thread is interrupted; that of {@code Files} does not. */
    static InputStream bytes(Path file) throws IOException {
        return new BufferedInputStream(Channels.newInputStream(FileChannel.open(file)), BUFFER);
    }

    private static boolean isUtf8(ByteArrayOutputStream line) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line.toByteArray()));
            return true;
        } catch (CharacterCodingException other) {
            return false;
        }
    }
}
