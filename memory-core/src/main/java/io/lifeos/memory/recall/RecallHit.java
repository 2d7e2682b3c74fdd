package io.lifeos.memory.recall;

import com.fasterxml.jackson.annotation.JsonValue;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.json.PlainValues;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A recalled fact with its score. Later versions may say more. */
public sealed interface RecallHit permits RecallHitRecord {

    /**
     * Creates a hit, for implementors of {@code Memory} and for tests.
     *
     * @param fact the fact
     * @param explanation why it was found, of which the score follows
     * @return the hit
     */
    static RecallHit of(Fact fact, Explanation explanation) {
        return new RecallHitRecord(fact, explanation.score(), explanation);
    }

    /** {@return the fact, as it was when it was found} */
    Fact fact();

    /** {@return the content of the fact, word for word} */
    default String content() {
        return fact().content();
    }

    /**
     * {@return how well the fact itself answers the question, 0 to 1: the larger of the cosine of their vectors, where below
     * 0 is 0, and the share, weighted by rarity, of the question's words that the fact holds; what was not looked at counts
     * 0. It need not fall along a result: hits are ordered by {@link Explanation#order()}, to which the facts around a fact
     * in its session contribute}
     */
    double score();

    /** {@return why the fact was found, and why at its place} */
    Explanation explain();

    /**
     * {@return the score by words; empty if neither the fact nor one around it holds a word of the question, or words
     * were not looked at}
     */
    default Optional<LegScore> keyword() {
        return explain().keyword();
    }

    /**
     * {@return the score by vectors; empty if neither the fact nor one around it is among the nearest, or vectors were
     * not looked at}
     */
    default Optional<LegScore> vector() {
        return explain().vector();
    }

    /**
     * {@return the hit as one line for a prompt, such as {@code [2026-01-25, treasury, 0.90] KR8TIV sold at 0.12}: the day
     * in UTC on which it happened, its source and its context, each if there is one, its {@link #score()}, and its content;
     * a line break, with the blanks around it, becomes a space}
     */
    String describe();

    /** {@return all values by name, as plain ones; Jackson 2 and 3 write this} */
    @JsonValue
    default Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> values = PlainValues.of((RecallHitRecord) this);
        values.put("fact", fact().toMap());
        return values;
    }
}
