package io.lifeos.memory.recall;

import io.lifeos.memory.fact.EntityType;
import java.time.Instant;
import java.util.Optional;

/**
 * A summary of an entity, over the facts that mention it and that are neither forgotten nor said by an assistant. A memory makes
 * these; hosts only read them, so that they can grow. Two are equal if all their values are.
 */
public sealed interface EntitySummary permits EntitySummaryRecord {

    /**
     * Makes a summary.
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

    /**
     * Returns the name of the entity.
     *
     * @return the name as the memory holds it
     */
    String name();

    /**
     * Returns the type of the entity.
     *
     * @return the type
     */
    EntityType type();

    /**
     * Returns the number of facts that mention the entity.
     *
     * @return the number, at least 0
     */
    long facts();

    /**
     * Returns the time of the latest fact that mentions the entity.
     *
     * @return the time; empty if there is no such fact
     */
    Optional<Instant> lastMention();
}
