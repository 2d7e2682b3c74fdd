package io.lifeos.memory.recall.ranking;

import io.lifeos.memory.fact.SourceUnavailableException;
import io.lifeos.memory.recall.ScoredFact;
import io.lifeos.memory.recall.VectorSearch;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the vector of a question tells of facts: of the nearest, and of others when they are asked for. */
final class Nearness {

    private final VectorSearch search;
    private final String model;
    private final float[] question;
    private final List<ScoredFact> nearest;
    private boolean away;

    Nearness(VectorSearch search, String model, float[] question, List<ScoredFact> nearest) {
        this.search = search;
        this.model = model;
        this.question = question;
        this.nearest = nearest;
    }

    /** Returns the nearest facts. */
    List<ScoredFact> nearest() {
        return nearest;
    }

    /** Returns the cosines of those of some facts that have a vector, and a note if the server of vectors is away by now. */
    Map<Long, Double> cosines(Collection<Long> factIds, List<String> notes) {
        Map<Long, Double> cosines = new HashMap<>();
        nearest.forEach(fact -> cosines.put(fact.factId(), fact.score()));
        List<Long> others =
                factIds.stream().filter(fact -> !cosines.containsKey(fact)).toList();
        if (!others.isEmpty() && !away) {
            try {
                cosines.putAll(search.cosines(question, model, others));
            } catch (SourceUnavailableException e) {
                away = true;
                notes.add("The vectors of facts that words found were not looked at: " + e.getMessage());
            }
        }
        cosines.values().removeIf(cosine -> !Double.isFinite(cosine));
        return cosines;
    }
}
