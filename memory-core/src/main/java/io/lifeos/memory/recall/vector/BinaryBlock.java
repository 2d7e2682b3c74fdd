package io.lifeos.memory.recall.vector;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The indexed facts whose ids share all but the last ten bits, by id. Immutable.
 *
 * @param number the common bits of the ids
 * @param offsets the last ten bits of the ids, ascending
 * @param marks the marks of each fact
 * @param bits the bits of each fact, in as many words as its centroid says
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record BinaryBlock(long number, char[] offsets, byte[] marks, long[] bits) {

    static final int ID_BITS = 10;

    /** Marks a fact that the standard filter admits. */
    static final byte STANDARD = 1;

    /** Marks a fact whose vector was imported without the name of its model. */
    static final byte UNNAMED = 2;

    /**
     * An indexed fact.
     *
     * @param marks a set of {@link #STANDARD} and {@link #UNNAMED}
     * @param bits one bit for each component of its vector
     */
    record Entry(byte marks, long[] bits) {}

    static long numberOf(long factId) {
        return factId >> ID_BITS;
    }

    static BinaryBlock empty(long number) {
        return new BinaryBlock(number, new char[0], new byte[0], new long[0]);
    }

    int size() {
        return offsets.length;
    }

    long factId(int slot) {
        return (number << ID_BITS) | offsets[slot];
    }

    /** Returns the slot of a fact; negative if it has none. */
    int slotOf(long factId) {
        return Arrays.binarySearch(offsets, (char) (factId & ((1 << ID_BITS) - 1)));
    }

    int countMarked(byte mark) {
        int count = 0;
        for (byte marked : marks) {
            count += (marked & mark) == 0 ? 0 : 1;
        }
        return count;
    }

    /** Returns this block with some entries changed; a null removes one. */
    BinaryBlock with(SortedMap<Long, @Nullable Entry> changes, int words) {
        SortedMap<Long, Entry> entries = new TreeMap<>();
        for (int slot = 0; slot < size(); slot++) {
            entries.put(
                    factId(slot), new Entry(marks[slot], Arrays.copyOfRange(bits, slot * words, (slot + 1) * words)));
        }
        changes.forEach((id, entry) -> {
            if (entry == null) {
                entries.remove(id);
            } else {
                entries.put(id, entry);
            }
        });
        return of(number, entries, words);
    }

    private static BinaryBlock of(long number, SortedMap<Long, Entry> entries, int words) {
        char[] offsets = new char[entries.size()];
        byte[] marks = new byte[entries.size()];
        long[] bits = new long[entries.size() * words];
        int slot = 0;
        for (Map.Entry<Long, Entry> entry : entries.entrySet()) {
            offsets[slot] = (char) (entry.getKey() & ((1 << ID_BITS) - 1));
            marks[slot] = entry.getValue().marks();
            System.arraycopy(entry.getValue().bits(), 0, bits, slot * words, words);
            slot++;
        }
        return new BinaryBlock(number, offsets, marks, bits);
    }

    /** Returns the size, the arrays one after the other, and a checksum that also covers the place of the block. */
    byte[] encode(long generation) {
        int length = size() * (Character.BYTES + Byte.BYTES) + bits.length * Long.BYTES;
        ByteBuffer data = ByteBuffer.allocate(Integer.BYTES + length + Long.BYTES);
        data.putInt(size());
        data.asCharBuffer().put(offsets);
        data.position(data.position() + size() * Character.BYTES);
        data.put(marks);
        data.asLongBuffer().put(bits);
        data.position(data.position() + bits.length * Long.BYTES);
        data.putLong(checksum(data.array(), data.position(), generation, number));
        return data.array();
    }

    /** Returns the block that was encoded; empty if the bytes are not those of this generation, number and word count. */
    static Optional<BinaryBlock> decode(byte[] bytes, long generation, long number, int words) {
        ByteBuffer data = ByteBuffer.wrap(bytes);
        int end = bytes.length - Long.BYTES;
        if (end < Integer.BYTES || data.getLong(end) != checksum(bytes, end, generation, number)) {
            return Optional.empty();
        }
        int size = data.getInt();
        if (size * (Character.BYTES + Byte.BYTES + (long) words * Long.BYTES) != end - Integer.BYTES) {
            return Optional.empty();
        }
        char[] offsets = new char[size];
        byte[] marks = new byte[size];
        long[] bits = new long[size * words];
        data.asCharBuffer().get(offsets);
        data.position(data.position() + size * Character.BYTES);
        data.get(marks);
        data.asLongBuffer().get(bits);
        return Optional.of(new BinaryBlock(number, offsets, marks, bits));
    }

    private static long checksum(byte[] bytes, int length, long generation, long number) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, length);
        crc.update(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(generation)
                .putLong(number)
                .array());
        return crc.getValue();
    }
}
