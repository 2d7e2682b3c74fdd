package io.lifeos.memory.fact;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A fact that is not stored yet, its mentions already found.
 *
 * @param content what is to be remembered; may be empty, but is valid Unicode
 * @param context where it belongs, or null
 * @param happenedAt when it happened, to the microsecond, in the years 1 to 9999 UTC; null means unknown: then it takes
 *     the time at which it is stored
 * @param source where it comes from, or null
 * @param confidence how sure it is, 0 to 1
 * @param assistantOutput whether an assistant said it
 * @param sessionId the session it belongs to, or null
 * @param metadata JSON text, kept as it is, or null
 * @param mentions what it mentions, each entity once
 */
public record NewFact(
        String content,
        @Nullable String context,
        @Nullable Instant happenedAt,
        @Nullable String source,
        double confidence,
        boolean assistantOutput,
        @Nullable String sessionId,
        @Nullable String metadata,
        List<Mention> mentions) {

    /**
     * Checks what the file could not hold unaltered.
     *
     * @throws IllegalArgumentException if a text is not valid Unicode, the confidence is not in 0 to 1, or the time is
     *     finer than a microsecond or outside the years 1 to 9999
     */
    public NewFact {
        Texts.requireUnicode("content", content);
        requireUnicode("context", context);
        requireUnicode("source", source);
        requireUnicode("session", sessionId);
        requireUnicode("metadata", metadata);
        if (!(confidence >= 0.0 && confidence <= 1.0)) {
            throw new IllegalArgumentException("The confidence is " + confidence + "; it must be from 0 to 1.");
        }
        if (happenedAt != null && !UtcText.canHold(happenedAt)) {
            throw new IllegalArgumentException("The time " + happenedAt
                    + " cannot be stored; it must lie in the years 1 to 9999 UTC and be no finer than a microsecond.");
        }
        mentions = List.copyOf(mentions);
    }

    /**
     * The same fact at another time.
     *
     * @param time when it happened
     * @return the fact
     * @throws IllegalArgumentException if it is finer than a microsecond or outside the years 1 to 9999
     */
    public NewFact withHappenedAt(Instant time) {
        return new NewFact(content, context, time, source, confidence, assistantOutput, sessionId, metadata, mentions);
    }

    private static void requireUnicode(String what, @Nullable String text) {
        if (text != null) {
            Texts.requireUnicode(what, text);
        }
    }
}
