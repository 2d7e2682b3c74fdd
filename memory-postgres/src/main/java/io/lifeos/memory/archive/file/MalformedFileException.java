package io.lifeos.memory.archive.file;

import java.io.IOException;

/** A line of a file is not what its format demands. */
final class MalformedFileException extends IOException {

    private static final long serialVersionUID = 1L;

    private final long line;

    /** The message says what the line is instead, and follows its number. */
    MalformedFileException(long line, String message) {
        super(message);
        this.line = line;
    }

    long line() {
        return line;
    }
}
