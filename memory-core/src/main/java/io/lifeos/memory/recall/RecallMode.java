package io.lifeos.memory.recall;

/** How facts are found. */
public enum RecallMode {
    /** By words and vectors if there is an embedder, else by words. */
    AUTO,
    /** By the words of the question. */
    KEYWORD,
    /** By the nearness of vectors. */
    VECTOR,
    /** By both. */
    HYBRID
}
