package io.lifeos.memory.archive.file;

import java.io.IOException;

/** Thrown if a line of a file is not as its format demands. */
final class MalformedFileException extends IOException {

    private static final long serialVersionUID = 1L;

    private final long line;

    /** Takes a message that continues a sentence after the number of the line. */
    MalformedFileException(long line, String message) {
        super(message);
        this.line = line;
    }

    long line() {
        return line;
    }
}
