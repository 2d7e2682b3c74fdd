package io.lifeos.memory.jdbc;

import org.jspecify.annotations.Nullable;

/** Computes with vectors and with their bytes, float32 little-endian. */
public final class VectorMath {

    private VectorMath() {}

    /**
     * Scales a stored vector to length 1.
     *
     * @param littleEndian its bytes
     * @param dimensions the number of components that it must have
     * @return the components; null if there are more or fewer, it is zero, or a component is not finite
     */
    public static float @Nullable [] unit(byte[] littleEndian, int dimensions) {
        if (littleEndian.length != dimensions * Float.BYTES) {
            return null;
        }
        return unit(FloatBytes.toFloats(littleEndian));
    }

    /**
     * Scales a vector to length 1.
     *
     * @param vector the vector, which stays as it is
     * @return another vector of the same direction; null if it is zero or a component is not finite
     */
    public static float @Nullable [] unit(float[] vector) {
        double squares = 0;
        for (float component : vector) {
            squares += (double) component * component;
        }
        if (!(squares > 0 && squares < Double.POSITIVE_INFINITY)) {
            return null;
        }
        double length = Math.sqrt(squares);
        float[] unit = new float[vector.length];
        for (int i = 0; i < vector.length; i++) {
            unit[i] = (float) (vector[i] / length);
        }
        return unit;
    }

    /**
     * Computes the cosine of two vectors.
     *
     * @param unit a vector of length 1
     * @param littleEndian the bytes of the other
     * @return -1 to 1; NaN if the other is zero, not finite or of another dimension
     */
    public static double cosine(float[] unit, byte[] littleEndian) {
        if (littleEndian.length != unit.length * Float.BYTES) {
            return Double.NaN;
        }
        float[] other = FloatBytes.toFloats(littleEndian);
        double evenProducts = 0;
        double oddProducts = 0;
        double evenSquares = 0;
        double oddSquares = 0;
        int i = 0;
        for (; i + 1 < other.length; i += 2) {
            double even = other[i];
            double odd = other[i + 1];
            evenProducts += even * unit[i];
            oddProducts += odd * unit[i + 1];
            evenSquares += even * even;
            oddSquares += odd * odd;
        }
        if (i < other.length) {
            evenProducts += (double) other[i] * unit[i];
            evenSquares += (double) other[i] * other[i];
        }
        return (evenProducts + oddProducts) / Math.sqrt(evenSquares + oddSquares);
    }
}
