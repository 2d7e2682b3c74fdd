package io.lifeos.memory.archive;

import io.lifeos.memory.fact.MemoryException;

/**
 * It is not clear, or not right, which table holds the memories or what its columns mean. Nothing was read; say which table,
 * which profile or which columns.
 */
public final class MappingException extends MemoryException {

    private static final long serialVersionUID = 1L;

    public MappingException(String message) {
        super(message);
    }
}
