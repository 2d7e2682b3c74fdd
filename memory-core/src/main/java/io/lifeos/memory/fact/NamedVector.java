package io.lifeos.memory.fact;

import java.util.Arrays;

/**
 * A vector and the model that made it; vectors of different models are never compared. Two are equal if model and components
 * are. Cannot be changed.
 */
public final class NamedVector {

    private final String model;
    private final float[] components;

    /**
     * Names a vector.
     *
     * @param model the name of the model, such as {@code bge-small-en-v1.5}; not blank
     * @param vector its components, at least one; of any length, as only its direction counts
     * @throws IllegalArgumentException if the name is blank or not valid Unicode, or the vector has no component, is zero, or
     *     has one that is not finite
     */
    public NamedVector(String model, float[] vector) {
        Texts.requireText("name of the model", model);
        this.model = model;
        this.components = Texts.requireGiven("vector", vector).clone();
        boolean zero = true;
        for (int i = 0; i < components.length; i++) {
            if (!Float.isFinite(components[i])) {
                throw new IllegalArgumentException("The vector of the model \"" + model + "\" has the component "
                        + components[i] + " at index " + i + "; each must be a finite number.");
            }
            zero &= components[i] == 0;
        }
        if (zero) {
            throw new IllegalArgumentException("The vector of the model \"" + model + "\" "
                    + (components.length == 0 ? "has no component" : "is zero")
                    + ", so it has no direction and nothing can be compared with it.");
        }
    }

    /** {@return the name of the model} */
    public String model() {
        return model;
    }

    /** {@return the number of components, at least 1} */
    public int dimensions() {
        return components.length;
    }

    /** {@return a copy of the components} */
    public float[] components() {
        return components.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NamedVector vector
                && vector.model.equals(model)
                && Arrays.equals(vector.components, components);
    }

    @Override
    public int hashCode() {
        return 31 * model.hashCode() + Arrays.hashCode(components);
    }

    /** Returns model and dimensions. */
    @Override
    public String toString() {
        return model + " (" + components.length + " dimensions)";
    }
}
