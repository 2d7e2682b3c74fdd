package io.lifeos.memory.listing;

import com.fasterxml.jackson.annotation.JsonValue;
import io.lifeos.memory.fact.Owner;
import io.lifeos.memory.json.PlainValues;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How many facts a memory, or a scope of it, holds, and of which kinds. Two are equal if all their values are. Later versions
 * may say more.
 */
public sealed interface MemoryStatistics permits MemoryStatistics.Builder.Built {

    /** {@return the number of facts that are neither forgotten nor expired, including those that an assistant said} */
    long facts();

    /** {@return the number of forgotten facts} */
    long forgotten();

    /** {@return the number of facts that have expired and were not forgotten} */
    long expired();

    /** {@return the time at which the earliest of these facts happened, if any has a readable time} */
    Optional<Instant> first();

    /** {@return the time at which the latest of these facts happened, if any has a readable time} */
    Optional<Instant> last();

    /** {@return the facts of each source, most facts first; facts without a source are left out} */
    List<FactGroup<String>> sources();

    /** {@return the facts of each session, the latest first; facts without a session are left out} */
    List<FactGroup<String>> sessions();

    /** {@return the facts of each owner, in the order of kinds, most facts first; facts without an owner are left out} */
    List<FactGroup<Owner>> owners();

    /** {@return the vectors of each model, most first} */
    List<VectorModel> models();

    /** {@return the size of the SQLite file with its write-ahead log, in bytes; empty within a scope} */
    OptionalLong fileBytes();

    /** {@return all values by name, as plain ones; Jackson 2 and 3 write this} */
    @JsonValue
    default Map<String, @Nullable Object> toMap() {
        return PlainValues.of((Builder.Built) this);
    }

    /** {@return a builder, for implementors of {@code Memory} and for tests; a value that is not set is 0 or empty} */
    static Builder builder() {
        return new Builder();
    }

    /**
     * Builds {@link MemoryStatistics}; the setters are named as its accessors and refuse null with a
     * {@link NullPointerException}. Not safe for use by several threads.
     */
    final class Builder {

        private long facts;
        private long forgotten;
        private long expired;
        private Optional<Instant> first = Optional.empty();
        private Optional<Instant> last = Optional.empty();
        private List<FactGroup<String>> sources = List.of();
        private List<FactGroup<String>> sessions = List.of();
        private List<FactGroup<Owner>> owners = List.of();
        private List<VectorModel> models = List.of();
        private OptionalLong fileBytes = OptionalLong.empty();

        private Builder() {}

        /** Sets {@link MemoryStatistics#facts()}. */
        public Builder facts(long value) {
            this.facts = value;
            return this;
        }

        /** Sets {@link MemoryStatistics#forgotten()}. */
        public Builder forgotten(long value) {
            this.forgotten = value;
            return this;
        }

        /** Sets {@link MemoryStatistics#expired()}. */
        public Builder expired(long value) {
            this.expired = value;
            return this;
        }

        /** Sets {@link MemoryStatistics#first()}. */
        public Builder first(Optional<Instant> value) {
            this.first = Objects.requireNonNull(value, "first");
            return this;
        }

        /** Sets {@link MemoryStatistics#last()}. */
        public Builder last(Optional<Instant> value) {
            this.last = Objects.requireNonNull(value, "last");
            return this;
        }

        /** Sets {@link MemoryStatistics#sources()}. */
        public Builder sources(List<FactGroup<String>> value) {
            this.sources = Objects.requireNonNull(value, "sources");
            return this;
        }

        /** Sets {@link MemoryStatistics#sessions()}. */
        public Builder sessions(List<FactGroup<String>> value) {
            this.sessions = Objects.requireNonNull(value, "sessions");
            return this;
        }

        /** Sets {@link MemoryStatistics#owners()}. */
        public Builder owners(List<FactGroup<Owner>> value) {
            this.owners = Objects.requireNonNull(value, "owners");
            return this;
        }

        /** Sets {@link MemoryStatistics#models()}. */
        public Builder models(List<VectorModel> value) {
            this.models = Objects.requireNonNull(value, "models");
            return this;
        }

        /** Sets {@link MemoryStatistics#fileBytes()}. */
        public Builder fileBytes(OptionalLong value) {
            this.fileBytes = Objects.requireNonNull(value, "fileBytes");
            return this;
        }

        /** {@return the statistics} */
        public MemoryStatistics build() {
            return new Built(facts, forgotten, expired, first, last, sources, sessions, owners, models, fileBytes);
        }

        record Built(
                long facts,
                long forgotten,
                long expired,
                Optional<Instant> first,
                Optional<Instant> last,
                List<FactGroup<String>> sources,
                List<FactGroup<String>> sessions,
                List<FactGroup<Owner>> owners,
                List<VectorModel> models,
                OptionalLong fileBytes)
                implements MemoryStatistics {

            Built {
                sources = List.copyOf(sources);
                sessions = List.copyOf(sessions);
                owners = List.copyOf(owners);
                models = List.copyOf(models);
            }
        }
    }
}
