package io.lifeos.memory.fact;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Holds the values of a {@link NewFact}, after checking that a memory can hold them unaltered. */
record NewFactRecord(
        String content,
        Optional<String> context,
        Optional<Instant> happenedAt,
        Optional<String> source,
        double confidence,
        boolean assistantOutput,
        Optional<String> sessionId,
        Optional<String> metadata,
        List<Mention> mentions,
        List<Owner> owners,
        Optional<String> key,
        OnSameKey onSameKey,
        Optional<NamedVector> vector,
        Optional<Instant> expiresAt)
        implements NewFact {

    NewFactRecord {
        Texts.requireUnicode("content", content);
        context.ifPresent(text -> Texts.requireUnicode("context", text));
        source.ifPresent(text -> Texts.requireUnicode("source", text));
        sessionId.ifPresent(text -> Texts.requireUnicode("session", text));
        metadata.ifPresent(text -> Texts.requireUnicode("metadata", text));
        happenedAt.ifPresent(NewFactRecord::requireStorable);
        expiresAt.ifPresent(NewFactRecord::requireStorable);
        mentions = List.copyOf(mentions);
        owners = Owner.oneOfEachKind(owners);
    }

    private static void requireStorable(Instant time) {
        if (!StoredTime.canHold(time)) {
            throw new IllegalArgumentException("The time " + time
                    + " cannot be stored; it must lie in the years 1 to 9999 UTC and be no finer than a microsecond.");
        }
    }

    @Override
    public NewFact withHappenedAt(Instant time) {
        return new NewFactRecord(
                content,
                context,
                Optional.of(time),
                source,
                confidence,
                assistantOutput,
                sessionId,
                metadata,
                mentions,
                owners,
                key,
                onSameKey,
                vector,
                expiresAt);
    }
}
