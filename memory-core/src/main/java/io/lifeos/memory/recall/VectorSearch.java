package io.lifeos.memory.recall;

import io.lifeos.memory.fact.Condition;
import io.lifeos.memory.fact.FactFilter;
import io.lifeos.memory.fact.SourceUnavailableException;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Finds the facts whose vectors are nearest to the vector of a question. Anyone can implement this, for vectors that lie
 * outside the memory's file, and hand it to {@code MemoryStore.builder().vectorSearch(...)}, which asks it for
 * the nearest facts once in each recall by vectors, and for the {@linkplain #cosines cosines} of those that words found.
 *
 * <p>An implementation
 *
 * <ul>
 *   <li>names facts by the ids that they have in the memory, each at most once, and names only facts that the filter admits;
 *   <li>scores them by cosine, from -1 to 1, which the {@link RecallHit#score()} of a hit is made of;
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

    /**
     * Compares the question with some facts, which were found otherwise. By default this asks for the nearest among them.
     *
     * @param question the vector of the question, to which {@link #nearest} gave facts before
     * @param model the name of the model that made it
     * @param factIds the ids of facts, at least one
     * @return the cosine of each of them that has a vector of that model, by id
     * @throws SourceUnavailableException if the vectors lie on a server that cannot be reached
     */
    default Map<Long, Double> cosines(float[] question, String model, Collection<Long> factIds) {
        FactFilter those = FactFilter.builder()
                .where(Condition.ids(factIds))
                .includeForgotten()
                .includeExpired()
                .includeAssistantOutputs()
                .build();
        return nearest(question, model, those, factIds.size()).facts().stream()
                .collect(Collectors.toMap(ScoredFact::factId, ScoredFact::score));
    }
}
