package io.lifeos.memory.jdbc;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Converts vectors to and from the bytes that a column holds: float32, little-endian, one component after the other. */
public final class FloatBytes {

    private FloatBytes() {}

    /**
     * Writes a vector as bytes.
     *
     * @param vector the vector
     * @return four bytes for each component
     */
    public static byte[] of(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return bytes.array();
    }

    /**
     * Reads a vector from its bytes.
     *
     * @param bytes four bytes for each component; up to three bytes after the last whole one are ignored
     * @return the vector
     */
    public static float[] toFloats(byte[] bytes) {
        float[] vector = new float[bytes.length / Float.BYTES];
        buffer(bytes).asFloatBuffer().get(vector);
        return vector;
    }

    /**
     * Wraps bytes, so that components are read and written one by one.
     *
     * @param bytes the bytes, which the buffer shares
     * @return a little-endian buffer over all of them
     */
    public static ByteBuffer buffer(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
