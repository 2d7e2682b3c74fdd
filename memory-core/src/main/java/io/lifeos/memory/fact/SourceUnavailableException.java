package io.lifeos.memory.fact;

import org.jspecify.annotations.Nullable;

/** The source cannot be read now: not configured, not reachable, table missing, or no permission. */
public final class SourceUnavailableException extends MemoryException {

    private static final long serialVersionUID = 1L;

    /**
     * Says what happened.
     *
     * @param message what happened, what is safe, and what to do
     */
    public SourceUnavailableException(String message) {
        super(message);
    }

    /**
     * Says what happened, and why.
     *
     * @param message what happened, what is safe, and what to do
     * @param cause the reason, free of secrets, or null
     */
    public SourceUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
