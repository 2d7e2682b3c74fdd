package io.lifeos.memory.migration;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Result of one run, or, for a dry run, of what it would have done. {@code read = migrated + updated + skipped +
 * rejected}. Later versions may say more.
 */
public sealed interface MigrationReport permits MigrationReport.Builder.Built {

    /** {@return true if nothing was written} */
    boolean dryRun();

    /** {@return source rows read, of those selected} */
    long read();

    /** {@return source rows that were not selected: soft-deleted, superseded, or without content} */
    long leftOut();

    /** {@return rows that became new facts} */
    long migrated();

    /** {@return rows whose fact was rewritten in place} */
    long updated();

    /**
     * {@return the number of updated facts that the Python program had migrated, and that became their rows' again
     * by id and content}
     */
    long repaired();

    /** {@return rows whose fact was left as it is} */
    long skipped();

    /** {@return the rejected rows, each with its reason} */
    Listed<RejectedRow> errors();

    /** {@return facts that were changed here and left as they are, as only {@code force} overwrites them} */
    Listed<KeptFact> keptLocal();

    /**
     * {@return ids of rows that were migrated earlier and are gone from the source, or are left out of it now;
     * their facts stay}
     */
    Listed<Object> orphaned();

    /** {@return the number of facts of such rows that this run forgot, as it was asked to} */
    long goneForgotten();

    /** {@return facts that the Python program had migrated under ids of rows that have other facts; they stay} */
    Listed<UnclaimedFact> unclaimed();

    /** {@return the number of duplicates among these that this run forgot, as it was asked to} */
    long duplicatesForgotten();

    /** {@return the counts of how the rows that it brought over map to facts} */
    MappingReport mapping();

    /** {@return the reason why the run stopped before its end; empty if it reached it} */
    Optional<String> stopped();

    /** {@return the number of rejected rows} */
    default long rejected() {
        return errors().count();
    }

    /** {@return true if every selected row now has its fact: the run reached its end and rejected nothing} */
    default boolean success() {
        return stopped().isEmpty() && errors().isEmpty();
    }

    /** {@return a builder, for tests of programs that show a report; a value that is not set is empty, 0 or false} */
    static Builder builder() {
        return new Builder();
    }

    /**
     * Builds a {@link MigrationReport}; the setters are named as its accessors and refuse null with a
     * {@link NullPointerException}. Not safe for use by several threads.
     */
    final class Builder {

        private boolean dryRun;
        private long read;
        private long leftOut;
        private long migrated;
        private long updated;
        private long repaired;
        private long skipped;
        private Listed<RejectedRow> errors = Listed.none();
        private Listed<KeptFact> keptLocal = Listed.none();
        private Listed<Object> orphaned = Listed.none();
        private long goneForgotten;
        private Listed<UnclaimedFact> unclaimed = Listed.none();
        private long duplicatesForgotten;
        private @Nullable MappingReport mapping;
        private Optional<String> stopped = Optional.empty();

        private Builder() {}

        /** Sets {@link MigrationReport#dryRun()}. */
        public Builder dryRun(boolean value) {
            this.dryRun = value;
            return this;
        }

        /** Sets {@link MigrationReport#read()}. */
        public Builder read(long value) {
            this.read = value;
            return this;
        }

        /** Sets {@link MigrationReport#leftOut()}. */
        public Builder leftOut(long value) {
            this.leftOut = value;
            return this;
        }

        /** Sets {@link MigrationReport#migrated()}. */
        public Builder migrated(long value) {
            this.migrated = value;
            return this;
        }

        /** Sets {@link MigrationReport#updated()}. */
        public Builder updated(long value) {
            this.updated = value;
            return this;
        }

        /** Sets {@link MigrationReport#repaired()}. */
        public Builder repaired(long value) {
            this.repaired = value;
            return this;
        }

        /** Sets {@link MigrationReport#skipped()}. */
        public Builder skipped(long value) {
            this.skipped = value;
            return this;
        }

        /** Sets {@link MigrationReport#errors()}. */
        public Builder errors(Listed<RejectedRow> value) {
            this.errors = Objects.requireNonNull(value, "errors");
            return this;
        }

        /** Sets {@link MigrationReport#keptLocal()}. */
        public Builder keptLocal(Listed<KeptFact> value) {
            this.keptLocal = Objects.requireNonNull(value, "keptLocal");
            return this;
        }

        /** Sets {@link MigrationReport#orphaned()}. */
        public Builder orphaned(Listed<Object> value) {
            this.orphaned = Objects.requireNonNull(value, "orphaned");
            return this;
        }

        /** Sets {@link MigrationReport#goneForgotten()}. */
        public Builder goneForgotten(long value) {
            this.goneForgotten = value;
            return this;
        }

        /** Sets {@link MigrationReport#unclaimed()}. */
        public Builder unclaimed(Listed<UnclaimedFact> value) {
            this.unclaimed = Objects.requireNonNull(value, "unclaimed");
            return this;
        }

        /** Sets {@link MigrationReport#duplicatesForgotten()}. */
        public Builder duplicatesForgotten(long value) {
            this.duplicatesForgotten = value;
            return this;
        }

        /** Sets {@link MigrationReport#mapping()}. */
        public Builder mapping(MappingReport value) {
            this.mapping = Objects.requireNonNull(value, "mapping");
            return this;
        }

        /** Sets {@link MigrationReport#stopped()}. */
        public Builder stopped(Optional<String> value) {
            this.stopped = Objects.requireNonNull(value, "stopped");
            return this;
        }

        /**
         * Builds the report.
         *
         * @return the report
         * @throws NullPointerException if the mapping is not set
         */
        public MigrationReport build() {
            return new Built(
                    dryRun,
                    read,
                    leftOut,
                    migrated,
                    updated,
                    repaired,
                    skipped,
                    errors,
                    keptLocal,
                    orphaned,
                    goneForgotten,
                    unclaimed,
                    duplicatesForgotten,
                    Objects.requireNonNull(mapping, "mapping"),
                    stopped);
        }

        record Built(
                boolean dryRun,
                long read,
                long leftOut,
                long migrated,
                long updated,
                long repaired,
                long skipped,
                Listed<RejectedRow> errors,
                Listed<KeptFact> keptLocal,
                Listed<Object> orphaned,
                long goneForgotten,
                Listed<UnclaimedFact> unclaimed,
                long duplicatesForgotten,
                MappingReport mapping,
                Optional<String> stopped)
                implements MigrationReport {}
    }
}
