package io.lifeos.memory.fact;

import org.jspecify.annotations.Nullable;

/**
 * The root of all exceptions that this library throws, except {@link IllegalArgumentException}, {@link NullPointerException} and
 * {@link IllegalStateException} for wrong calls. The message is written for a person.
 */
public class MemoryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message the event, the state of the data and the way out, in one sentence
     */
    public MemoryException(String message) {
        super(message);
    }

    /**
     * Creates an exception with a cause.
     *
     * @param message the event, the state of the data and the way out, in one sentence
     * @param cause the cause, free of secrets, or null
     */
    public MemoryException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** {@return the event, the state of the data and the way out} */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
