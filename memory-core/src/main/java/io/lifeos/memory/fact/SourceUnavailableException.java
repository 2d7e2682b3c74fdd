package io.lifeos.memory.fact;

import org.jspecify.annotations.Nullable;

/** The source cannot be read now: not configured, not reachable, table missing, or no permission. */
public final class SourceUnavailableException extends MemoryException {

    private static final long serialVersionUID = 1L;

    /** Whether it may pass by itself. */
    private final boolean retryable;

    /**
     * Says what happened, when only a person can change it.
     *
     * @param message what happened, what is safe, and what to do
     */
    public SourceUnavailableException(String message) {
        this(message, false);
    }

    /**
     * Says what happened, and whether it may pass by itself.
     *
     * @param message what happened, what is safe, and what to do
     * @param retryable whether the same call may succeed a little later
     */
    public SourceUnavailableException(String message, boolean retryable) {
        super(message);
        this.retryable = retryable;
    }

    /**
     * Says what happened, and why.
     *
     * @param message what happened, what is safe, and what to do
     * @param cause the reason, free of secrets, or null
     */
    public SourceUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
        this.retryable = false;
    }

    /**
     * Whether it may pass by itself, as a lost connection or a restarting server does.
     *
     * @return true if the same call may succeed a little later; false if a person has to change something first
     */
    public boolean retryable() {
        return retryable;
    }
}
