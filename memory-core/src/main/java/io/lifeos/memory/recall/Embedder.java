package io.lifeos.memory.recall;

import java.util.List;

/**
 * Turns texts into vectors that are the nearer to each other, the nearer the texts are in meaning. The library comes without one.
 * Vectors of different models are never compared, so another model must have another name.
 *
 * <p>Implementations must be safe for use by several threads.
 */
public interface Embedder {

    /** The use of a text. Some models want each in another form, such as with a prefix. */
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
     * @throws RuntimeException if that is impossible now; the fact is then retained without a vector, or the recall goes on
     *     without vectors
     */
    List<float[]> embed(List<String> texts, Purpose purpose);

    /**
     * Returns the name of the model.
     *
     * @return the name, such as {@code bge-small-en-v1.5}; never blank
     */
    String model();

    /**
     * Returns the length of the vectors.
     *
     * @return the number of components, at least 1
     */
    int dimensions();
}
