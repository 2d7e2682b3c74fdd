package io.lifeos.memory.fact;

import org.jspecify.annotations.Nullable;

/** The file refuses a value: a constraint or a trigger forbids it, or it is too large. Nothing of it was stored. */
public final class ValueRejectedException extends StoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception with a cause.
     *
     * @param message the event, the state of the data and the way out, in one sentence
     * @param cause the cause, free of secrets, or null
     */
    public ValueRejectedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
