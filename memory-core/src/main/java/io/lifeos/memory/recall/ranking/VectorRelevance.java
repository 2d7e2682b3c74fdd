package io.lifeos.memory.recall.ranking;

import io.lifeos.memory.recall.ScoredFact;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Scores facts by how near their vectors are, with the facts around them. */
final class VectorRelevance {

    /** How steeply the score falls from the nearest fact to the mean of those found. */
    private static final double STEEPNESS = 2;

    /** What nearness counts in the fact itself, in those next to it in its session, and in those next to these. */
    private static final double[] AROUND = {1, 0.2, 0.1};

    private VectorRelevance() {}

    /**
     * A cosine says little by itself, as models differ in how far apart they put things; what counts is how it stands
     * between the mean of those found and the best.
     */
    static Map<Long, Relevance> of(List<ScoredFact> found, SessionNeighbours surroundings) {
        double mean = found.stream().mapToDouble(ScoredFact::score).average().orElse(0);
        double best = found.stream().mapToDouble(ScoredFact::score).max().orElse(0);
        Map<Long, Double> own = new HashMap<>();
        for (ScoredFact fact : found) {
            double below = best > mean ? (best - fact.score()) / (best - mean) : 0;
            own.put(fact.factId(), Math.exp(-STEEPNESS * below));
        }
        Map<Long, Relevance> strengths = new HashMap<>();
        for (long fact : surroundings.facts()) {
            double all = surroundings.sum(fact, AROUND, id -> own.getOrDefault(id, 0.0));
            if (all > 0) {
                strengths.put(fact, new Relevance(all, own.getOrDefault(fact, 0.0)));
            }
        }
        return strengths;
    }
}
