package io.lifeos.memory.fact;

import org.jspecify.annotations.Nullable;

/** The local memory is in use by another program or run; try again when that has ended. */
public final class StoreLockedException extends StoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Says what happened.
     *
     * @param message what happened, what is safe, and what to do
     */
    public StoreLockedException(String message) {
        super(message);
    }

    /**
     * Says what happened, and why.
     *
     * @param message what happened, what is safe, and what to do
     * @param cause the reason, free of secrets, or null
     */
    public StoreLockedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
