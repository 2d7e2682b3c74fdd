package io.lifeos.memory.recall.ranking;

import io.lifeos.memory.fact.FactFilter;
import io.lifeos.memory.recall.ScoredFact;
import io.lifeos.memory.recall.ranking.WordShares.Held;
import io.lifeos.memory.sqlite.Tokenizer;
import io.lifeos.memory.sqlite.query.FactFilterSql;
import io.lifeos.memory.sqlite.table.FullTextIndex;
import io.lifeos.memory.sqlite.table.FullTextIndex.Occurrences;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * The facts that hold words of a question, scored by BM25 from the lists of the full-text index. SQLite's own bm25 takes seven
 * times as long for each match, cannot count the facts around a fact, and prefers short facts too much.
 */
final class KeywordMatches {

    private static final int MOST_TERMS = 12;

    /** Limits the occurrences that one question reads, so that its time does not grow with the memory. */
    private static final int BUDGET = 20_000;

    private static final double K1 = 1.2;
    private static final double B = 0.4;

    /** The weight of a word in the fact itself, in its next neighbours, and in the ones after them. */
    private static final double[] AROUND = {1, 0.4, 0.2};

    private final List<Term> terms;
    private final WordShares shares;
    private final Optional<Set<Long>> few;

    private KeywordMatches(List<Term> terms, WordShares shares, Optional<Set<Long>> few) {
        this.terms = terms;
        this.shares = shares;
        this.few = few;
    }

    /**
     * Reads the lists of the rarest terms. If the rarest is in more facts than may be read, only the latest of them are read.
     *
     * @param words the terms, each with the word that it comes from
     * @param tokenizer takes facts apart to find the terms whose lists are too long
     * @param few all facts that may be recalled, if they are few, so that a list that is too long is not needed for them
     */
    static KeywordMatches read(
            Connection connection,
            Map<String, String> words,
            DocumentFrequencies documentFrequencies,
            Tokenizer tokenizer,
            Optional<Set<Long>> few)
            throws SQLException {
        FullTextIndex index = new FullTextIndex(connection);
        long facts = index.highestId();
        Map<String, Long> known = new HashMap<>();
        for (String term : words.keySet()) {
            known.put(term, documentFrequencies.of(term, index, facts));
        }
        List<String> rarest = words.keySet().stream()
                .filter(term -> known.getOrDefault(term, 0L) > 0)
                .sorted(Comparator.comparing(term -> known.getOrDefault(term, 0L)))
                .limit(MOST_TERMS)
                .toList();
        List<Term> terms = new ArrayList<>();
        Map<String, Occurrences> whole = new HashMap<>();
        List<String> tooLong = new ArrayList<>();
        long left = BUDGET;
        for (String term : rarest) {
            long frequency = known.getOrDefault(term, 0L);
            left -= frequency;
            Occurrences occurrences = left < 0 ? Occurrences.NONE : index.occurrences(term, BUDGET);
            // A list is cut too if facts hold the term several times, or more of them than were counted a while ago.
            if (left >= 0 && occurrences.total() < BUDGET) {
                terms.add(new Term(rarity(facts, frequency), occurrences));
                whole.put(term, occurrences);
            } else if (few.isPresent()) {
                tooLong.add(term);
            } else if (terms.isEmpty()) {
                String word = words.getOrDefault(term, term);
                terms.add(new Term(rarity(facts, frequency), index.latest(word, BUDGET)));
            } else {
                break;
            }
        }
        if (!tooLong.isEmpty()) {
            Map<Long, Set<String>> found = tokenizer.termsAmong(tooLong, index.texts(few.orElse(Set.of())));
            for (String term : tooLong) {
                Occurrences held = Occurrences.once(found.entrySet().stream()
                        .filter(fact -> fact.getValue().contains(term))
                        .mapToLong(Map.Entry::getKey)
                        .sorted()
                        .toArray());
                terms.add(new Term(rarity(facts, known.getOrDefault(term, 0L)), held));
                whole.put(term, held);
            }
        }
        List<WordShares.Word> all = new ArrayList<>();
        words.forEach((term, word) -> {
            long frequency = known.getOrDefault(term, 0L);
            Occurrences holders = frequency == 0 ? Occurrences.NONE : whole.get(term);
            all.add(new WordShares.Word(word, term, rarity(facts, frequency), holders));
        });
        return new KeywordMatches(terms, new WordShares(all, tokenizer), few);
    }

    private static double rarity(long facts, long frequency) {
        double others = Math.max(0, facts - frequency);
        return Math.log(1 + (others + 0.5) / (frequency + 0.5));
    }

    /** Returns what facts hold of the question's words. */
    WordShares shares() {
        return shares;
    }

    /**
     * Returns the facts that score best by themselves, out of those that the filter admits.
     *
     * @param minShare if above 0, the best of those that hold at least this share of the question's words are added
     */
    Set<Long> best(Connection connection, FactFilter filter, int limit, double minShare) throws SQLException {
        Set<Long> best = best(connection, filter, limit, facts -> facts);
        if (minShare > 0 && best.size() == limit) {
            best.addAll(best(connection, filter, limit, facts -> {
                List<Long> may = shares.mayHold(minShare, facts);
                Map<Long, Held> held = shares.heldBy(connection, may);
                may.removeIf(fact -> held.getOrDefault(fact, Held.NOTHING).share() < minShare);
                return may;
            }));
        }
        return best;
    }

    private Set<Long> best(Connection connection, FactFilter filter, int limit, Sieve sieve) throws SQLException {
        FactFilterSql condition = FactFilterSql.of(filter);
        PriorityQueue<ScoredFact> queue = queue();
        Set<Long> best = new LinkedHashSet<>();
        int chunk = 2 * limit;
        while (best.size() < limit && !queue.isEmpty()) {
            List<Long> next = new ArrayList<>();
            while (next.size() < chunk && !queue.isEmpty()) {
                next.add(queue.remove().factId());
            }
            Set<Long> admitted = few.isPresent() ? few.get() : condition.admitted(connection, next);
            next.removeIf(fact -> !admitted.contains(fact));
            sieve.pass(next).stream().limit(limit - best.size()).forEach(best::add);
            chunk *= 4;
        }
        return best;
    }

    /** Lets some facts pass, in their order. */
    private interface Sieve {
        List<Long> pass(List<Long> facts) throws SQLException;
    }

    private PriorityQueue<ScoredFact> queue() {
        long[] facts = terms.stream()
                .flatMapToLong(term -> Arrays.stream(term.occurrences.factIds()))
                .sorted()
                .distinct()
                .toArray();
        double[] scores = new double[facts.length];
        for (Term term : terms) {
            term.addTo(scores, facts);
        }
        PriorityQueue<ScoredFact> queue = new PriorityQueue<>(Comparator.comparingDouble(ScoredFact::score)
                .thenComparingLong(ScoredFact::factId)
                .reversed());
        for (int i = 0; i < facts.length; i++) {
            queue.add(new ScoredFact(facts[i], scores[i]));
        }
        return queue;
    }

    /** Scores facts by their words and by those of their neighbours. */
    Map<Long, Relevance> relevance(SessionNeighbours neighbours) {
        Map<Long, Double> lengths = new HashMap<>();
        for (long fact : neighbours.facts()) {
            lengths.put(fact, neighbours.sum(fact, AROUND, neighbours::length));
        }
        double meanLength = lengths.values().stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(1);
        Map<Long, Relevance> relevances = new HashMap<>();
        lengths.forEach((fact, length) -> {
            double norm = 1 - B + B * length / Math.max(1, meanLength);
            double all = 0;
            double own = 0;
            for (Term term : terms) {
                all += term.rarity * saturated(neighbours.sum(fact, AROUND, term.occurrences::in), norm);
                own += term.rarity * saturated(term.occurrences.in(fact), norm);
            }
            if (all > 0) {
                relevances.put(fact, new Relevance(all, own));
            }
        });
        return relevances;
    }

    private static double saturated(double count, double norm) {
        return count * (K1 + 1) / (count + K1 * norm);
    }

    private record Term(double rarity, Occurrences occurrences) {

        /** Adds the term's part to the scores of facts, whose ids ascend as those of the occurrences do. */
        void addTo(double[] scores, long[] facts) {
            int at = 0;
            for (int i = 0; i < occurrences.factIds().length; i++) {
                while (facts[at] < occurrences.factIds()[i]) {
                    at++;
                }
                scores[at] += rarity * saturated(occurrences.counts()[i], 1);
            }
        }
    }
}
