package io.lifeos.memory.fact;

import org.jspecify.annotations.Nullable;

/** The source cannot be read now: not configured, not reachable, table missing, or no permission. */
public final class SourceUnavailableException extends MemoryException {

    private static final long serialVersionUID = 1L;

    private final boolean retryable;

    /**
     * Creates an exception for a failure that only a person can end.
     *
     * @param message the event, the state of the data and the way out, in one sentence
     */
    public SourceUnavailableException(String message) {
        this(message, false);
    }

    /**
     * Creates an exception.
     *
     * @param message the event, the state of the data and the way out, in one sentence
     * @param retryable true if the same call may succeed a little later
     */
    public SourceUnavailableException(String message, boolean retryable) {
        super(message);
        this.retryable = retryable;
    }

    /**
     * Creates an exception with a cause.
     *
     * @param message the event, the state of the data and the way out, in one sentence
     * @param cause the cause, free of secrets, or null
     */
    public SourceUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
        this.retryable = false;
    }

    /**
     * {@return true if the same call may succeed a little later, such as after a lost connection or a restart of the
     * server; false if a person has to change something first}
     */
    public boolean retryable() {
        return retryable;
    }
}
