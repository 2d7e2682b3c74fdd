package io.lifeos.memory.archive;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Selected rows whose vectors are alike.
 *
 * @param dimensions how many numbers each vector has; 0 if it is no vector of float32, as an element is NULL, or the array
 *     is empty or has several dimensions
 * @param declared how many of these are its own, by what the row says; empty if it does not
 * @param model what made it, by what the row says; empty if it does not
 * @param endsInZero whether its last number is zero, as in one that was filled up with zeros
 * @param rows how many rows have such a vector
 */
public record VectorGroup(int dimensions, OptionalInt declared, Optional<String> model, boolean endsInZero, long rows) {

    /**
     * How many numbers of each vector are kept.
     *
     * @return the declared number if zeros after it are to be cut, else all
     */
    public int keptDimensions() {
        return isPadded() ? declared.getAsInt() : dimensions;
    }

    /**
     * Whether the vectors are filled up with zeros, and say so.
     *
     * @return true if they end in zero, and declare a smaller size
     */
    public boolean isPadded() {
        return endsInZero && declared.isPresent() && declared.getAsInt() > 0 && declared.getAsInt() < dimensions;
    }
}
