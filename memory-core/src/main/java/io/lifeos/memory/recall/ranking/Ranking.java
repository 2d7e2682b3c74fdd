package io.lifeos.memory.recall.ranking;

import io.lifeos.memory.recall.LegScore;
import io.lifeos.memory.recall.RecallQuery;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Merges the scores of both legs into one order: the weighted mean of the scores, each divided by the leg's best. Ranks alone
 * would not tell a leg that is sure from one that found little.
 */
final class Ranking {

    private final Map<Long, LegScore> keyword;
    private final Map<Long, LegScore> vector;
    private final List<Place> places;

    Ranking(
            RecallQuery query,
            SessionNeighbours neighbours,
            Map<Long, Relevance> keyword,
            Map<Long, Relevance> vector) {
        this.keyword = ranked(keyword, neighbours);
        this.vector = ranked(vector, neighbours);
        double keywordWeight = vector.isEmpty() ? 1 : query.keywordWeight();
        double vectorWeight = keyword.isEmpty() ? 1 : query.vectorWeight();
        Set<Long> facts = new HashSet<>(keyword.keySet());
        facts.addAll(vector.keySet());
        double bestKeyword = best(keyword);
        double bestVector = best(vector);
        this.places = ordered(facts, neighbours, fact -> {
            double words = keyword.getOrDefault(fact, Relevance.NONE).all() / bestKeyword;
            double vectors = vector.getOrDefault(fact, Relevance.NONE).all() / bestVector;
            double weights = (keyword.isEmpty() ? 0 : keywordWeight) + (vector.isEmpty() ? 0 : vectorWeight);
            return (keywordWeight * words + vectorWeight * vectors) / weights;
        });
    }

    private static double best(Map<Long, Relevance> relevances) {
        return relevances.values().stream().mapToDouble(Relevance::all).max().orElse(1);
    }

    private static Map<Long, LegScore> ranked(Map<Long, Relevance> relevances, SessionNeighbours neighbours) {
        Map<Long, LegScore> scores = new HashMap<>();
        for (Place place : ordered(
                relevances.keySet(),
                neighbours,
                fact -> relevances.getOrDefault(fact, Relevance.NONE).all())) {
            double own = relevances.getOrDefault(place.fact, Relevance.NONE).own();
            scores.put(place.fact, new LegScore(scores.size() + 1, place.score, own));
        }
        return scores;
    }

    private static List<Place> ordered(Set<Long> facts, SessionNeighbours neighbours, ToDoubleFunction<Long> score) {
        return facts.stream()
                .map(fact -> new Place(fact, score.applyAsDouble(fact), neighbours.time(fact)))
                .filter(place -> place.score > 0)
                .sorted(Comparator.comparingDouble(Place::score)
                        .thenComparing(Place::time)
                        .thenComparingLong(Place::fact)
                        .reversed())
                .toList();
    }

    /** Returns the facts in order, best first. */
    List<Place> places() {
        return places;
    }

    /** Returns the score of a fact by words. */
    Optional<LegScore> keyword(long fact) {
        return Optional.ofNullable(keyword.get(fact));
    }

    /** Returns the score of a fact by vectors. */
    Optional<LegScore> vector(long fact) {
        return Optional.ofNullable(vector.get(fact));
    }

    /**
     * A fact's place in the order.
     *
     * @param fact the id of the fact
     * @param score the merged score
     * @param time the time of the fact, as text that sorts
     */
    record Place(long fact, double score, String time) {}
}
