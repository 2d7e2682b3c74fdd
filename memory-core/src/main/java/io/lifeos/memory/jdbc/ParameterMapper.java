package io.lifeos.memory.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * Gives the parameters of one execution in a batch.
 *
 * @param <T> the type of the items
 */
@FunctionalInterface
public interface ParameterMapper<T> {

    /**
     * Gives the parameters for one item.
     *
     * @param item the item
     * @return the values in the order of the statement's placeholders; a value may be null
     */
    @Nullable Object[] parameters(T item);
}
