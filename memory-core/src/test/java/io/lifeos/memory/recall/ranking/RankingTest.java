package io.lifeos.memory.recall.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lifeos.memory.recall.RecallQuery;
import io.lifeos.memory.recall.RecallRequest;
import io.lifeos.memory.recall.RecallResult;
import io.lifeos.memory.recall.ScoredFact;
import io.lifeos.memory.sqlite.query.SessionTable.Place;
import io.lifeos.memory.sqlite.query.SessionTable.Span;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The order that both legs come to, and the facts around a fact, without a file. */
class RankingTest {

    private static final double[] WEIGHTS = {1, 0.4, 0.2};

    @Test
    void each_leg_counts_by_its_share_of_its_best() {
        Ranking ranking = ranking(
                1, 1, Map.of(1L, new Relevance(10, 10), 2L, new Relevance(5, 5)), Map.of(2L, new Relevance(0.5, 0.5)));
        assertThat(ranking.places()).extracting(Ranking.Place::fact).containsExactly(2L, 1L);
        assertThat(ranking.places().get(0).score()).isCloseTo(0.75, within(1e-9));
        assertThat(ranking.places().get(1).score()).isCloseTo(0.5, within(1e-9));
        assertThat(ranking.keyword(1).orElseThrow().rank()).isEqualTo(1);
        assertThat(ranking.vector(1)).isEmpty();
    }

    @Test
    void weights_shift_the_order_and_a_leg_that_found_nothing_does_not_count() {
        Map<Long, Relevance> words = Map.of(1L, new Relevance(1, 1));
        Map<Long, Relevance> vectors = Map.of(2L, new Relevance(1, 1));
        assertThat(ranking(3, 1, words, vectors).places().get(0).fact()).isEqualTo(1);
        assertThat(ranking(1, 3, words, vectors).places().get(0).fact()).isEqualTo(2);
        assertThat(ranking(0, 1, words, Map.of()).places().get(0).score()).isEqualTo(1);
    }

    @Test
    void equally_good_facts_come_by_time_the_latest_first_and_then_by_id() {
        Map<Long, Relevance> words = new TreeMap<>();
        for (long fact = 1; fact <= 3; fact++) {
            words.put(fact, new Relevance(1, 1));
        }
        SessionNeighbours neighbours = SessionNeighbours.of(
                List.of(alone(1), alone(2), alone(3)),
                Map.of(1L, new Place("2026-01-02", 1), 2L, new Place("2026-01-01", 1), 3L, new Place("2026-01-01", 1)));
        assertThat(new Ranking(query(1, 1), neighbours, words, Map.of()).places())
                .extracting(Ranking.Place::fact)
                .containsExactly(1L, 3L, 2L);
    }

    @Test
    void the_facts_around_a_fact_count_less_the_farther_they_are() {
        SessionNeighbours session = SessionNeighbours.of(
                List.of(new Span(List.of(4L, 3L, 2L, 1L), 5, List.of(6L, 7L, 8L, 9L))),
                admitted(1, 2, 3, 4, 5, 6, 7, 8, 9));
        assertThat(session.facts()).containsExactlyInAnyOrder(3L, 4L, 5L, 6L, 7L);
        assertThat(session.sum(5, WEIGHTS, id -> id)).isCloseTo(5 + 0.4 * (4 + 6) + 0.2 * (3 + 7), within(1e-9));
        assertThat(session.sum(3, WEIGHTS, id -> 1)).isCloseTo(2.2, within(1e-9));
    }

    @Test
    void a_fact_that_the_filter_keeps_out_holds_its_place_and_lends_nothing() {
        SessionNeighbours session =
                SessionNeighbours.of(List.of(new Span(List.of(4L, 3L), 5, List.of(6L))), admitted(3, 5, 6));
        assertThat(session.facts()).containsExactlyInAnyOrder(3L, 5L, 6L);
        assertThat(session.sum(5, WEIGHTS, id -> 1)).isCloseTo(1 + 0.4 + 0.2, within(1e-9));
        assertThat(session.sum(4, WEIGHTS, id -> 1)).isZero();
        assertThat(session.length(4)).isZero();
        assertThat(session.time(4)).isEmpty();
    }

    @Test
    void the_nearest_fact_is_stronger_than_the_mean_of_those_found() {
        SessionNeighbours each = SessionNeighbours.of(List.of(alone(1), alone(2), alone(3)), admitted(1, 2, 3));
        Map<Long, Relevance> relevances = VectorRelevance.of(
                List.of(new ScoredFact(1, 0.9), new ScoredFact(2, 0.8), new ScoredFact(3, 0.7)), each);
        assertThat(relevances.getOrDefault(1L, Relevance.NONE).own()).isEqualTo(1);
        assertThat(relevances.getOrDefault(2L, Relevance.NONE).own()).isCloseTo(Math.exp(-2), within(1e-9));
        assertThat(relevances.getOrDefault(3L, Relevance.NONE).own()).isCloseTo(Math.exp(-4), within(1e-9));
    }

    @Test
    void the_best_come_first_and_ties_by_id() {
        List<ScoredFact> found = List.of(new ScoredFact(3, 0.5), new ScoredFact(1, 0.5), new ScoredFact(2, 0.9));
        assertThat(ScoredFact.best(found, 2)).extracting(ScoredFact::factId).containsExactly(2L, 1L);
    }

    private static Ranking ranking(
            double keywordWeight, double vectorWeight, Map<Long, Relevance> words, Map<Long, Relevance> vectors) {
        SessionNeighbours each = SessionNeighbours.of(List.of(alone(1), alone(2)), admitted(1, 2));
        return new Ranking(query(keywordWeight, vectorWeight), each, words, vectors);
    }

    private static RecallQuery query(double keywordWeight, double vectorWeight) {
        List<RecallQuery> fetched = new ArrayList<>();
        RecallRequest.of("", Clock.systemUTC(), query -> {
                    fetched.add(query);
                    return RecallResult.of(List.of(), query.mode(), Optional.empty(), List.of());
                })
                .weights(keywordWeight, vectorWeight)
                .fetch();
        return fetched.get(0);
    }

    private static Span alone(long fact) {
        return new Span(List.of(), fact, List.of());
    }

    private static Map<Long, Place> admitted(long... facts) {
        Map<Long, Place> places = new TreeMap<>();
        for (long fact : facts) {
            places.put(fact, new Place("2026-01-01", 1));
        }
        return places;
    }
}
