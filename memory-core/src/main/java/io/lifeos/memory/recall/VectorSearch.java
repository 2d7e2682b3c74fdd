package io.lifeos.memory.recall;

import io.lifeos.memory.fact.FactFilter;
import io.lifeos.memory.fact.SourceUnavailableException;

/**
 * Finds the facts whose vectors are nearest to the vector of a question. Anyone can implement this, for vectors that lie
 * outside the memory's file, and hand it to {@code MemoryStore.builder().vectorSearch(...)}, which calls it once for each
 * recall by vectors.
 *
 * <p>An implementation
 *
 * <ul>
 *   <li>names facts by the ids that they have in the memory, each at most once, and names only facts that the filter admits;
 *   <li>scores them by cosine, from -1 to 1, so that a higher score is nearer. The ranking compares scores within one answer
 *       only, so any other measure that grows with nearness will do;
 *   <li>gives the facts best first, and facts with the same score by ascending id;
 *   <li>compares only vectors that the same model made, with as many components as the question's. If it has none, or the
 *       question's vector is zero or not finite, it gives no facts and a note that says so; it does not throw;
 *   <li>may be called by several threads at once, and does not change the question's vector.
 * </ul>
 *
 * <p>If an implementation that reads from a server cannot reach it, it throws a {@link SourceUnavailableException}: the recall
 * goes on by words alone, and its result has the message among its notes. Any other exception ends the recall.
 */
public interface VectorSearch {

    /**
     * Finds the nearest facts out of those that the filter admits.
     *
     * @param question the vector of the question, as the embedder gave it and of any length but 0
     * @param model the name of the model that made it
     * @param filter the conditions that facts must meet
     * @param limit the number of facts to find at most, at least 1
     * @return the facts, best first; fewer than the limit only if no more are admitted or known by a vector
     * @throws SourceUnavailableException if the vectors lie on a server that cannot be reached
     */
    VectorMatches nearest(float[] question, String model, FactFilter filter, int limit);
}
