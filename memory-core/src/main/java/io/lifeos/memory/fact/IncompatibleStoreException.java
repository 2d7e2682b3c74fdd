package io.lifeos.memory.fact;

import org.jspecify.annotations.Nullable;

/** The file is of a newer version, or is not a memory at all. It was not touched. */
public final class IncompatibleStoreException extends StoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message the event, the state of the data and the way out, in one sentence
     */
    public IncompatibleStoreException(String message) {
        super(message);
    }

    /**
     * Creates an exception with a cause.
     *
     * @param message the event, the state of the data and the way out, in one sentence
     * @param cause the cause, free of secrets, or null
     */
    public IncompatibleStoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
