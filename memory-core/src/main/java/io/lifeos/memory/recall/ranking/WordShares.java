package io.lifeos.memory.recall.ranking;

import io.lifeos.memory.sqlite.Tokenizer;
import io.lifeos.memory.sqlite.table.FullTextIndex;
import io.lifeos.memory.sqlite.table.FullTextIndex.Occurrences;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The words of a question, of which each fact holds a share. Those whose whole lists were read are looked up there; for the
 * others, which are common, the text of a fact is taken apart as the full-text index does.
 */
final class WordShares {

    /**
     * A word of the question.
     *
     * @param word the word, in lower case
     * @param term its form in the full-text index
     * @param rarity its weight
     * @param holders all facts that hold it; null if not all of them were read
     */
    record Word(
            String word,
            String term,
            double rarity,
            @Nullable Occurrences holders) {}

    private final List<Word> words;
    private final List<String> unlisted;
    private final double total;
    private final Tokenizer tokenizer;

    WordShares(List<Word> words, Tokenizer tokenizer) {
        this.words = words;
        this.unlisted = words.stream()
                .filter(word -> word.holders == null)
                .map(Word::term)
                .toList();
        this.total = words.stream().mapToDouble(Word::rarity).sum();
        this.tokenizer = tokenizer;
    }

    /** Returns the words that each of some facts holds, in the order of the question. */
    Map<Long, Held> heldBy(Connection connection, Collection<Long> factIds) throws SQLException {
        Map<Long, Set<String>> terms = unlisted.isEmpty()
                ? Map.of()
                : tokenizer.termsAmong(unlisted, new FullTextIndex(connection).texts(factIds));
        Map<Long, Held> held = new HashMap<>();
        for (long fact : factIds) {
            Set<String> others = terms.getOrDefault(fact, Set.of());
            List<Word> found = words.stream()
                    .filter(word -> word.holders == null ? others.contains(word.term) : word.holders.in(fact) > 0)
                    .toList();
            held.put(fact, held(found));
        }
        return held;
    }

    private Held held(List<Word> found) {
        double share =
                found.isEmpty() ? 0 : found.stream().mapToDouble(Word::rarity).sum() / total;
        return new Held(found.stream().map(Word::word).toList(), share);
    }

    /** Returns those of some facts whose share may be as large as one, without reading their texts. */
    List<Long> mayHold(double share, Collection<Long> factIds) {
        List<Long> may = new ArrayList<>();
        for (long fact : factIds) {
            double most = words.stream()
                    .filter(word -> word.holders == null || word.holders.in(fact) > 0)
                    .mapToDouble(Word::rarity)
                    .sum();
            if (most / total >= share) {
                may.add(fact);
            }
        }
        return may;
    }

    /**
     * What a fact holds of a question.
     *
     * @param words the words that it holds
     * @param share their share, weighted by rarity, 0 to 1
     */
    record Held(List<String> words, double share) {

        static final Held NOTHING = new Held(List.of(), 0);
    }
}
