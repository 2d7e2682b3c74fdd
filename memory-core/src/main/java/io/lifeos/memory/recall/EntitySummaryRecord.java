package io.lifeos.memory.recall;

import io.lifeos.memory.fact.EntityType;
import java.time.Instant;
import java.util.Optional;

record EntitySummaryRecord(String name, EntityType type, long facts, Optional<Instant> lastMention)
        implements EntitySummary {}
