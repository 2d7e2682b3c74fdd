package io.lifeos.memory.archive;

import io.lifeos.memory.fact.MemoryException;

/**
 * Thrown if the table of memories or the meaning of its columns is unclear or wrong, or no row has a content. Nothing
 * was stored; name the table, the profile or the columns.
 */
public final class MappingException extends MemoryException {

    private static final long serialVersionUID = 1L;

    public MappingException(String message) {
        super(message);
    }
}
