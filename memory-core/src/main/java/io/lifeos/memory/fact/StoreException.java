package io.lifeos.memory.fact;

import org.jspecify.annotations.Nullable;

/** The local memory cannot be used: its folder cannot be written, the disk is full, the file is damaged. */
public class StoreException extends MemoryException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message the event, the state of the data and the way out, in one sentence
     */
    public StoreException(String message) {
        super(message);
    }

    /**
     * Creates an exception with a cause.
     *
     * @param message the event, the state of the data and the way out, in one sentence
     * @param cause the cause, free of secrets, or null
     */
    public StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
