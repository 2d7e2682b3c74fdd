package io.lifeos.memory.recall.ranking;

import io.lifeos.memory.recall.ScoredFact;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Scores facts by the nearness of their vectors and of their neighbours' vectors. */
final class VectorRelevance {

    /** The exponent by which the score falls from the nearest fact to the mean of those found. */
    private static final double STEEPNESS = 2;

    /** The weight of nearness in the fact itself, in its next neighbours, and in the ones after them. */
    private static final double[] AROUND = {1, 0.2, 0.1};

    private VectorRelevance() {}

    /**
     * Scores each fact by its place between the mean cosine of those found and the best. The cosine itself tells little, as
     * models differ in the distances that they produce.
     */
    static Map<Long, Relevance> of(List<ScoredFact> found, SessionNeighbours neighbours) {
        double mean = found.stream().mapToDouble(ScoredFact::score).average().orElse(0);
        double best = found.stream().mapToDouble(ScoredFact::score).max().orElse(0);
        Map<Long, Double> own = new HashMap<>();
        for (ScoredFact fact : found) {
            double below = best > mean ? (best - fact.score()) / (best - mean) : 0;
            own.put(fact.factId(), Math.exp(-STEEPNESS * below));
        }
        Map<Long, Relevance> relevances = new HashMap<>();
        for (long fact : neighbours.facts()) {
            double all = neighbours.sum(fact, AROUND, id -> own.getOrDefault(id, 0.0));
            if (all > 0) {
                relevances.put(fact, new Relevance(all, own.getOrDefault(fact, 0.0)));
            }
        }
        return relevances;
    }
}
