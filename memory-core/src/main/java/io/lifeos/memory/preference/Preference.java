package io.lifeos.memory.preference;

import com.fasterxml.jackson.annotation.JsonValue;
import io.lifeos.memory.fact.Owner;
import io.lifeos.memory.json.PlainValues;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a person prefers in one matter, such as the value {@code tea} for the key {@code drink} in the category {@code food}.
 *
 * <p>A preference begins with a confidence of 0.5. The same value stated again adds 0.1; another value takes its place, and
 * takes 0.15 away, as the person is less sure than it seemed. The confidence stays within 0 and 1. These numbers are this
 * library's own; the Python program that it succeeds, and that may share the file, moves within 0.1 and 0.95.
 *
 * <p>Two preferences are equal if all their values are. Later versions may say more.
 */
public sealed interface Preference permits PreferenceRecord {

    /**
     * Creates a preference, for implementors of {@code Memory} and for tests.
     *
     * @param user the person
     * @param category the category
     * @param key the key, unique within the person's category
     * @param value the value
     * @param confidence the confidence, 0 to 1
     * @param evidence the number of times that it was stated
     * @param since the time at which it was first stated; empty if unknown
     * @param statedAt the time at which it was last stated; empty if unknown
     * @return the preference
     */
    static Preference of(
            Owner user,
            String category,
            String key,
            String value,
            double confidence,
            long evidence,
            Optional<Instant> since,
            Optional<Instant> statedAt) {
        return new PreferenceRecord(
                require(user, "user"),
                require(category, "category"),
                require(key, "key"),
                require(value, "value"),
                confidence,
                evidence,
                require(since, "time of the first statement"),
                require(statedAt, "time of the last statement"));
    }

    /**
     * Creates a preference that is stated for the first time, for implementors of {@code Memory}.
     *
     * @param user the person
     * @param category the category
     * @param key the key
     * @param value the value
     * @param now the time
     * @return the preference, with a confidence of 0.5
     */
    static Preference stated(Owner user, String category, String key, String value, Instant now) {
        return of(user, category, key, value, 0.5, 1, Optional.of(now), Optional.of(now));
    }

    /**
     * Returns what this becomes by one more statement, for implementors of {@code Memory}.
     *
     * @param value the value that is stated
     * @param now the time
     * @return the preference with this value, and 0.1 more confidence if it is the same, else 0.15 less
     */
    default Preference restated(String value, Instant now) {
        double moved = confidence() + (require(value, "value").equals(value()) ? 0.1 : -0.15);
        // Without the noise of binary fractions, which would let 0.5 and five statements end at 0.9999999999999999.
        double rounded =
                BigDecimal.valueOf(moved).setScale(4, RoundingMode.HALF_EVEN).doubleValue();
        return of(
                user(),
                category(),
                key(),
                value,
                Math.max(0, Math.min(1, rounded)),
                evidence() + 1,
                since(),
                Optional.of(now));
    }

    /** {@return the person whose preference it is} */
    Owner user();

    /** {@return the category} */
    String category();

    /** {@return the key, unique within the person's category} */
    String key();

    /** {@return the value that was stated last} */
    String value();

    /** {@return the confidence, 0 to 1} */
    double confidence();

    /** {@return the number of times that it was stated, with this value or another} */
    long evidence();

    /** {@return the time at which it was first stated; empty if another program left no time} */
    Optional<Instant> since();

    /** {@return the time at which it was last stated; empty if another program left no time} */
    Optional<Instant> statedAt();

    /**
     * Tells whether the statements contradicted each other, as the confidence is lower than it would be had all named one
     * value.
     *
     * @return true if some statement named another value than the one before
     */
    default boolean contested() {
        double undisputed = Math.min(0.95, 0.4 + 0.1 * evidence());
        return confidence() < undisputed - 1e-6;
    }

    /** {@return all values by name, as plain ones; Jackson 2 and 3 write this} */
    @JsonValue
    default Map<String, @Nullable Object> toMap() {
        return PlainValues.of((PreferenceRecord) this);
    }

    private static <T> T require(T value, String name) {
        return Objects.requireNonNull(value, () -> "The " + name + " of the preference is null.");
    }
}
