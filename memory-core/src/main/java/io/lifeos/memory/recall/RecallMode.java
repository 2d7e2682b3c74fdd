package io.lifeos.memory.recall;

/** The part of a memory that a recall searches: words, vectors or both. */
public enum RecallMode {
    /** By words and vectors if there is an embedder, else by words. */
    AUTO,
    /** By the words of the question. */
    KEYWORD,
    /** By the nearness of vectors, which needs an embedder. */
    VECTOR,
    /** By words and vectors; without an embedder by words, which the result notes. */
    HYBRID
}
