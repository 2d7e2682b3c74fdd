package io.lifeos.memory.sqlite.table;

/**
 * A set of vectors that can be compared with each other: those of one model and dimension.
 *
 * @param model the name of the model
 * @param dimensions the number of components
 */
public record VectorSpace(String model, int dimensions) {

    @Override
    public String toString() {
        return model + " (" + dimensions + " dimensions)";
    }
}
