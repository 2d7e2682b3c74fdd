package io.lifeos.memory.fact;

import com.fasterxml.jackson.annotation.JsonValue;
import io.lifeos.memory.json.Json;
import io.lifeos.memory.json.PlainValues;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A stored fact. Two are equal if all their values are. Later versions may say more. */
public sealed interface Fact permits FactRecord {

    /** {@return the number of the fact in its memory, which is never given to another fact} */
    long id();

    /** {@return the text to remember} */
    String content();

    /** {@return the context that the fact belongs to, if there is one} */
    Optional<String> context();

    /** {@return the time at which it happened, to the microsecond} */
    Instant happenedAt();

    /** {@return the origin of the fact, such as {@code mail}, if it is known} */
    Optional<String> source();

    /** {@return the confidence in the fact, 0 to 1} */
    double confidence();

    /** {@return true if the fact is remembered; false once it was forgotten} */
    boolean active();

    /** {@return true if an assistant said it} */
    boolean assistantOutput();

    /** {@return the id of the session that the fact came up in, if there is one} */
    Optional<String> sessionId();

    /** {@return the metadata, as JSON text exactly as it was given, if there is any} */
    Optional<String> metadata();

    /** {@return the names of the entities that the fact mentions, in the order of the mentions, each once} */
    List<String> entities();

    /**
     * {@return the owners of the fact, at most one of each kind, in the order of kinds; empty if none is known}
     */
    List<Owner> owners();

    /**
     * {@return the time at which the fact was stored in this memory, to the microsecond; empty if another program
     * stored it}
     */
    Optional<Instant> recordedAt();

    /** {@return the time, to the microsecond, from which on the fact is not recalled, if there is one} */
    Optional<Instant> expiresAt();

    /** {@return the key that the fact was retained under, if it was} */
    Optional<String> key();

    /** {@return the row that the fact came from, if it was migrated} */
    Optional<Origin> origin();

    /**
     * Reads the metadata as an object.
     *
     * @return the members by name, in order: strings, numbers (a fraction as a {@code Double}), booleans, nulls, and maps and
     *     lists of these, in a map of the caller's own; empty if there is no metadata, or it is no JSON object
     */
    default Map<String, @Nullable Object> metadataMap() {
        return metadata().flatMap(Json::object).orElseGet(LinkedHashMap::new);
    }

    /**
     * Reads the metadata as a value of a type of the caller's, such as a record, by Jackson 2.
     *
     * @param type the type; members of the metadata that it does not have are passed over
     * @param <T> the type
     * @return the value; empty if there is no metadata, or it is the null of JSON
     * @throws IllegalArgumentException if the metadata is no JSON or does not fit the type
     */
    default <T> Optional<T> metadata(Class<T> type) {
        Texts.requireGiven("type", type);
        return metadata().map(text -> {
            try {
                return Json.read(text, type);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "The metadata of fact " + id() + " cannot be read as " + type.getName() + ": " + e.getMessage(),
                        e);
            }
        });
    }

    /**
     * Returns all values by name, as plain ones. Jackson 2 and 3 write a fact as this.
     *
     * @return strings, numbers, booleans, nulls, and maps and lists of these, in a map of the caller's own; times are in
     *     ISO form, the metadata is the value that its text says, or the text if that is no JSON
     */
    @JsonValue
    default Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> values = PlainValues.of((FactRecord) this);
        metadata().ifPresent(text -> values.put("metadata", Json.valueOrText(text)));
        return values;
    }

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

    /**
     * Builds a {@link Fact}. Null is refused with a {@link NullPointerException} unless it is allowed. Not safe for use by
     * several threads.
     */
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
        private @Nullable Instant expiresAt;
        private @Nullable String key;
        private @Nullable Origin origin;

        private Builder(long id, String content, Instant happenedAt) {
            this.id = id;
            this.content = Texts.requireGiven("content", content);
            this.happenedAt = Texts.requireGiven("time", happenedAt);
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
            this.entities = Texts.requireGiven("list of entities", entities);
            return this;
        }

        /**
         * Sets the owners; by default there are none.
         *
         * @param owners the owners; of two of one kind, the last counts
         * @return this
         */
        public Builder owners(List<Owner> owners) {
            this.owners = Texts.requireGiven("list of owners", owners);
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
         * Sets the time from which on the fact is not recalled; by default there is none.
         *
         * @param expiresAt the time, or null for none
         * @return this
         */
        public Builder expiresAt(@Nullable Instant expiresAt) {
            this.expiresAt = expiresAt;
            return this;
        }

        /**
         * Sets the key; by default there is none.
         *
         * @param key the key, or null for none
         * @return this
         */
        public Builder key(@Nullable String key) {
            this.key = key;
            return this;
        }

        /**
         * Sets the row that the fact came from; by default there is none.
         *
         * @param origin the row, or null for none
         * @return this
         */
        public Builder origin(@Nullable Origin origin) {
            this.origin = origin;
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
                    Optional.ofNullable(recordedAt),
                    Optional.ofNullable(expiresAt),
                    Optional.ofNullable(key),
                    Optional.ofNullable(origin));
        }
    }
}
