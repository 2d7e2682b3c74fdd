package io.lifeos.memory.fact;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Holds the values of a {@link Fact}. */
record FactRecord(
        long id,
        String content,
        Optional<String> context,
        Instant happenedAt,
        Optional<String> source,
        double confidence,
        boolean active,
        boolean assistantOutput,
        Optional<String> sessionId,
        Optional<String> metadata,
        List<String> entities,
        List<Owner> owners,
        Optional<Instant> recordedAt,
        Optional<Instant> expiresAt,
        Optional<String> key,
        Optional<Origin> origin)
        implements Fact {

    FactRecord {
        entities = List.copyOf(entities);
        owners = Owner.oneOfEachKind(owners);
    }
}
