package io.lifeos.memory.fact;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A vector that a host made itself, with the name of the model that made it. Vectors of different models are never compared.
 * Immutable. Two are equal if their models and all their components are.
 */
public final class Embedding {

    private final String model;
    private final float[] vector;

    private Embedding(String model, float[] vector) {
        this.model = model;
        this.vector = vector;
    }

    /**
     * Creates an embedding.
     *
     * @param model the name of the model, such as {@code bge-small-en-v1.5}, compared exactly
     * @param vector the vector, of any length but 0; it is copied
     * @return the embedding
     * @throws IllegalArgumentException if the name is blank, the vector has no components or only zeros, or one is not finite
     */
    public static Embedding of(String model, float[] vector) {
        if (Texts.requireGiven("name of the model", model).isBlank()) {
            throw new IllegalArgumentException("The name of the model is blank.");
        }
        float[] copy = Texts.requireGiven("vector", vector).clone();
        double squares = 0;
        for (float component : copy) {
            squares += (double) component * component;
        }
        if (!(squares > 0 && squares < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("The vector of " + copy.length
                    + " components cannot be compared; they must be finite, and one of them not 0.");
        }
        return new Embedding(model, copy);
    }

    /** {@return the name of the model} */
    public String model() {
        return model;
    }

    /** {@return a copy of the vector, of finite components that are not all 0} */
    public float[] vector() {
        return vector.clone();
    }

    /** {@return the number of components, at least 1} */
    public int dimensions() {
        return vector.length;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Embedding that && model.equals(that.model) && Arrays.equals(vector, that.vector);
    }

    @Override
    public int hashCode() {
        return 31 * model.hashCode() + Arrays.hashCode(vector);
    }

    @Override
    public String toString() {
        return "Embedding[" + model + ", " + vector.length + " dimensions]";
    }
}
