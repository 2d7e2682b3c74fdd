package io.lifeos.memory.fact;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
     * Returns the filter without conditions.
     *
     * @return the filter that admits every fact that is neither forgotten nor said by an assistant
     */
    public static FactFilter standard() {
        return STANDARD;
    }

    /**
     * Begins a filter.
     *
     * @return a builder without conditions
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Begins a filter with the conditions of this one.
     *
     * @return a builder, independent of this filter
     */
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

    /**
     * Tells whether this filter has no conditions.
     *
     * @return true if it equals {@link #standard()}
     */
    public boolean isStandard() {
        return equals(STANDARD);
    }

    /**
     * Returns the source that a fact must have.
     *
     * @return its name, compared exactly; empty if any will do
     */
    public Optional<String> source() {
        return Optional.ofNullable(source);
    }

    /**
     * Returns the context that a fact must have.
     *
     * @return its text, compared exactly; empty if any will do
     */
    public Optional<String> context() {
        return Optional.ofNullable(context);
    }

    /**
     * Returns the entity that a fact must mention.
     *
     * @return its name, of any type, with or without a leading {@code @}; empty if none is needed
     */
    public Optional<String> entity() {
        return Optional.ofNullable(entity);
    }

    /**
     * Returns the session that a fact must belong to.
     *
     * @return its id, compared exactly; empty if any will do
     */
    public Optional<String> session() {
        return Optional.ofNullable(session);
    }

    /**
     * Returns the owners that a fact must have.
     *
     * @return at most one of each kind, in the order of kinds, compared exactly; empty if any will do
     */
    public List<Owner> owners() {
        return owners;
    }

    /**
     * Returns the earliest time at which a fact may have happened.
     *
     * @return the time in whole microseconds, inclusive; empty if there is no limit
     */
    public Optional<Instant> from() {
        return Optional.ofNullable(from);
    }

    /**
     * Returns the time before which a fact must have happened.
     *
     * @return the time in whole microseconds, exclusive; empty if there is no limit
     */
    public Optional<Instant> to() {
        return Optional.ofNullable(to);
    }

    /**
     * Returns the lowest confidence that a fact may have.
     *
     * @return 0 to 1; 0 admits all
     */
    public double minConfidence() {
        return minConfidence;
    }

    /**
     * Returns the metadata members that a fact must have, each with its value.
     *
     * @return names and values, in the order of the names; empty if none is needed
     */
    public Map<String, String> metadata() {
        return metadata;
    }

    /**
     * Tells whether forgotten facts are admitted too.
     *
     * @return false by default
     */
    public boolean includesForgotten() {
        return forgotten;
    }

    /**
     * Tells whether facts that an assistant said are admitted too.
     *
     * @return false by default
     */
    public boolean includesAssistantOutputs() {
        return assistantOutputs;
    }

    private List<@Nullable Object> conditions() {
        return Arrays.asList(
                source, context, entity, session, owners, from, to, minConfidence, metadata, forgotten, assistantOutputs);
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

    /** Collects conditions. A condition that is set again replaces the earlier one. Not safe for use by several threads. */
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
            this.source = Objects.requireNonNull(source, "source");
            return this;
        }

        /**
         * Requires a context.
         *
         * @param context its text, compared exactly
         * @return this
         */
        public Builder context(String context) {
            this.context = Objects.requireNonNull(context, "context");
            return this;
        }

        /**
         * Requires that an entity is mentioned, whatever its type.
         *
         * @param name its name; {@code @Anna} and {@code Anna} are the same
         * @return this
         * @throws IllegalArgumentException if the name is blank
         */
        public Builder entity(String name) {
            if (name.isBlank()) {
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
            this.session = Objects.requireNonNull(session, "session");
            return this;
        }

        /**
         * Requires an owner. Owners of several kinds must all be those of the fact; one of the same kind is replaced.
         *
         * @param owner the owner; facts without an owner of this kind are not admitted
         * @return this
         */
        public Builder owner(Owner owner) {
            owners.put(owner.kind(), owner);
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
         * @throws IllegalArgumentException if it is outside
         */
        public Builder minConfidence(double confidence) {
            this.minConfidence = Confidence.require(confidence);
            return this;
        }

        /**
         * Requires a member of the metadata, which must be a JSON object. Several names must all be there; a name that is
         * given again takes the new value.
         *
         * @param name the name of the member, compared exactly
         * @param value its value: a string as it is, an integer in digits, or {@code true} or {@code false}; other values
         *     match nothing
         * @return this
         */
        public Builder metadata(String name, String value) {
            metadata.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
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

        /**
         * Builds the filter.
         *
         * @return a filter with the conditions so far
         */
        public FactFilter build() {
            return new FactFilter(this);
        }
    }
}
