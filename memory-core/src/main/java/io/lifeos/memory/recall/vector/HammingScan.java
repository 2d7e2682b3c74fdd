package io.lifeos.memory.recall.vector;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One question's walk over all codes: how many bits each differs from the question's code, and from that the facts that
 * are likely to be nearest. For one thread.
 */
final class HammingScan {

    private static final char EXCLUDED = Character.MAX_VALUE;
    private static final int BYTE_VALUES = 256;

    private final BinaryIndex index;
    private final float[] centred;
    private final char[] distances;
    private final int[] histogram;
    private final int admitted;

    /**
     * Walks over the codes.
     *
     * @param index the codes
     * @param unit the question, of length 1
     * @param admitted which facts may be found, by their place in the index; null for those that are recalled by default
     */
    HammingScan(BinaryIndex index, float[] unit, @Nullable BitSet admitted) {
        this.index = index;
        this.centred = index.centre().subtractFrom(unit);
        this.distances = new char[index.size()];
        this.histogram = new int[unit.length + 1];
        long[] code = index.centre().encode(unit);
        int place = 0;
        for (BinaryBlock block : index.blocks()) {
            measure(block, code, place, admitted);
            place += block.size();
        }
        this.admitted = Arrays.stream(histogram).sum();
    }

    private void measure(BinaryBlock block, long[] code, int place, @Nullable BitSet allowed) {
        long[] codes = block.codes();
        byte[] marks = block.marks();
        for (int slot = 0, from = 0; slot < marks.length; slot++, from += code.length) {
            boolean counts = allowed == null ? (marks[slot] & BinaryFact.STANDARD) != 0 : allowed.get(place + slot);
            if (counts) {
                int distance = 0;
                for (int word = 0; word < code.length; word++) {
                    distance += Long.bitCount(codes[from + word] ^ code[word]);
                }
                distances[place + slot] = (char) distance;
                histogram[distance]++;
            } else {
                distances[place + slot] = EXCLUDED;
            }
        }
    }

    /** How many facts may be found. */
    int admitted() {
        return admitted;
    }

    /**
     * The facts that are likely to be nearest: those with the fewest differing bits, put in order by a finer estimate,
     * the question's components with the signs of the fact's.
     *
     * @param count how many
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
                    order[found] = sortable(estimate(sums, block.codes(), slot)) << Integer.SIZE | found;
                    found++;
                }
            }
        }
        Arrays.sort(order);
        return Arrays.stream(order).map(key -> ids[(int) key]).toArray();
    }

    /** Larger numbers first, as the upper half of a signed long. */
    private static long sortable(float estimate) {
        int bits = Float.floatToIntBits(-estimate);
        return bits ^ ((bits >> 31) & Integer.MAX_VALUE);
    }

    /** For each byte of a code and each value of it: the sum of the question's components, each with the bit's sign. */
    private float[][] signedSums() {
        float[][] sums = new float[index.centre().words() * Long.BYTES][BYTE_VALUES];
        for (int at = 0; at < sums.length; at++) {
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                int component = at * Byte.SIZE + bit;
                float weight = component < centred.length ? centred[component] : 0;
                for (int value = 0; value < BYTE_VALUES; value++) {
                    sums[at][value] += (value >> bit & 1) == 0 ? -weight : weight;
                }
            }
        }
        return sums;
    }

    private float estimate(float[][] sums, long[] codes, int slot) {
        int words = index.centre().words();
        float sum = 0;
        for (int word = 0; word < words; word++) {
            long bits = codes[slot * words + word];
            for (int at = word * Long.BYTES; at < (word + 1) * Long.BYTES; at++) {
                sum += sums[at][(int) bits & 0xFF];
                bits >>>= Byte.SIZE;
            }
        }
        return sum;
    }

    /** The places of all facts in an index. */
    static BitSet places(BinaryIndex index) {
        BitSet places = new BitSet(index.size());
        places.set(0, index.size());
        return places;
    }

    /** The places of facts in an index, for those ids that it holds. */
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
