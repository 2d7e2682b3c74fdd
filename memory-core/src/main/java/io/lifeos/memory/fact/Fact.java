package io.lifeos.memory.fact;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A stored fact.
 *
 * @param id its number in this memory; never given to another fact
 * @param content what is remembered
 * @param context where it belongs
 * @param happenedAt when it happened, to the microsecond
 * @param source where it comes from
 * @param confidence how sure it is, 0 to 1
 * @param active false once it was forgotten
 * @param assistantOutput whether an assistant said it
 * @param sessionId the session it belongs to
 * @param metadata JSON text, as it was given
 * @param entities the names of what it mentions, in order
 * @param recordedAt when it was stored here; empty if another program stored it
 */
public record Fact(
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
        Optional<Instant> recordedAt) {

    /** Copies the list. */
    public Fact {
        entities = List.copyOf(entities);
    }
}
