package io.lifeos.memory.fact;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A stored fact. Two facts are equal if all their values are. */
public sealed interface Fact permits FactRecord {

    /**
     * Returns the fact's number in this memory, which is never given to another fact.
     *
     * @return the id
     */
    long id();

    /**
     * Returns the text to remember.
     *
     * @return the content
     */
    String content();

    /**
     * Returns the context that the fact belongs to.
     *
     * @return the context, if there is one
     */
    Optional<String> context();

    /**
     * Returns the time at which it happened.
     *
     * @return the time, to the microsecond
     */
    Instant happenedAt();

    /**
     * Returns the origin of the fact, such as {@code treasury}.
     *
     * @return the source, if it is known
     */
    Optional<String> source();

    /**
     * Returns the confidence in the fact.
     *
     * @return 0 to 1
     */
    double confidence();

    /**
     * Tells whether the fact is remembered.
     *
     * @return false once the fact was forgotten
     */
    boolean active();

    /**
     * Tells whether an assistant said it.
     *
     * @return true if an assistant said it
     */
    boolean assistantOutput();

    /**
     * Returns the session that the fact came up in.
     *
     * @return the id of the session, if there is one
     */
    Optional<String> sessionId();

    /**
     * Returns the metadata.
     *
     * @return JSON text, exactly as it was given
     */
    Optional<String> metadata();

    /**
     * Returns the names of the entities that the fact mentions.
     *
     * @return the names, in the order of the mentions, each once
     */
    List<String> entities();

    /**
     * Returns those whose memory the fact is.
     *
     * @return the owners, at most one of each kind, in the order of kinds; empty if none is known
     */
    List<Owner> owners();

    /**
     * Returns the time at which the fact was stored in this memory.
     *
     * @return the time, to the microsecond; empty if another program stored it
     */
    Optional<Instant> recordedAt();

    /**
     * Creates a builder, for implementors of a memory and for tests.
     *
     * @param id the id
     * @param content the content
     * @param happenedAt the time at which it happened
     * @return a builder of an active fact with confidence 1 and nothing else
     */
    static Builder builder(long id, String content, Instant happenedAt) {
        return new Builder(id, content, happenedAt);
    }

    /** Builds a {@link Fact}. Not safe for use by several threads. */
    final class Builder {

        private final long id;
        private final String content;
        private final Instant happenedAt;
        private @Nullable String context;
        private @Nullable String source;
        private double confidence = 1.0;
        private boolean active = true;
        private boolean assistantOutput;
        private @Nullable String sessionId;
        private @Nullable String metadata;
        private List<String> entities = List.of();
        private List<Owner> owners = List.of();
        private @Nullable Instant recordedAt;

        private Builder(long id, String content, Instant happenedAt) {
            this.id = id;
            this.content = content;
            this.happenedAt = happenedAt;
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
         */
        public Builder confidence(double confidence) {
            this.confidence = confidence;
            return this;
        }

        /**
         * Marks the fact as remembered or forgotten; by default it is remembered.
         *
         * @param active false if it was forgotten
         * @return this
         */
        public Builder active(boolean active) {
            this.active = active;
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
         * @param metadata JSON text, or null for none
         * @return this
         */
        public Builder metadata(@Nullable String metadata) {
            this.metadata = metadata;
            return this;
        }

        /**
         * Sets the names of the entities that the fact mentions; by default none.
         *
         * @param entities the names, in order, each once
         * @return this
         */
        public Builder entities(List<String> entities) {
            this.entities = entities;
            return this;
        }

        /**
         * Sets the owners; by default there are none.
         *
         * @param owners the owners; of two of one kind, the last counts
         * @return this
         */
        public Builder owners(List<Owner> owners) {
            this.owners = owners;
            return this;
        }

        /**
         * Sets the time at which the fact was stored; by default it is unknown.
         *
         * @param recordedAt the time, or null if it is unknown
         * @return this
         */
        public Builder recordedAt(@Nullable Instant recordedAt) {
            this.recordedAt = recordedAt;
            return this;
        }

        /**
         * Builds the fact.
         *
         * @return the fact
         */
        public Fact build() {
            return new FactRecord(
                    id,
                    content,
                    Optional.ofNullable(context),
                    happenedAt,
                    Optional.ofNullable(source),
                    confidence,
                    active,
                    assistantOutput,
                    Optional.ofNullable(sessionId),
                    Optional.ofNullable(metadata),
                    entities,
                    owners,
                    Optional.ofNullable(recordedAt));
        }
    }
}
