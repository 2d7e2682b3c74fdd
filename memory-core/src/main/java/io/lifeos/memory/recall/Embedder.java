package io.lifeos.memory.recall;

import java.util.List;

/**
 * Turns texts into vectors, so that texts of similar meaning have similar vectors. The library comes without one. Vectors
 * of different models are never compared, so each model must have a name of its own.
 *
 * <p>Implementations must be safe for use by several threads.
 */
public interface Embedder {

    /** The use of a text. Some models expect a different form for each, such as a prefix. */
    enum Purpose {
        /** A fact to be found. */
        FACT,
        /** A question that is to find facts. */
        QUESTION
    }

    /**
     * Embeds texts.
     *
     * @param texts the texts, at least one
     * @param purpose the use of the texts
     * @return a vector for each text, in their order, each of {@link #dimensions()} finite components
     * @throws RuntimeException if it cannot embed them now; the fact is then retained without a vector, or the recall goes
     *     on without vectors. The same happens if it throws an {@link Error}, as for a native library that is missing
     */
    List<float[]> embed(List<String> texts, Purpose purpose);

    /** {@return the name of the model, such as {@code bge-small-en-v1.5}; never blank} */
    String model();

    /** {@return the number of components of its vectors, at least 1} */
    int dimensions();
}
