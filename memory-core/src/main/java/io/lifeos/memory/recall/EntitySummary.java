package io.lifeos.memory.recall;

import io.lifeos.memory.fact.EntityType;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of an entity. Forgotten facts, and what an assistant said, do not count.
 *
 * @param name its name as the memory holds it
 * @param type what kind of thing it is
 * @param facts how many facts mention it
 * @param lastMention when the latest of them happened; empty if there is none
 */
public record EntitySummary(String name, EntityType type, long facts, Optional<Instant> lastMention) {}
