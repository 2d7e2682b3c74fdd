package io.lifeos.memory.fact;

import org.jspecify.annotations.Nullable;

/** The file is of a newer version, or is not a memory at all. It was not touched. */
public final class IncompatibleStoreException extends StoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Says what happened.
     *
     * @param message what happened, what is safe, and what to do
     */
    public IncompatibleStoreException(String message) {
        super(message);
    }

    /**
     * Says what happened, and why.
     *
     * @param message what happened, what is safe, and what to do
     * @param cause the reason, free of secrets, or null
     */
    public IncompatibleStoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
