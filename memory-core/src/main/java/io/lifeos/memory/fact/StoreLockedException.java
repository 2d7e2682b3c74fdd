package io.lifeos.memory.fact;

import org.jspecify.annotations.Nullable;

/** The local memory is in use by another program or run; try again when that has ended. */
public final class StoreLockedException extends StoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message the event, the state of the data and the way out, in one sentence
     */
    public StoreLockedException(String message) {
        super(message);
    }

    /**
     * Creates an exception with a cause.
     *
     * @param message the event, the state of the data and the way out, in one sentence
     * @param cause the cause, free of secrets, or null
     */
    public StoreLockedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
