package io.lifeos.memory.migration;

import io.lifeos.memory.fact.MemoryException;

/**
 * The source is unknown, but holds rows that were migrated from another: probably the same database at a new place.
 * Nothing was stored. A host continues it under the {@linkplain #knownAs() name it has}, or gives it a new one, through
 * {@link MigratorBuilder#sourceName(String)}.
 */
public final class MovedSourceException extends MemoryException {

    private static final long serialVersionUID = 1L;

    private final String knownAs;

    MovedSourceException(String knownAs) {
        super("This looks like the source \"" + knownAs
                + "\" at a new place, as some of its rows were migrated from there;"
                + " nothing was stored; to continue it, give it that name as the source name, or give it a new name to"
                + " migrate its rows once more.");
        this.knownAs = knownAs;
    }

    /** {@return the name or identity of the source that it looks like} */
    public String knownAs() {
        return knownAs;
    }
}
