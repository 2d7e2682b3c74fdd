package io.lifeos.memory.recall.vector;

/**
 * The mean of a store's vectors. A component above the mean's is a 1 in a vector's code; without the mean most vectors of
 * a model would share most signs.
 *
 * @param mean the mean of vectors of length 1
 * @param of how many facts there were when it was taken
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Centroid(float[] mean, long of) {

    int words() {
        return words(mean.length);
    }

    static int words(int dimensions) {
        return (dimensions + Long.SIZE - 1) / Long.SIZE;
    }

    float[] subtractFrom(float[] unit) {
        float[] centred = new float[unit.length];
        for (int i = 0; i < unit.length; i++) {
            centred[i] = unit[i] - mean[i];
        }
        return centred;
    }

    long[] encode(float[] unit) {
        long[] code = new long[words()];
        for (int i = 0; i < unit.length; i++) {
            if (unit[i] > mean[i]) {
                code[i >> 6] |= 1L << i;
            }
        }
        return code;
    }
}
