package io.lifeos.memory.fact;

import org.jspecify.annotations.Nullable;

/** The file refuses a value: a constraint or a trigger forbids it, or it is too large. Nothing of it was stored. */
public final class ValueRejectedException extends StoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Says what was refused, and why.
     *
     * @param message what happened, what is safe, and what to do
     * @param cause the reason, free of secrets, or null
     */
    public ValueRejectedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
