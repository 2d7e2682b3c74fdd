package io.lifeos.memory.fact;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says which facts are meant, for recalling, listing and counting them: those that meet its {@linkplain #condition()
 * condition}, without those that were forgotten, that have expired or that an assistant said, unless it includes them. A filter says nothing
 * about storage: each store turns it into its own query.
 *
 * <pre>{@code
 * FactFilter mails = FactFilter.builder().source("mail").metadata("project", "atlas").build();
 * FactFilter either = FactFilter.of(Condition.source("mail").or(Condition.session("s1")));
 * }</pre>
 *
 * <p>Immutable. Two filters are equal if they have the same conditions.
 */
public final class FactFilter {

    private static final FactFilter STANDARD = builder().build();

    private final Map<Object, Condition> conditions;
    private final boolean forgotten;
    private final boolean expired;
    private final boolean assistantOutputs;
    private final @Nullable Instant asOf;

    private FactFilter(Builder settings) {
        this.conditions = Collections.unmodifiableMap(new LinkedHashMap<>(settings.conditions));
        this.forgotten = settings.forgotten;
        this.expired = settings.expired;
        this.assistantOutputs = settings.assistantOutputs;
        this.asOf = settings.asOf;
    }

    /**
     * {@return the filter without conditions, which admits every fact that is neither forgotten nor expired nor said by an
     * assistant}
     */
    public static FactFilter standard() {
        return STANDARD;
    }

    /**
     * Returns the filter with one condition.
     *
     * @param condition the condition
     * @return a filter that admits the facts that meet it and are neither forgotten nor expired nor said by an assistant
     */
    public static FactFilter of(Condition condition) {
        return builder().where(condition).build();
    }

    /** {@return a builder without conditions} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return a builder with the conditions of this filter, and independent of it} */
    public Builder toBuilder() {
        Builder copy = new Builder();
        copy.conditions.putAll(conditions);
        copy.forgotten = forgotten;
        copy.expired = expired;
        copy.assistantOutputs = assistantOutputs;
        copy.asOf = asOf;
        return copy;
    }

    /** {@return true if this filter has no conditions, so that it is {@link #standard()}, at whatever moment} */
    public boolean isStandard() {
        return conditions.isEmpty() && !forgotten && !expired && !assistantOutputs;
    }

    /** {@return the condition that a fact must meet; one of {@link Condition.All} without parts if there is none} */
    public Condition condition() {
        return Condition.all(conditions.values());
    }

    /** {@return the owners that a fact must have, beside all other conditions; empty if any will do} */
    public List<Owner> owners() {
        List<Condition> parts = condition() instanceof Condition.All all ? all.conditions() : List.of(condition());
        return parts.stream()
                .filter(Condition.OwnedBy.class::isInstance)
                .map(part -> ((Condition.OwnedBy) part).owner())
                .toList();
    }

    /** {@return true if forgotten facts are admitted too} */
    public boolean includesForgotten() {
        return forgotten;
    }

    /** {@return true if expired facts that were not forgotten are admitted too} */
    public boolean includesExpired() {
        return expired;
    }

    /**
     * {@return the moment at which a fact must not have expired yet; empty for that at which the memory is asked, by its
     * clock}
     */
    public Optional<Instant> asOf() {
        return Optional.ofNullable(asOf);
    }

    /** {@return true if facts that an assistant said are admitted too} */
    public boolean includesAssistantOutputs() {
        return assistantOutputs;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FactFilter that
                && Set.copyOf(conditions.values()).equals(Set.copyOf(that.conditions.values()))
                && forgotten == that.forgotten
                && expired == that.expired
                && Objects.equals(asOf, that.asOf)
                && assistantOutputs == that.assistantOutputs;
    }

    @Override
    public int hashCode() {
        return Objects.hash(Set.copyOf(conditions.values()), forgotten, expired, assistantOutputs, asOf);
    }

    @Override
    public String toString() {
        return "FactFilter[" + condition() + ", forgotten: " + forgotten + ", expired: " + expired + ", assistant: "
                + assistantOutputs + (asOf == null ? "" : ", as of " + asOf) + "]";
    }

    /**
     * Collects conditions, all of which must be met. One that is set again replaces the earlier one. Null is refused with a
     * {@link NullPointerException}, except as a time. Not safe for use by several threads.
     */
    public static final class Builder {

        /** By what they are about, so that a later one takes the place of an earlier one. */
        private final Map<Object, Condition> conditions = new LinkedHashMap<>();

        private boolean forgotten;
        private boolean expired;
        private boolean assistantOutputs;
        private @Nullable Instant asOf;

        private Builder() {}

        /**
         * Requires any condition, beside all others.
         *
         * @param condition the condition
         * @return this
         */
        public Builder where(Condition condition) {
            return set(condition, condition);
        }

        private Builder set(Object about, Condition condition) {
            conditions.put(Texts.requireGiven("condition", about), condition);
            return this;
        }

        private Builder setOrRemove(Object about, @Nullable Condition condition) {
            if (condition == null) {
                conditions.remove(about);
                return this;
            }
            return set(about, condition);
        }

        /**
         * Requires a source.
         *
         * @param source its name, compared exactly
         * @return this
         */
        public Builder source(String source) {
            return set("source", Condition.source(source));
        }

        /**
         * Requires a context.
         *
         * @param context its text, compared exactly
         * @return this
         */
        public Builder context(String context) {
            return set("context", Condition.context(context));
        }

        /**
         * Requires a mention of an entity, whatever its type.
         *
         * @param name its name; {@code @Anna} and {@code Anna} are the same
         * @return this
         * @throws IllegalArgumentException if the name is blank
         */
        public Builder entity(String name) {
            return set("entity", Condition.entity(name));
        }

        /**
         * Requires a session.
         *
         * @param session its id, compared exactly
         * @return this
         */
        public Builder session(String session) {
            return set("session", Condition.session(session));
        }

        /**
         * Requires an owner. Owners of several kinds must all be those of the fact; one of the same kind is replaced.
         *
         * @param owner the owner; facts without an owner of this kind are not admitted
         * @return this
         */
        public Builder owner(Owner owner) {
            Condition owned = Condition.owner(owner);
            return set(owner.kind(), owned);
        }

        /**
         * Sets the earliest time, rounded up to microseconds.
         *
         * @param from the time, inclusive, in the years 1 to 9999 UTC; null for no limit
         * @return this
         * @throws IllegalArgumentException if it lies outside these years
         */
        public Builder from(@Nullable Instant from) {
            return setOrRemove("from", from == null ? null : Condition.from(from));
        }

        /**
         * Sets the time before which a fact must have happened, rounded up to microseconds.
         *
         * @param to the time, exclusive, in the years 1 to 9999 UTC; null for no limit
         * @return this
         * @throws IllegalArgumentException if it lies outside these years
         */
        public Builder to(@Nullable Instant to) {
            return setOrRemove("to", to == null ? null : Condition.before(to));
        }

        /**
         * Sets the lowest confidence; by default 0, which admits all facts.
         *
         * @param confidence 0 to 1
         * @return this
         * @throws IllegalArgumentException if it is out of that range
         */
        public Builder minConfidence(double confidence) {
            Condition atLeast = Condition.confidenceAtLeast(confidence);
            return setOrRemove("confidence", confidence > 0 ? atLeast : null);
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
            Condition member = Condition.metadata(name).readsAs(value);
            return set(List.of("metadata", name), member);
        }

        /**
         * Admits forgotten facts too, whether they have expired or not.
         *
         * @return this
         */
        public Builder includeForgotten() {
            this.forgotten = true;
            return this;
        }

        /**
         * Admits facts that have expired too; forgotten ones only with {@link #includeForgotten()}.
         *
         * @return this
         */
        public Builder includeExpired() {
            this.expired = true;
            return this;
        }

        /**
         * Sets the moment at which a fact must not have expired yet; by default that at which the memory is asked, by its
         * clock.
         *
         * @param asOf the moment, or null for the default
         * @return this
         */
        public Builder asOf(@Nullable Instant asOf) {
            this.asOf = asOf;
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
