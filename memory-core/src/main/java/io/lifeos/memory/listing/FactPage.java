package io.lifeos.memory.listing;

import com.fasterxml.jackson.annotation.JsonValue;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.json.PlainValues;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A page of facts, the latest first. Two are equal if all their values are. Later versions may say more. */
public sealed interface FactPage permits FactPageRecord {

    /**
     * Creates a page, for implementors of {@code Memory} and for tests.
     *
     * @param facts the facts, the latest first
     * @param next the request for the next page; empty if this is the last
     * @return the page
     */
    static FactPage of(List<Fact> facts, Optional<PageRequest> next) {
        return new FactPageRecord(facts, next);
    }

    /** {@return the facts, the latest first} */
    List<Fact> facts();

    /** {@return the request for the next page; empty if this is the last} */
    Optional<PageRequest> next();

    /** {@return all values by name, as plain ones; Jackson 2 and 3 write this} */
    @JsonValue
    default Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> values = PlainValues.of((FactPageRecord) this);
        values.put("facts", facts().stream().map(Fact::toMap).toList());
        return values;
    }
}
