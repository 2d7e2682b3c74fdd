package io.lifeos.memory.recall;

import com.fasterxml.jackson.annotation.JsonValue;
import io.lifeos.memory.json.PlainValues;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why a fact was recalled, and why at its place. Its text says it in words. Later versions may say more. */
public sealed interface Explanation permits ExplanationRecord {

    /**
     * Creates an explanation, for implementors of {@code Memory} and for tests.
     *
     * @param words the words of the question that the fact holds
     * @param wordShare their share among the words of the question, 0 to 1
     * @param cosine the cosine of the vectors of question and fact, -1 to 1, if both are known
     * @param keyword the score by words, if words found it
     * @param vector the score by vectors, if vectors found it
     * @param order the number that hits are ordered by, 0 to 1
     * @return the explanation
     */
    static Explanation of(
            List<String> words,
            double wordShare,
            Optional<Double> cosine,
            Optional<LegScore> keyword,
            Optional<LegScore> vector,
            double order) {
        return new ExplanationRecord(words, wordShare, cosine, keyword, vector, order);
    }

    /** {@return the score of the fact, as {@link RecallHit#score()} says: the larger of word share and cosine, 0 to 1} */
    default double score() {
        return Math.min(1, Math.max(wordShare(), cosine().orElse(0.0)));
    }

    /**
     * {@return the words of the question that the content or the context of the fact holds, in any of their forms; in lower
     * case and in the order of the question; empty if it holds none, or words were not looked at}
     */
    List<String> words();

    /**
     * {@return the share of these words among all words of the question that tell something, 0 to 1; the rarer a word is
     * in the memory, the more it counts}
     */
    double wordShare();

    /**
     * {@return the cosine of the vector of the question and that of the fact, -1 to 1; empty if the fact has no vector of
     * the question's model, or vectors were not looked at}
     */
    Optional<Double> cosine();

    /**
     * {@return the score by words, with what the facts around it lent; empty if neither the fact nor one around it holds a
     * word of the question, or words were not looked at}
     */
    Optional<LegScore> keyword();

    /**
     * {@return the score by vectors, with what the facts around it lent; empty if neither the fact nor one around it is
     * among the nearest, or vectors were not looked at}
     */
    Optional<LegScore> vector();

    /**
     * {@return the number that hits are ordered by, 0 to 1, the higher the better: the weighted mean of the scores by words
     * and by vectors, each divided by the best of its kind; comparable within one result only}
     */
    double order();

    /** {@return all values by name, as plain ones; Jackson 2 and 3 write this} */
    @JsonValue
    default Map<String, @Nullable Object> toMap() {
        return PlainValues.of((ExplanationRecord) this);
    }
}
