package io.lifeos.memory.recall;

import io.lifeos.memory.fact.SourceUnavailableException;

/** Finds the facts whose vectors are nearest to a question's. Safe for use by several threads. */
public interface VectorSearch {

    /**
     * Finds the nearest facts by cosine, out of those that the filter lets through.
     *
     * @param question the vector of the question
     * @param model the model that made it; vectors of another one, or of another dimension, are not compared
     * @param filter which facts may be found
     * @param limit how many at most, at least 1
     * @return the facts; fewer than the limit only if there are no more
     * @throws SourceUnavailableException if the vectors lie on a server that is away
     */
    VectorMatches nearest(float[] question, String model, FactFilter filter, int limit);
}
