package io.lifeos.memory.migration;

import com.fasterxml.jackson.annotation.JsonValue;
import io.lifeos.memory.json.PlainValues;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** State of a migration. A number that could not be found is empty, never 0. Later versions may say more. */
public sealed interface MigrationStatus permits MigrationStatus.Builder.Built {

    /** {@return true if the source could be read} */
    boolean postgresAvailable();

    /** {@return the reason why it could not; empty if it could} */
    Optional<String> reason();

    /** {@return source rows selected for migration} */
    OptionalLong postgresCount();

    /** {@return source rows not selected, such as retired ones, those of a tool, and those without content} */
    OptionalLong leftOut();

    /** {@return facts in the local memory, of whatever origin, forgotten ones included} */
    long sqliteCount();

    /** {@return facts that are linked to a row of this source} */
    OptionalLong migratedCount();

    /** {@return selected rows that have no link yet, found by looking for each id} */
    OptionalLong pendingCount();

    /** {@return all values by name, as plain ones; Jackson 2 and 3 write this} */
    @JsonValue
    default Map<String, @Nullable Object> toMap() {
        return PlainValues.of((Builder.Built) this);
    }

    /** {@return a builder, for tests of programs that show a report; a value that is not set is empty, 0 or false} */
    static Builder builder() {
        return new Builder();
    }

    /**
     * Builds a {@link MigrationStatus}; the setters are named as its accessors and refuse null with a
     * {@link NullPointerException}. Not safe for use by several threads.
     */
    final class Builder {

        private boolean postgresAvailable;
        private Optional<String> reason = Optional.empty();
        private OptionalLong postgresCount = OptionalLong.empty();
        private OptionalLong leftOut = OptionalLong.empty();
        private long sqliteCount;
        private OptionalLong migratedCount = OptionalLong.empty();
        private OptionalLong pendingCount = OptionalLong.empty();

        private Builder() {}

        /** Sets {@link MigrationStatus#postgresAvailable()}. */
        public Builder postgresAvailable(boolean value) {
            this.postgresAvailable = value;
            return this;
        }

        /** Sets {@link MigrationStatus#reason()}. */
        public Builder reason(Optional<String> value) {
            this.reason = Objects.requireNonNull(value, "reason");
            return this;
        }

        /** Sets {@link MigrationStatus#postgresCount()}. */
        public Builder postgresCount(OptionalLong value) {
            this.postgresCount = Objects.requireNonNull(value, "postgresCount");
            return this;
        }

        /** Sets {@link MigrationStatus#leftOut()}. */
        public Builder leftOut(OptionalLong value) {
            this.leftOut = Objects.requireNonNull(value, "leftOut");
            return this;
        }

        /** Sets {@link MigrationStatus#sqliteCount()}. */
        public Builder sqliteCount(long value) {
            this.sqliteCount = value;
            return this;
        }

        /** Sets {@link MigrationStatus#migratedCount()}. */
        public Builder migratedCount(OptionalLong value) {
            this.migratedCount = Objects.requireNonNull(value, "migratedCount");
            return this;
        }

        /** Sets {@link MigrationStatus#pendingCount()}. */
        public Builder pendingCount(OptionalLong value) {
            this.pendingCount = Objects.requireNonNull(value, "pendingCount");
            return this;
        }

        /**
         * Builds the status.
         *
         * @return the status
         */
        public MigrationStatus build() {
            return new Built(
                    postgresAvailable, reason, postgresCount, leftOut, sqliteCount, migratedCount, pendingCount);
        }

        record Built(
                boolean postgresAvailable,
                Optional<String> reason,
                OptionalLong postgresCount,
                OptionalLong leftOut,
                long sqliteCount,
                OptionalLong migratedCount,
                OptionalLong pendingCount)
                implements MigrationStatus {}
    }
}
