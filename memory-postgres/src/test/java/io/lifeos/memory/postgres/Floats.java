package io.lifeos.memory.postgres;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Embeddings from numbers. */
final class Floats {

    private Floats() {}

    static Embedding embedding(float... numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(numbers);
        return Embedding.ofLittleEndian(bytes.array());
    }
}
