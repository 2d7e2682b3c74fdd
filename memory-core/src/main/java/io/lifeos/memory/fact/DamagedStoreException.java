package io.lifeos.memory.fact;

import org.jspecify.annotations.Nullable;

/** The local memory, or a copy of one, is damaged. It was left as it is; a backup brings a memory back. */
public final class DamagedStoreException extends StoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message the event, the state of the data and the way out, in one sentence
     */
    public DamagedStoreException(String message) {
        super(message);
    }

    /**
     * Creates an exception with a cause.
     *
     * @param message the event, the state of the data and the way out, in one sentence
     * @param cause the cause, free of secrets, or null
     */
    public DamagedStoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
