package io.lifeos.memory.archive.row;

import java.util.Arrays;
import java.util.HexFormat;

/** The SHA-256 of a row. PostgreSQL and {@link RowHasher} compute the same one. */
public final class RowHash {

    /** The number of bytes of a hash. */
    public static final int LENGTH = 32;

    private final byte[] bytes;

    private RowHash(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * A hash that was stored.
     *
     * @param bytes its 32 bytes
     * @return the hash
     * @throws IllegalArgumentException if there are not 32 bytes
     */
    public static RowHash of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("A row hash has " + LENGTH + " bytes, not " + bytes.length + ".");
        }
        return new RowHash(bytes.clone());
    }

    /**
     * The hash as it is stored.
     *
     * @return its 32 bytes, a copy
     */
    public byte[] toBytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RowHash that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
