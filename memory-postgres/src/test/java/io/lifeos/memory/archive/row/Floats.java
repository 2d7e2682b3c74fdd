package io.lifeos.memory.archive.row;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Embeddings from numbers. */
public final class Floats {

    private Floats() {}

    public static Embedding embedding(float... numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(numbers);
        return Embedding.ofLittleEndian(bytes.array());
    }
}
