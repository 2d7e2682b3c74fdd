package io.lifeos.memory.recall.vector;

import io.lifeos.memory.jdbc.FloatBytes;
import org.jspecify.annotations.Nullable;

/** Vectors as the file holds them, float32 little-endian, and at length 1. */
public final class VectorMath {

    private VectorMath() {}

    /** The vector at length 1; null if it has no direction, a component is not finite, or it is not of that dimension. */
    static float @Nullable [] unit(byte @Nullable [] littleEndian, int dimensions) {
        if (littleEndian == null || littleEndian.length != dimensions * Float.BYTES) {
            return null;
        }
        return unit(FloatBytes.toFloats(littleEndian));
    }

    /**
     * Brings a vector to length 1.
     *
     * @param vector a vector, which stays as it is
     * @return another one of its direction; null if it has none, or a component is not finite
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

    /** The cosine of a vector of length 1 and another; NaN if that one has no direction, or is of another dimension. */
    static double cosine(float[] unit, byte[] littleEndian) {
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
