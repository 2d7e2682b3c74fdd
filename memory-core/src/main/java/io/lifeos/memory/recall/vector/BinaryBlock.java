package io.lifeos.memory.recall.vector;

import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The codes of the facts whose ids share all but the last ten bits, by id. Immutable.
 *
 * @param number the ids' common bits
 * @param offsets the ids' last ten bits, ascending
 * @param marks for each, what {@link BinaryFact} knows of it beside the code
 * @param codes for each, the words of its code
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record BinaryBlock(long number, char[] offsets, byte[] marks, long[] codes) {

    static final int ID_BITS = 10;

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

    /** The slot of a fact; negative if it has none. */
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

    /** This block with some facts changed; those without a coded fact are taken out. */
    BinaryBlock with(SortedMap<Long, @Nullable BinaryFact> changes, int words) {
        SortedMap<Long, BinaryFact> facts = new TreeMap<>();
        for (int slot = 0; slot < size(); slot++) {
            long[] code = Arrays.copyOfRange(codes, slot * words, (slot + 1) * words);
            facts.put(factId(slot), new BinaryFact(marks[slot], code));
        }
        changes.forEach((id, fact) -> {
            if (fact == null) {
                facts.remove(id);
            } else {
                facts.put(id, fact);
            }
        });
        return of(number, facts, words);
    }

    private static BinaryBlock of(long number, SortedMap<Long, BinaryFact> facts, int words) {
        char[] offsets = new char[facts.size()];
        byte[] marks = new byte[facts.size()];
        long[] codes = new long[facts.size() * words];
        int slot = 0;
        for (Map.Entry<Long, BinaryFact> entry : facts.entrySet()) {
            offsets[slot] = (char) (entry.getKey() & ((1 << ID_BITS) - 1));
            marks[slot] = entry.getValue().marks();
            System.arraycopy(entry.getValue().code(), 0, codes, slot * words, words);
            slot++;
        }
        return new BinaryBlock(number, offsets, marks, codes);
    }
}
