package io.lifeos.memory.recall.vector;

/**
 * What is kept of a fact in memory.
 *
 * @param marks a set of the constants here
 * @param code one bit for each component of its vector
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record BinaryFact(byte marks, long[] code) {

    /** It is recalled unless more or less is asked for. */
    static final byte STANDARD = 1;

    /** Its vector was imported without the name of a model. */
    static final byte UNNAMED = 2;
}
