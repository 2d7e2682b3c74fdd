package io.lifeos.memory.recall;

import java.util.List;

/**
 * Turns texts into vectors whose nearness is nearness in meaning. The memory brings none of its own. Vectors of different
 * models are never compared, so a model's name must change with the model.
 *
 * <p>Must be safe for use by several threads.
 */
public interface Embedder {

    /** What a text is to be used for; some models want each in another form, such as with a prefix. */
    enum Purpose {
        /** A fact, which is to be found. */
        FACT,
        /** A question, which is to find facts. */
        QUESTION
    }

    /**
     * Embeds texts.
     *
     * @param texts the texts, at least one
     * @param purpose what for
     * @return a vector for each text, in their order, each of {@link #dimensions()} finite components
     * @throws RuntimeException if it cannot be done now; the fact is then retained without a vector, or the recall goes on
     *     without one
     */
    List<float[]> embed(List<String> texts, Purpose purpose);

    /**
     * Names the model.
     *
     * @return its name, such as {@code bge-small-en-v1.5}; never blank
     */
    String model();

    /**
     * How long its vectors are.
     *
     * @return the number of components, at least 1
     */
    int dimensions();
}
