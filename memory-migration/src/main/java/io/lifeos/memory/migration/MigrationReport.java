package io.lifeos.memory.migration;

import com.fasterxml.jackson.annotation.JsonValue;
import io.lifeos.memory.json.PlainValues;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    /** {@return the table that was read, as {@code schema.table}, or what a dump calls it; empty if none could be opened} */
    Optional<String> table();

    /** {@return source rows read, of those selected} */
    long read();

    /** {@return source rows that were not selected, such as retired ones, those of a tool, and those without content} */
    long leftOut();

    /**
     * {@return those rows by reason, such as {@code soft-deleted}, in the order in which the reasons are tried; a reason
     * that no row has is not there}
     */
    Map<String, Long> leftOutByReason();

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
     * their facts stay, but those of rows that are left out are forgotten}
     */
    Listed<Object> orphaned();

    /**
     * {@return the number of facts that this run forgot, as their rows are there but left out now. They come back when
     * their rows are selected again. Facts that were edited here are not among them}
     */
    long leftOutForgotten();

    /** {@return the number of facts of such rows that this run forgot, as it was asked to} */
    long goneForgotten();

    /** {@return facts that the Python program had migrated under ids of rows that have other facts; they stay} */
    Listed<UnclaimedFact> unclaimed();

    /** {@return the number of duplicates among these that this run forgot, as it was asked to} */
    long duplicatesForgotten();

    /** {@return the counts of how the rows that it brought over map to facts} */
    MappingReport mapping();

    /**
     * {@return rows brought over without a time, as they have none that can be read: their facts have that of their first
     * import, or the one that was set for such rows}
     */
    long undated();

    /** {@return the reason why the run stopped before its end; empty if it reached it} */
    Optional<String> stopped();

    /**
     * {@return the reason to doubt that the run brought over what was meant, as over half of the rows have no content that
     * is text; empty if there is none, or if that is {@linkplain MigratorBuilder#allowLeftOut(boolean) allowed}}
     */
    Optional<String> doubt();

    /** {@return warnings that a careful owner should read, a sentence each} */
    List<String> warnings();

    /** {@return the number of rejected rows} */
    default long rejected() {
        return errors().count();
    }

    /**
     * {@return true if every selected row now has its fact: the run reached its end, rejected nothing, and there is no
     * doubt}
     */
    default boolean success() {
        return stopped().isEmpty() && errors().isEmpty() && doubt().isEmpty();
    }

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
     * Builds a {@link MigrationReport}; the setters are named as its accessors and refuse null with a
     * {@link NullPointerException}. Not safe for use by several threads.
     */
    final class Builder {

        private boolean dryRun;
        private Optional<String> table = Optional.empty();
        private long read;
        private long leftOut;
        private Map<String, Long> leftOutByReason = Map.of();
        private long migrated;
        private long updated;
        private long repaired;
        private long skipped;
        private Listed<RejectedRow> errors = Listed.none();
        private Listed<KeptFact> keptLocal = Listed.none();
        private Listed<Object> orphaned = Listed.none();
        private long leftOutForgotten;
        private long goneForgotten;
        private Listed<UnclaimedFact> unclaimed = Listed.none();
        private long duplicatesForgotten;
        private @Nullable MappingReport mapping;
        private long undated;
        private Optional<String> stopped = Optional.empty();
        private Optional<String> doubt = Optional.empty();
        private List<String> warnings = List.of();

        private Builder() {}

        /** Sets {@link MigrationReport#dryRun()}. */
        public Builder dryRun(boolean value) {
            this.dryRun = value;
            return this;
        }

        /** Sets {@link MigrationReport#table()}. */
        public Builder table(Optional<String> value) {
            this.table = Objects.requireNonNull(value, "table");
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

        /** Sets {@link MigrationReport#leftOutByReason()}. */
        public Builder leftOutByReason(Map<String, Long> value) {
            this.leftOutByReason = Objects.requireNonNull(value, "leftOutByReason");
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

        /** Sets {@link MigrationReport#leftOutForgotten()}. */
        public Builder leftOutForgotten(long value) {
            this.leftOutForgotten = value;
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

        /** Sets {@link MigrationReport#undated()}. */
        public Builder undated(long value) {
            this.undated = value;
            return this;
        }

        /** Sets {@link MigrationReport#stopped()}. */
        public Builder stopped(Optional<String> value) {
            this.stopped = Objects.requireNonNull(value, "stopped");
            return this;
        }

        /** Sets {@link MigrationReport#doubt()}. */
        public Builder doubt(Optional<String> value) {
            this.doubt = Objects.requireNonNull(value, "doubt");
            return this;
        }

        /** Sets {@link MigrationReport#warnings()}. */
        public Builder warnings(List<String> value) {
            this.warnings = Objects.requireNonNull(value, "warnings");
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
                    table,
                    read,
                    leftOut,
                    leftOutByReason,
                    migrated,
                    updated,
                    repaired,
                    skipped,
                    errors,
                    keptLocal,
                    orphaned,
                    leftOutForgotten,
                    goneForgotten,
                    unclaimed,
                    duplicatesForgotten,
                    Objects.requireNonNull(mapping, "mapping"),
                    undated,
                    stopped,
                    doubt,
                    warnings);
        }

        record Built(
                boolean dryRun,
                Optional<String> table,
                long read,
                long leftOut,
                Map<String, Long> leftOutByReason,
                long migrated,
                long updated,
                long repaired,
                long skipped,
                Listed<RejectedRow> errors,
                Listed<KeptFact> keptLocal,
                Listed<Object> orphaned,
                long leftOutForgotten,
                long goneForgotten,
                Listed<UnclaimedFact> unclaimed,
                long duplicatesForgotten,
                MappingReport mapping,
                long undated,
                Optional<String> stopped,
                Optional<String> doubt,
                List<String> warnings)
                implements MigrationReport {

            Built {
                leftOutByReason = Collections.unmodifiableMap(new LinkedHashMap<>(leftOutByReason));
                warnings = List.copyOf(warnings);
            }
        }
    }
}
