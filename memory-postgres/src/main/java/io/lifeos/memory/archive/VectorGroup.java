package io.lifeos.memory.archive;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Selected rows whose vectors are alike.
 *
 * @param dimensions the number of components of each vector; 0 if it is not a vector of float32 because an element is NULL,
 *     or the array is empty or has several dimensions
 * @param declared the number of components without padding, as the row declares it; empty if it does not
 * @param model the model that made it, as the row declares it; empty if it does not
 * @param endsInZero true if its last number is zero, as in a vector padded with zeros
 * @param rows the number of rows that have such a vector
 */
public record VectorGroup(int dimensions, OptionalInt declared, Optional<String> model, boolean endsInZero, long rows) {

    /**
     * The number of components of each vector that are kept.
     *
     * @return the declared number if zeros after it are to be cut, else all
     */
    public int keptDimensions() {
        return isPadded() ? declared.getAsInt() : dimensions;
    }

    /**
     * Tells whether the vectors are padded with zeros, and their rows declare it.
     *
     * @return true if they end in zero, and declare a smaller size
     */
    public boolean isPadded() {
        return endsInZero && declared.isPresent() && declared.getAsInt() > 0 && declared.getAsInt() < dimensions;
    }
}
