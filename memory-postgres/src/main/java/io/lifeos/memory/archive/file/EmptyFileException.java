package io.lifeos.memory.archive.file;

import java.io.IOException;

/** Thrown if a file holds nothing at all, not even the names of columns: what an export that failed leaves behind. */
final class EmptyFileException extends IOException {

    private static final long serialVersionUID = 1L;
}
