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
        Optional<Instant> expiresAt,
        List<Long> supersedes,
        boolean unlessKnown)
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
        supersedes = List.copyOf(supersedes);
        requireOneMeaning(!supersedes.isEmpty(), key.isPresent(), onSameKey, unlessKnown);
    }

    private static void requireOneMeaning(boolean supersedes, boolean keyed, OnSameKey onSameKey, boolean unlessKnown) {
        if (supersedes && onSameKey == OnSameKey.REPLACE) {
            throw new IllegalArgumentException("A fact cannot both supersede one and replace one; nothing was stored;"
                    + " supersede the fact that has the key, or replace it.");
        }
        if (unlessKnown && (supersedes || keyed)) {
            throw new IllegalArgumentException(
                    "A fact that is stored unless it is known cannot have a key or supersede one;"
                            + " nothing was stored; a key says by itself what is known.");
        }
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
                expiresAt,
                supersedes,
                unlessKnown);
    }

    @Override
    public NewFact withOwners(List<Owner> others) {
        return new NewFactRecord(
                content,
                context,
                happenedAt,
                source,
                confidence,
                assistantOutput,
                sessionId,
                metadata,
                mentions,
                others,
                key,
                onSameKey,
                vector,
                expiresAt,
                supersedes,
                unlessKnown);
    }
}
