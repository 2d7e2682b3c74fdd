package io.lifeos.memory.recall.ranking;

import io.lifeos.memory.database.DatabaseManager;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.jdbc.Chunks;
import io.lifeos.memory.recall.Explanation;
import io.lifeos.memory.recall.RecallHit;
import io.lifeos.memory.recall.RecallQuery;
import io.lifeos.memory.recall.ranking.Ranking.Place;
import io.lifeos.memory.recall.ranking.WordShares.Held;
import io.lifeos.memory.sqlite.query.FactFilterSql;
import io.lifeos.memory.sqlite.table.FactTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The best facts of a ranking, with what each of them holds itself of the words and the meaning of the question. */
final class Hits {

    private static final int FEWEST_SCORED = 100;
    private static final int MORE_EACH_TIME = 4;

    private final RecallQuery query;
    private final Ranking ranking;
    private final WordShares words;
    private final Optional<Nearness> vectors;
    private final List<RecallHit> hits = new ArrayList<>();
    private final List<Long> unreadable = new ArrayList<>();

    Hits(RecallQuery query, Ranking ranking, WordShares words, Optional<Nearness> vectors) {
        this.query = query;
        this.ranking = ranking;
        this.words = words;
        this.vectors = vectors;
    }

    /** Reads the hits. If a fact scores too low, was forgotten meanwhile or cannot be read, the next one takes its place. */
    List<RecallHit> read(DatabaseManager database, List<String> notes) {
        int from = 0;
        int atOnce = query.minScore() > 0 ? Math.max(FEWEST_SCORED, query.limit()) : query.limit();
        List<Place> all = ranking.places();
        while (from < all.size() && missing() > 0) {
            List<Place> places = all.subList(from, Math.min(all.size(), from + atOnce));
            from += places.size();
            // Each time may ask a server.
            atOnce *= MORE_EACH_TIME;
            List<Long> facts = places.stream().map(Place::fact).toList();
            Map<Long, Double> known =
                    vectors.map(found -> found.cosines(facts, notes)).orElse(Map.of());
            database.read(connection -> add(connection, passing(connection, places, known)));
        }
        if (!unreadable.isEmpty()) {
            notes.add("Left out, as their times cannot be read: facts " + unreadable
                    + ". They were left as they are; correct them in the file.");
        }
        return hits;
    }

    private int missing() {
        return query.limit() - hits.size();
    }

    private List<Candidate> passing(Connection connection, List<Place> places, Map<Long, Double> known)
            throws SQLException {
        Set<Long> admitted = FactFilterSql.of(query.filter())
                .admitted(connection, places.stream().map(Place::fact).toList());
        Map<Long, Held> held = words.heldBy(connection, admitted);
        return places.stream()
                .filter(place -> admitted.contains(place.fact()))
                .map(place -> candidate(place, held, known))
                .filter(candidate -> candidate.why.score() >= query.minScore())
                .toList();
    }

    private Candidate candidate(Place place, Map<Long, Held> held, Map<Long, Double> known) {
        long fact = place.fact();
        Held own = held.getOrDefault(fact, Held.NOTHING);
        Optional<Double> cosine = Optional.ofNullable(known.get(fact));
        return new Candidate(
                fact,
                Explanation.of(
                        own.words(), own.share(), cosine, ranking.keyword(fact), ranking.vector(fact), place.score()));
    }

    private int add(Connection connection, List<Candidate> passing) throws SQLException {
        for (List<Candidate> some : Chunks.of(passing, query.limit())) {
            if (missing() == 0) {
                break;
            }
            Map<Long, Fact> facts = new FactTable(connection)
                    .findReadable(some.stream().map(Candidate::id).toList());
            for (Candidate candidate : some) {
                Fact fact = facts.get(candidate.id);
                if (fact == null) {
                    unreadable.add(candidate.id);
                } else if (missing() > 0) {
                    hits.add(RecallHit.of(fact, candidate.why));
                }
            }
        }
        return hits.size();
    }

    private record Candidate(long id, Explanation why) {}
}
