package io.lifeos.memory.fact;

import org.jspecify.annotations.Nullable;

/** The local memory, or a copy of one, is damaged. It was left as it is; a backup brings a memory back. */
public final class DamagedStoreException extends StoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Says what happened.
     *
     * @param message what happened, what is safe, and what to do
     */
    public DamagedStoreException(String message) {
        super(message);
    }

    /**
     * Says what happened, and why.
     *
     * @param message what happened, what is safe, and what to do
     * @param cause the reason, free of secrets, or null
     */
    public DamagedStoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
