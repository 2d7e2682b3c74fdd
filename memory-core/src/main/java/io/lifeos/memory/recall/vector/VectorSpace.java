package io.lifeos.memory.recall.vector;

/** Vectors that can be compared with each other: those of one model and dimension. */
record VectorSpace(String model, int dimensions) {

    @Override
    public String toString() {
        return model + " (" + dimensions + " dimensions)";
    }
}
