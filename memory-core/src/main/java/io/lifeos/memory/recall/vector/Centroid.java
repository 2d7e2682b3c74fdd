package io.lifeos.memory.recall.vector;

/**
 * The mean of a file's vectors, which their bits are relative to: a bit is 1 where the vector's component is above the mean's.
 * Relative to zero, most vectors of a model would share most bits.
 *
 * @param mean the mean of vectors of length 1
 * @param of the number of facts with a vector when it was taken
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Centroid(float[] mean, long of) {

    /** Returns the number of words that the bits of a vector take. */
    int words() {
        return (mean.length + Long.SIZE - 1) / Long.SIZE;
    }

    float[] subtractFrom(float[] unit) {
        float[] difference = new float[unit.length];
        for (int i = 0; i < unit.length; i++) {
            difference[i] = unit[i] - mean[i];
        }
        return difference;
    }

    long[] bits(float[] unit) {
        long[] bits = new long[words()];
        for (int i = 0; i < unit.length; i++) {
            if (unit[i] > mean[i]) {
                bits[i >> 6] |= 1L << i;
            }
        }
        return bits;
    }
}
