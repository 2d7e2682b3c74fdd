package io.lifeos.memory.fact;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A fact that is not stored yet, with its mentions. Two are equal if all their values are. Later versions may say more. */
public sealed interface NewFact permits NewFactRecord {

    /** {@return the text to remember, which may be empty} */
    String content();

    /** {@return the context that the fact belongs to, if there is one} */
    Optional<String> context();

    /**
     * {@return the time at which it happened, to the microsecond; if empty, the fact takes the time at which it is
     * stored}
     */
    Optional<Instant> happenedAt();

    /** {@return the origin of the fact, such as {@code mail}, if it is known} */
    Optional<String> source();

    /** {@return the confidence in the fact, 0 to 1} */
    double confidence();

    /** {@return true if an assistant said it} */
    boolean assistantOutput();

    /** {@return the id of the session that the fact came up in, if there is one} */
    Optional<String> sessionId();

    /** {@return the metadata, as JSON text that is kept exactly as it is, if there is any} */
    Optional<String> metadata();

    /** {@return the mentions of entities, in order, each entity once} */
    List<Mention> mentions();

    /**
     * Returns the owners of the fact.
     *
     * @return the owners, at most one of each kind, in the order of kinds
     */
    List<Owner> owners();

    /** {@return the key by which the fact is to be found and never stored twice, if it has one} */
    Optional<String> key();

    /** {@return what becomes of a stored fact with the same key} */
    OnSameKey onSameKey();

    /** {@return the time, to the microsecond, from which on the fact is not recalled, if there is one} */
    Optional<Instant> expiresAt();

    /** {@return the ids of the stored facts whose place it takes, each once; they are forgotten when it is stored} */
    List<Long> supersedes();

    /** {@return true if it is stored only if no fact that is recalled says the same of the same owners} */
    boolean unlessKnown();

    /** {@return a vector of the content, if it comes with one} */
    Optional<NamedVector> vector();

    /**
     * Creates a builder.
     *
     * @param content the text to remember; may be empty
     * @return a builder of a fact with confidence 1 and nothing else
     */
    static Builder of(String content) {
        return new Builder(content);
    }

    /**
     * Copies the fact with another time.
     *
     * @param time the time at which it happened
     * @return the fact
     * @throws IllegalArgumentException if the time is finer than a microsecond or outside the years 1 to 9999
     */
    NewFact withHappenedAt(Instant time);

    /**
     * Copies the fact with other owners.
     *
     * @param owners the owners; of two of one kind, the last counts
     * @return the fact
     */
    NewFact withOwners(List<Owner> owners);

    /**
     * Builds a {@link NewFact}. Null is refused with a {@link NullPointerException} unless it is allowed. Not safe for use by
     * several threads.
     */
    final class Builder {

        private final String content;
        private @Nullable String context;
        private @Nullable Instant happenedAt;
        private @Nullable String source;
        private double confidence = 1.0;
        private boolean assistantOutput;
        private @Nullable String sessionId;
        private @Nullable String metadata;
        private List<Mention> mentions = List.of();
        private final List<Owner> owners = new ArrayList<>(2);
        private @Nullable String key;
        private OnSameKey onSameKey = OnSameKey.KEEP;
        private @Nullable NamedVector vector;
        private @Nullable Instant expiresAt;
        private final Set<Long> supersedes = new LinkedHashSet<>();
        private boolean unlessKnown;

        private Builder(String content) {
            this.content = Texts.requireGiven("content", content);
        }

        /**
         * Sets the context; by default there is none.
         *
         * @param context the context, or null for none
         * @return this
         */
        public Builder context(@Nullable String context) {
            this.context = context;
            return this;
        }

        /**
         * Sets the time at which it happened; by default the fact takes the time at which it is stored.
         *
         * @param happenedAt a time in the years 1 to 9999 UTC, no finer than a microsecond, or null if it is unknown
         * @return this
         */
        public Builder happenedAt(@Nullable Instant happenedAt) {
            this.happenedAt = happenedAt;
            return this;
        }

        /**
         * Sets the source; by default there is none.
         *
         * @param source the source, or null for none
         * @return this
         */
        public Builder source(@Nullable String source) {
            this.source = source;
            return this;
        }

        /**
         * Sets the confidence; by default 1.
         *
         * @param confidence 0 to 1
         * @return this
         * @throws IllegalArgumentException if it is out of that range
         */
        public Builder confidence(double confidence) {
            this.confidence = Confidence.require(confidence);
            return this;
        }

        /**
         * Marks the fact as said by an assistant, or not; by default it is not.
         *
         * @param assistantOutput true if an assistant said it
         * @return this
         */
        public Builder assistantOutput(boolean assistantOutput) {
            this.assistantOutput = assistantOutput;
            return this;
        }

        /**
         * Sets the session; by default there is none.
         *
         * @param sessionId the id of the session, or null for none
         * @return this
         */
        public Builder sessionId(@Nullable String sessionId) {
            this.sessionId = sessionId;
            return this;
        }

        /**
         * Sets the metadata; by default there is none.
         *
         * @param metadata JSON text, which is kept exactly as it is, or null for none
         * @return this
         */
        public Builder metadata(@Nullable String metadata) {
            this.metadata = metadata;
            return this;
        }

        /**
         * Sets the mentions; by default there are none. Nothing is looked for in the content.
         *
         * @param mentions the mentions, each entity once
         * @return this
         * @see EntityExtractor#mentions
         */
        public Builder mentions(List<Mention> mentions) {
            this.mentions = Texts.requireGiven("list of mentions", mentions);
            return this;
        }

        /**
         * Sets an owner, who replaces an earlier one of the same kind; by default there is none.
         *
         * @param owner the owner
         * @return this
         */
        public Builder owner(Owner owner) {
            this.owners.add(Texts.requireGiven("owner", owner));
            return this;
        }

        /**
         * Sets the key; by default there is none.
         *
         * @param key the key; not blank, and compared exactly
         * @param onSameKey what becomes of a stored fact with the same key
         * @return this
         * @throws IllegalArgumentException if the key is blank or not valid Unicode
         */
        public Builder key(String key, OnSameKey onSameKey) {
            Texts.requireText("key", key);
            this.key = key;
            this.onSameKey = Texts.requireGiven("answer to a stored fact with the same key", onSameKey);
            return this;
        }

        /**
         * Sets a vector of the content; by default there is none.
         *
         * @param vector the vector, or null for none
         * @return this
         */
        public Builder vector(@Nullable NamedVector vector) {
            this.vector = vector;
            return this;
        }

        /**
         * Sets the time from which on the fact is not recalled; by default it is recalled for ever.
         *
         * @param expiresAt a time in the years 1 to 9999 UTC, no finer than a microsecond, or null for none
         * @return this
         */
        public Builder expiresAt(@Nullable Instant expiresAt) {
            this.expiresAt = expiresAt;
            return this;
        }

        /**
         * Adds a stored fact whose place this one takes; by default there is none.
         *
         * @param id the id of the fact
         * @return this
         */
        public Builder supersedes(long id) {
            this.supersedes.add(id);
            return this;
        }

        /**
         * Has it stored only if no fact that is recalled says the same of the same owners; by default it is stored either way.
         *
         * @return this
         */
        public Builder unlessKnown() {
            this.unlessKnown = true;
            return this;
        }

        /**
         * Builds the fact.
         *
         * @return the fact
         * @throws IllegalArgumentException if it is to supersede a fact and to replace one, or to be stored unless known and
         *     has a key or supersedes a fact; or if a memory could not hold it unaltered: a text is not valid Unicode, or a time
         *     is finer than a microsecond or outside the years 1 to 9999
         */
        public NewFact build() {
            return new NewFactRecord(
                    content,
                    Optional.ofNullable(context),
                    Optional.ofNullable(happenedAt),
                    Optional.ofNullable(source),
                    confidence,
                    assistantOutput,
                    Optional.ofNullable(sessionId),
                    Optional.ofNullable(metadata),
                    mentions,
                    owners,
                    Optional.ofNullable(key),
                    onSameKey,
                    Optional.ofNullable(vector),
                    Optional.ofNullable(expiresAt),
                    List.copyOf(supersedes),
                    unlessKnown);
        }
    }
}
