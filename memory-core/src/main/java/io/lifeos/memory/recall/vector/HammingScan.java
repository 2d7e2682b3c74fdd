package io.lifeos.memory.recall.vector;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compares one question with all facts of an index by the number of bits that differ, and picks those that are likely to be
 * nearest. Not safe for use by several threads.
 */
final class HammingScan {

    private static final char EXCLUDED = Character.MAX_VALUE;
    private static final int BYTE_VALUES = 256;

    private final BinaryIndex index;
    private final float[] difference;
    private final char[] distances;
    private final int[] histogram;
    private final int admitted;

    /**
     * Compares the question with all facts.
     *
     * @param index the index
     * @param unit the vector of the question, of length 1
     * @param admitted the places in the index of the facts that may be found; null for those that the standard filter admits
     */
    HammingScan(BinaryIndex index, float[] unit, @Nullable BitSet admitted) {
        this.index = index;
        this.difference = index.centroid().subtractFrom(unit);
        this.distances = new char[index.size()];
        this.histogram = new int[unit.length + 1];
        long[] bits = index.centroid().bits(unit);
        int place = 0;
        for (BinaryBlock block : index.blocks()) {
            measure(block, bits, place, admitted);
            place += block.size();
        }
        this.admitted = Arrays.stream(histogram).sum();
    }

    private void measure(BinaryBlock block, long[] question, int place, @Nullable BitSet allowed) {
        long[] bits = block.bits();
        byte[] marks = block.marks();
        for (int slot = 0, from = 0; slot < marks.length; slot++, from += question.length) {
            boolean counts = allowed == null ? (marks[slot] & BinaryBlock.STANDARD) != 0 : allowed.get(place + slot);
            if (counts) {
                int distance = 0;
                for (int word = 0; word < question.length; word++) {
                    distance += Long.bitCount(bits[from + word] ^ question[word]);
                }
                distances[place + slot] = (char) distance;
                histogram[distance]++;
            } else {
                distances[place + slot] = EXCLUDED;
            }
        }
    }

    /** Returns the number of facts that may be found. */
    int admitted() {
        return admitted;
    }

    /**
     * Picks the facts with the fewest differing bits, and orders them by a finer estimate of nearness: the sum of the
     * question's components, each with the sign of the fact's bit.
     *
     * @param count the number of facts to pick at most
     * @return their ids, the likeliest first
     */
    long[] nearest(int count) {
        int wanted = Math.min(count, admitted);
        int furthest = 0;
        int nearer = 0;
        while (furthest < histogram.length && nearer + histogram[furthest] < wanted) {
            nearer += histogram[furthest++];
        }
        return ranked(wanted, furthest, wanted - nearer);
    }

    private long[] ranked(int wanted, int furthest, int atFurthest) {
        float[][] sums = signedSums();
        long[] ids = new long[wanted];
        long[] order = new long[wanted];
        int found = 0;
        int left = atFurthest;
        int place = 0;
        for (BinaryBlock block : index.blocks()) {
            for (int slot = 0; slot < block.size() && found < wanted; slot++, place++) {
                int distance = distances[place];
                if (distance < furthest || (distance == furthest && left-- > 0)) {
                    ids[found] = block.factId(slot);
                    order[found] = sortable(estimate(sums, block.bits(), slot)) << Integer.SIZE | found;
                    found++;
                }
            }
        }
        Arrays.sort(order);
        return Arrays.stream(order).map(key -> ids[(int) key]).toArray();
    }

    /** Returns a number that is lower for a higher estimate. */
    private static long sortable(float estimate) {
        int bits = Float.floatToIntBits(-estimate);
        return bits ^ ((bits >> 31) & Integer.MAX_VALUE);
    }

    /** Sums up, for each byte of the bits and each of its values, the question's components with the signs of the bits. */
    private float[][] signedSums() {
        float[][] sums = new float[index.centroid().words() * Long.BYTES][BYTE_VALUES];
        for (int at = 0; at < sums.length; at++) {
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                int component = at * Byte.SIZE + bit;
                float weight = component < difference.length ? difference[component] : 0;
                for (int value = 0; value < BYTE_VALUES; value++) {
                    sums[at][value] += (value >> bit & 1) == 0 ? -weight : weight;
                }
            }
        }
        return sums;
    }

    private float estimate(float[][] sums, long[] bits, int slot) {
        int words = index.centroid().words();
        float sum = 0;
        for (int word = 0; word < words; word++) {
            long rest = bits[slot * words + word];
            for (int at = word * Long.BYTES; at < (word + 1) * Long.BYTES; at++) {
                sum += sums[at][(int) rest & 0xFF];
                rest >>>= Byte.SIZE;
            }
        }
        return sum;
    }

    /** Returns the places of all facts in an index. */
    static BitSet places(BinaryIndex index) {
        BitSet places = new BitSet(index.size());
        places.set(0, index.size());
        return places;
    }

    /** Returns the places of some facts in an index, given their ids, ascending; unknown ids have none. */
    static BitSet places(BinaryIndex index, long[] ids) {
        BitSet places = new BitSet(index.size());
        List<BinaryBlock> blocks = index.blocks();
        int at = 0;
        int place = 0;
        for (long id : ids) {
            while (at < blocks.size() && blocks.get(at).number() < BinaryBlock.numberOf(id)) {
                place += blocks.get(at++).size();
            }
            if (at < blocks.size() && blocks.get(at).number() == BinaryBlock.numberOf(id)) {
                int slot = blocks.get(at).slotOf(id);
                if (slot >= 0) {
                    places.set(place + slot);
                }
            }
        }
        return places;
    }
}
