package io.lifeos.memory.fact;

import org.jspecify.annotations.Nullable;

/** The local memory cannot be used: its folder cannot be written, the disk is full, the file is damaged. */
public class StoreException extends MemoryException {

    private static final long serialVersionUID = 1L;

    /**
     * Says what happened.
     *
     * @param message what happened, what is safe, and what to do
     */
    public StoreException(String message) {
        super(message);
    }

    /**
     * Says what happened, and why.
     *
     * @param message what happened, what is safe, and what to do
     * @param cause the reason, free of secrets, or null
     */
    public StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
