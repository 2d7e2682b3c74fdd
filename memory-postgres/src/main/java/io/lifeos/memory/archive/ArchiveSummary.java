package io.lifeos.memory.archive;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The contents of an archive, counted where they lie: no content and no vector was read out. Later versions may count more.
 * Two are equal if all their values are.
 */
public sealed interface ArchiveSummary permits ArchiveSummaryRecord {

    /** The largest number of groups of vectors that are listed. */
    int MOST_GROUPS = 1_000;

    /** {@return the number of all rows} */
    long rows();

    /**
     * {@return the number of rows that are memories to be read; everything below except {@link #leftOut()} is about them}
     */
    long selected();

    /** {@return the other rows, by the first reason for leaving each out, such as {@code soft-deleted}} */
    Map<String, Long> leftOut();

    /**
     * Returns the sources of the time. A text is not interpreted before it is read: one that is written like a time counts.
     *
     * @return the number of rows by column, or by member of the metadata ({@code column->>member}), in the order in which
     *     they are tried
     */
    Map<String, Long> times();

    /** {@return the number of rows that have no time, or none that can be read} */
    long withoutTime();

    /** {@return the number of rows whose time names no zone, so that it is read in that of the source} */
    long withoutZone();

    /** {@return the number of rows that are an assistant's own words, or conclusions} */
    long assistantOutput();

    /** {@return the number of rows that have no vector, or none that is read} */
    long withoutEmbedding();

    /**
     * {@return the other rows, grouped by what their vectors have in common, the most frequent first; at most {@value
     * #MOST_GROUPS} groups}
     */
    List<VectorGroup> vectors();

    /** {@return the state of the table's row-level security, from which this role is exempt} */
    RowSecurity rowSecurity();

    /**
     * Begins to build one, for tests of programs that show it.
     *
     * @return a builder; a value that is not set is empty or 0, and the row-level security is off
     */
    static Builder builder() {
        return new Builder();
    }

    /** Builds an {@link ArchiveSummary}; the setters are named as its accessors. Not safe for use by several threads. */
    final class Builder {

        private long rows;
        private long selected;
        private Map<String, Long> leftOut = Map.of();
        private Map<String, Long> times = Map.of();
        private long withoutTime;
        private long withoutZone;
        private long assistantOutput;
        private long withoutEmbedding;
        private List<VectorGroup> vectors = List.of();
        private RowSecurity rowSecurity = RowSecurity.OFF;

        private Builder() {}

        /** Sets {@link ArchiveSummary#rows()}. */
        public Builder rows(long value) {
            this.rows = value;
            return this;
        }

        /** Sets {@link ArchiveSummary#selected()}. */
        public Builder selected(long value) {
            this.selected = value;
            return this;
        }

        /** Sets {@link ArchiveSummary#leftOut()}, in this order. */
        public Builder leftOut(Map<String, Long> value) {
            this.leftOut = Objects.requireNonNull(value, "leftOut");
            return this;
        }

        /** Sets {@link ArchiveSummary#times()}, in this order. */
        public Builder times(Map<String, Long> value) {
            this.times = Objects.requireNonNull(value, "times");
            return this;
        }

        /** Sets {@link ArchiveSummary#withoutTime()}. */
        public Builder withoutTime(long value) {
            this.withoutTime = value;
            return this;
        }

        /** Sets {@link ArchiveSummary#withoutZone()}. */
        public Builder withoutZone(long value) {
            this.withoutZone = value;
            return this;
        }

        /** Sets {@link ArchiveSummary#assistantOutput()}. */
        public Builder assistantOutput(long value) {
            this.assistantOutput = value;
            return this;
        }

        /** Sets {@link ArchiveSummary#withoutEmbedding()}. */
        public Builder withoutEmbedding(long value) {
            this.withoutEmbedding = value;
            return this;
        }

        /** Sets {@link ArchiveSummary#vectors()}. */
        public Builder vectors(List<VectorGroup> value) {
            this.vectors = Objects.requireNonNull(value, "vectors");
            return this;
        }

        /** Sets {@link ArchiveSummary#rowSecurity()}. */
        public Builder rowSecurity(RowSecurity value) {
            this.rowSecurity = Objects.requireNonNull(value, "rowSecurity");
            return this;
        }

        /**
         * Builds the summary.
         *
         * @return the summary, with copies of the collections
         */
        public ArchiveSummary build() {
            return new ArchiveSummaryRecord(
                    rows,
                    selected,
                    leftOut,
                    times,
                    withoutTime,
                    withoutZone,
                    assistantOutput,
                    withoutEmbedding,
                    vectors,
                    rowSecurity);
        }
    }
}
