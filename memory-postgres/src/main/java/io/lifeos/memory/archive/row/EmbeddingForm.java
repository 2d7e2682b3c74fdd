package io.lifeos.memory.archive.row;

import io.lifeos.memory.jdbc.FloatBytes;
import java.nio.ByteBuffer;

/** The bytes in which PostgreSQL sends and hashes an embedding, and the vector that they hold. */
public enum EmbeddingForm {
    /** {@code vector} and {@code halfvec}: {@code vector_send}, which is a header of two int2 and then the numbers. */
    PGVECTOR {
        @Override
        public Embedding unpack(byte[] sent) {
            byte[] littleEndian = new byte[sent.length - PGVECTOR_HEADER];
            ByteBuffer to = FloatBytes.buffer(littleEndian);
            ByteBuffer from = ByteBuffer.wrap(sent).position(PGVECTOR_HEADER);
            while (from.hasRemaining()) {
                to.putInt(from.getInt());
            }
            return Embedding.ofLittleEndian(littleEndian);
        }

        @Override
        byte[] pack(Embedding embedding) {
            ByteBuffer from = littleEndian(embedding);
            ByteBuffer to = ByteBuffer.allocate(PGVECTOR_HEADER + from.remaining());
            to.putShort((short) embedding.dimensions()).putShort((short) 0);
            while (from.hasRemaining()) {
                to.putInt(from.getInt());
            }
            return to.array();
        }
    },
    /** {@code real[]}: {@code array_send}, which is a header of five int4 and then each number after its length. */
    REAL_ARRAY {
        @Override
        public Embedding unpack(byte[] sent) {
            ByteBuffer from = ByteBuffer.wrap(sent).position(ARRAY_HEADER);
            byte[] littleEndian = new byte[from.remaining() / 2];
            ByteBuffer to = FloatBytes.buffer(littleEndian);
            while (from.hasRemaining()) {
                from.getInt();
                to.putInt(from.getInt());
            }
            return Embedding.ofLittleEndian(littleEndian);
        }

        @Override
        byte[] pack(Embedding embedding) {
            ByteBuffer from = littleEndian(embedding);
            ByteBuffer to = ByteBuffer.allocate(ARRAY_HEADER + 2 * from.remaining());
            to.putInt(1)
                    .putInt(0)
                    .putInt(FLOAT4_OID)
                    .putInt(embedding.dimensions())
                    .putInt(1);
            while (from.hasRemaining()) {
                to.putInt(Float.BYTES).putInt(from.getInt());
            }
            return to.array();
        }
    };

    private static final int PGVECTOR_HEADER = 2 * Short.BYTES;
    private static final int ARRAY_HEADER = 5 * Integer.BYTES;
    private static final int FLOAT4_OID = 700;

    public abstract Embedding unpack(byte[] sent);

    abstract byte[] pack(Embedding embedding);

    private static ByteBuffer littleEndian(Embedding embedding) {
        return FloatBytes.buffer(embedding.toLittleEndian());
    }
}
