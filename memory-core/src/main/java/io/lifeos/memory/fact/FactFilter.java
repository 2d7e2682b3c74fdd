package io.lifeos.memory.fact;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The conditions that a fact must meet to be found. All of them must hold; a filter without conditions admits every fact that
 * is neither forgotten nor said by an assistant. A filter says nothing about storage: each store turns it into its own query.
 *
 * <pre>{@code
 * FactFilter filter = FactFilter.builder().source("mail").metadata("project", "atlas").build();
 * }</pre>
 *
 * <p>Immutable. Two filters are equal if they have the same conditions.
 */
public final class FactFilter {

    private static final FactFilter STANDARD = builder().build();

    private final @Nullable String source;
    private final @Nullable String context;
    private final @Nullable String entity;
    private final @Nullable String session;
    private final List<Owner> owners;
    private final @Nullable Instant from;
    private final @Nullable Instant to;
    private final double minConfidence;
    private final Map<String, String> metadata;
    private final boolean forgotten;
    private final boolean assistantOutputs;

    private FactFilter(Builder settings) {
        this.source = settings.source;
        this.context = settings.context;
        this.entity = settings.entity;
        this.session = settings.session;
        this.owners = List.copyOf(settings.owners.values());
        this.from = settings.from;
        this.to = settings.to;
        this.minConfidence = settings.minConfidence;
        this.metadata = Collections.unmodifiableMap(new TreeMap<>(settings.metadata));
        this.forgotten = settings.forgotten;
        this.assistantOutputs = settings.assistantOutputs;
    }

    /**
     * {@return the filter without conditions, which admits every fact that is neither forgotten nor said by an
     * assistant}
     */
    public static FactFilter standard() {
        return STANDARD;
    }

    /** {@return a builder without conditions} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return a builder with the conditions of this filter, and independent of it} */
    public Builder toBuilder() {
        Builder copy = new Builder();
        copy.source = source;
        copy.context = context;
        copy.entity = entity;
        copy.session = session;
        owners.forEach(copy::owner);
        copy.from = from;
        copy.to = to;
        copy.minConfidence = minConfidence;
        copy.metadata.putAll(metadata);
        copy.forgotten = forgotten;
        copy.assistantOutputs = assistantOutputs;
        return copy;
    }

    /** {@return true if this filter has no conditions, so that it equals {@link #standard()}} */
    public boolean isStandard() {
        return equals(STANDARD);
    }

    /** {@return the source that a fact must have, compared exactly; empty if any will do} */
    public Optional<String> source() {
        return Optional.ofNullable(source);
    }

    /** {@return the context that a fact must have, compared exactly; empty if any will do} */
    public Optional<String> context() {
        return Optional.ofNullable(context);
    }

    /**
     * {@return the name of the entity that a fact must mention, of any type, with or without a leading {@code @}; empty
     * if none is needed}
     */
    public Optional<String> entity() {
        return Optional.ofNullable(entity);
    }

    /** {@return the id of the session that a fact must belong to, compared exactly; empty if any will do} */
    public Optional<String> session() {
        return Optional.ofNullable(session);
    }

    /**
     * {@return the owners that a fact must have, at most one of each kind, in the order of kinds, compared exactly; empty
     * if any will do}
     */
    public List<Owner> owners() {
        return owners;
    }

    /**
     * {@return the earliest time at which a fact may have happened, inclusive, in whole microseconds; empty if there is
     * no limit}
     */
    public Optional<Instant> from() {
        return Optional.ofNullable(from);
    }

    /**
     * {@return the time before which a fact must have happened, exclusive, in whole microseconds; empty if there is no
     * limit}
     */
    public Optional<Instant> to() {
        return Optional.ofNullable(to);
    }

    /** {@return the lowest confidence that a fact may have, 0 to 1; 0 admits all} */
    public double minConfidence() {
        return minConfidence;
    }

    /**
     * {@return the metadata members that a fact must have, with their values, in the order of their names; empty if
     * none is needed}
     */
    public Map<String, String> metadata() {
        return metadata;
    }

    /** {@return true if forgotten facts are admitted too} */
    public boolean includesForgotten() {
        return forgotten;
    }

    /** {@return true if facts that an assistant said are admitted too} */
    public boolean includesAssistantOutputs() {
        return assistantOutputs;
    }

    private List<@Nullable Object> conditions() {
        return Arrays.asList(
                source,
                context,
                entity,
                session,
                owners,
                from,
                to,
                minConfidence,
                metadata,
                forgotten,
                assistantOutputs);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FactFilter that && conditions().equals(that.conditions());
    }

    @Override
    public int hashCode() {
        return conditions().hashCode();
    }

    @Override
    public String toString() {
        return "FactFilter[source, context, entity, session, owners, from, to, confidence, metadata, forgotten, assistant: "
                + conditions() + "]";
    }

    /**
     * Collects conditions. A condition that is set again replaces the earlier one. Null is refused with a
     * {@link NullPointerException}, except as a time. Not safe for use by several threads.
     */
    public static final class Builder {

        private @Nullable String source;
        private @Nullable String context;
        private @Nullable String entity;
        private @Nullable String session;
        private final Map<Owner.Kind, Owner> owners = new EnumMap<>(Owner.Kind.class);
        private @Nullable Instant from;
        private @Nullable Instant to;
        private double minConfidence;
        private final Map<String, String> metadata = new LinkedHashMap<>();
        private boolean forgotten;
        private boolean assistantOutputs;

        private Builder() {}

        /**
         * Requires a source.
         *
         * @param source its name, compared exactly
         * @return this
         */
        public Builder source(String source) {
            this.source = Texts.requireGiven("source", source);
            return this;
        }

        /**
         * Requires a context.
         *
         * @param context its text, compared exactly
         * @return this
         */
        public Builder context(String context) {
            this.context = Texts.requireGiven("context", context);
            return this;
        }

        /**
         * Requires a mention of an entity, whatever its type.
         *
         * @param name its name; {@code @Anna} and {@code Anna} are the same
         * @return this
         * @throws IllegalArgumentException if the name is blank
         */
        public Builder entity(String name) {
            if (Texts.requireGiven("name of the entity", name).isBlank()) {
                throw new IllegalArgumentException("The name of the entity is blank.");
            }
            this.entity = name;
            return this;
        }

        /**
         * Requires a session.
         *
         * @param session its id, compared exactly
         * @return this
         */
        public Builder session(String session) {
            this.session = Texts.requireGiven("session", session);
            return this;
        }

        /**
         * Requires an owner. Owners of several kinds must all be those of the fact; one of the same kind is replaced.
         *
         * @param owner the owner; facts without an owner of this kind are not admitted
         * @return this
         */
        public Builder owner(Owner owner) {
            owners.put(Texts.requireGiven("owner", owner).kind(), owner);
            return this;
        }

        /**
         * Sets the earliest time, rounded up to microseconds.
         *
         * @param from the time, inclusive, in the years 1 to 9999 UTC; null for no limit
         * @return this
         * @throws IllegalArgumentException if it lies outside these years
         */
        public Builder from(@Nullable Instant from) {
            this.from = from == null ? null : atOrAfter(from);
            return this;
        }

        /**
         * Sets the time before which a fact must have happened, rounded up to microseconds.
         *
         * @param to the time, exclusive, in the years 1 to 9999 UTC; null for no limit
         * @return this
         * @throws IllegalArgumentException if it lies outside these years
         */
        public Builder to(@Nullable Instant to) {
            this.to = to == null ? null : atOrAfter(to);
            return this;
        }

        private static Instant atOrAfter(Instant time) {
            Instant micros = time.truncatedTo(ChronoUnit.MICROS);
            if (!StoredTime.canHold(micros)) {
                throw new IllegalArgumentException(
                        "The time " + time + " cannot be compared; it must lie in the years 1 to 9999 UTC.");
            }
            Instant next = micros.plus(1, ChronoUnit.MICROS);
            return micros.equals(time) || !StoredTime.canHold(next) ? micros : next;
        }

        /**
         * Sets the lowest confidence; by default 0, which admits all facts.
         *
         * @param confidence 0 to 1
         * @return this
         * @throws IllegalArgumentException if it is out of that range
         */
        public Builder minConfidence(double confidence) {
            this.minConfidence = Confidence.require(confidence);
            return this;
        }

        /**
         * Requires a member of the metadata, which must be a JSON object. If this is called for several members, all of them
         * must be there; a name that is given again takes the new value.
         *
         * @param name the name of the member, compared exactly
         * @param value its value: a string as it is, an integer in digits, or {@code true} or {@code false}; other values
         *     match nothing
         * @return this
         */
        public Builder metadata(String name, String value) {
            metadata.put(Texts.requireGiven("name of a member", name), Texts.requireGiven("value of a member", value));
            return this;
        }

        /**
         * Admits forgotten facts too.
         *
         * @return this
         */
        public Builder includeForgotten() {
            this.forgotten = true;
            return this;
        }

        /**
         * Admits facts that an assistant said too.
         *
         * @return this
         */
        public Builder includeAssistantOutputs() {
            this.assistantOutputs = true;
            return this;
        }

        /** {@return a filter with the conditions so far} */
        public FactFilter build() {
            return new FactFilter(this);
        }
    }
}
