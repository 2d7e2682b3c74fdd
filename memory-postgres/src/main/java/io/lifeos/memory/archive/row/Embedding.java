package io.lifeos.memory.archive.row;

import java.util.Arrays;
import java.util.Optional;

/**
 * A vector of float32 numbers. The bytes of {@code vector}, {@code halfvec} and {@code real[]} are carried as they are,
 * untouched by arithmetic; those of a {@code double precision[]} are rounded once.
 */
public final class Embedding {

    private final byte[] bytes;

    private Embedding(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * A vector from its bytes.
     *
     * @param bytes float32 numbers, little-endian, at least one
     * @return the vector
     * @throws IllegalArgumentException if the bytes are not a whole number of float32 numbers
     */
    public static Embedding ofLittleEndian(byte[] bytes) {
        if (bytes.length == 0 || bytes.length % Float.BYTES != 0) {
            throw new IllegalArgumentException(
                    "A vector has 4 bytes for each of its dimensions, of which there is at least one; these are "
                            + bytes.length + " bytes.");
        }
        return new Embedding(bytes.clone());
    }

    /**
     * The vector without the zeros that pad it.
     *
     * @param dimensions the number of components without padding, at least one
     * @return its first numbers; empty if there are no more than these, or one of the others is not zero
     */
    public Optional<Embedding> withoutPadding(int dimensions) {
        int end = dimensions * Float.BYTES;
        if (dimensions < 1 || dimensions >= dimensions() || !isZero(end)) {
            return Optional.empty();
        }
        return Optional.of(new Embedding(Arrays.copyOf(bytes, end)));
    }

    private boolean isZero(int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * The vector padded with zeros.
     *
     * @param dimensions the number of components after padding
     * @return the longer vector, or this one if it has as many
     * @throws IllegalArgumentException if it has more
     */
    public Embedding padded(int dimensions) {
        if (dimensions < dimensions()) {
            throw new IllegalArgumentException(
                    "A vector of " + dimensions() + " dimensions cannot be padded to " + dimensions + ".");
        }
        return dimensions == dimensions() ? this : new Embedding(Arrays.copyOf(bytes, dimensions * Float.BYTES));
    }

    /**
     * The vector as the local file stores it.
     *
     * @return float32 numbers, little-endian, a copy
     */
    public byte[] toLittleEndian() {
        return bytes.clone();
    }

    /**
     * The number of components.
     *
     * @return the number of dimensions, at least one
     */
    public int dimensions() {
        return bytes.length / Float.BYTES;
    }

    /** Tells whether the other is a vector of the same bits. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Embedding that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "Embedding[" + dimensions() + " dimensions]";
    }
}
