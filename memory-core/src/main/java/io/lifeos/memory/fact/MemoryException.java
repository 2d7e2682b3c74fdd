package io.lifeos.memory.fact;

import org.jspecify.annotations.Nullable;

/** The root of everything that this library throws on its own account. The message is one sentence for a person. */
public class MemoryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Says what happened.
     *
     * @param message what happened, what is safe, and what to do
     */
    public MemoryException(String message) {
        super(message);
    }

    /**
     * Says what happened, and why.
     *
     * @param message what happened, what is safe, and what to do
     * @param cause the reason, free of secrets, or null
     */
    public MemoryException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * What happened, what is safe, and what to do.
     *
     * @return one sentence, never null
     */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
