package io.lifeos.memory.archive.file;

import java.io.IOException;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The rows of a file, from the first to the last. */
interface FileRows extends AutoCloseable {

    /** The columns known so far: all of them after the last row. */
    Collection<String> columns();

    /**
     * The next row; null after the last one.
     *
     * @throws MalformedFileException if it is not a row
     */
    @Nullable FileRow next() throws IOException;

    @Override
    void close() throws IOException;
}
