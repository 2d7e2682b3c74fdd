package io.lifeos.memory.recall;

import com.fasterxml.jackson.annotation.JsonValue;
import io.lifeos.memory.fact.EntityType;
import io.lifeos.memory.json.PlainValues;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A summary of the facts that mention an entity, without those that were forgotten or that an assistant said. Two are equal
 * if all their values are. Later versions may say more.
 */
public sealed interface EntitySummary permits EntitySummaryRecord {

    /**
     * Creates a summary, for implementors of {@code Memory} and for tests.
     *
     * @param name the name of the entity
     * @param type its type
     * @param facts the number of facts that mention it
     * @param lastMention the time of the latest of them; empty if there is none
     * @return the summary
     */
    static EntitySummary of(String name, EntityType type, long facts, Optional<Instant> lastMention) {
        return new EntitySummaryRecord(name, type, facts, lastMention);
    }

    /** {@return the name of the entity, as the memory holds it} */
    String name();

    /** {@return the type of the entity} */
    EntityType type();

    /** {@return the number of facts that mention the entity} */
    long facts();

    /** {@return the time of the latest fact that mentions the entity; empty if there is no such fact} */
    Optional<Instant> lastMention();

    /** {@return all values by name, as plain ones; Jackson 2 and 3 write this} */
    @JsonValue
    default Map<String, @Nullable Object> toMap() {
        return PlainValues.of((EntitySummaryRecord) this);
    }
}
