package io.lifeos.memory.recall;

/** The ways to find facts. */
public enum RecallMode {
    /** By words and vectors if there is an embedder, else by words. */
    AUTO,
    /** By the words of the question. */
    KEYWORD,
    /** By the nearness of vectors. */
    VECTOR,
    /** By words and vectors. */
    HYBRID
}
