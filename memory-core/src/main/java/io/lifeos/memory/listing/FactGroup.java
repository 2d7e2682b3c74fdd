package io.lifeos.memory.listing;

import com.fasterxml.jackson.annotation.JsonValue;
import io.lifeos.memory.json.PlainValues;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The facts that have one value in common, such as a session or an owner: those that are not forgotten, including those that
 * an assistant said. Two are equal if all their values are. Later versions may say more.
 *
 * @param <K> the type of the value
 */
public sealed interface FactGroup<K> permits FactGroupRecord {

    /**
     * Creates a group, for implementors of {@code Memory} and for tests.
     *
     * @param key the value
     * @param facts the number of facts
     * @param first the time of the earliest; empty if no fact has a readable time
     * @param last the time of the latest; empty if no fact has a readable time
     * @param <K> the type of the value
     * @return the group
     */
    static <K> FactGroup<K> of(K key, long facts, Optional<Instant> first, Optional<Instant> last) {
        return new FactGroupRecord<>(key, facts, first, last);
    }

    /** {@return the value that the facts have in common} */
    K key();

    /** {@return the number of facts} */
    long facts();

    /** {@return the time at which the earliest of them happened; empty if no fact has a readable time} */
    Optional<Instant> first();

    /** {@return the time at which the latest of them happened; empty if no fact has a readable time} */
    Optional<Instant> last();

    /** {@return all values by name, as plain ones; Jackson 2 and 3 write this} */
    @JsonValue
    default Map<String, @Nullable Object> toMap() {
        return PlainValues.of((FactGroupRecord<?>) this);
    }
}
