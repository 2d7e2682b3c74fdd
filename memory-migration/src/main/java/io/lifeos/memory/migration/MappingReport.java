package io.lifeos.memory.migration;

import com.fasterxml.jackson.annotation.JsonValue;
import io.lifeos.memory.json.PlainValues;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts how the rows that a run brought over, or would have, map to facts. A row that was up to date is not among
 * them. Later versions may say more.
 */
public sealed interface MappingReport permits MappingReport.Builder.Built {

    /** {@return the source's columns that have no place of their own in a fact; they are kept with it} */
    List<String> otherColumns();

    /** {@return the number of vectors of each dimension} */
    SortedMap<Integer, Long> embeddingsByDimension();

    /** {@return those of the vectors that were rounded to float32; the original is kept with the fact} */
    long roundedEmbeddings();

    /**
     * {@return embeddings that no vector can hold, as an element is NULL, or they have two dimensions; the original
     * is kept with the fact}
     */
    long unfitEmbeddings();

    /** {@return the approximate growth of the file, in bytes} */
    long estimatedBytes();

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
     * Builds a {@link MappingReport}; the setters are named as its accessors and refuse null with a
     * {@link NullPointerException}. Not safe for use by several threads.
     */
    final class Builder {

        private List<String> otherColumns = List.of();
        private SortedMap<Integer, Long> embeddingsByDimension = new TreeMap<>();
        private long roundedEmbeddings;
        private long unfitEmbeddings;
        private long estimatedBytes;

        private Builder() {}

        /** Sets {@link MappingReport#otherColumns()}. */
        public Builder otherColumns(List<String> value) {
            this.otherColumns = Objects.requireNonNull(value, "otherColumns");
            return this;
        }

        /** Sets {@link MappingReport#embeddingsByDimension()}. */
        public Builder embeddingsByDimension(SortedMap<Integer, Long> value) {
            this.embeddingsByDimension = Objects.requireNonNull(value, "embeddingsByDimension");
            return this;
        }

        /** Sets {@link MappingReport#roundedEmbeddings()}. */
        public Builder roundedEmbeddings(long value) {
            this.roundedEmbeddings = value;
            return this;
        }

        /** Sets {@link MappingReport#unfitEmbeddings()}. */
        public Builder unfitEmbeddings(long value) {
            this.unfitEmbeddings = value;
            return this;
        }

        /** Sets {@link MappingReport#estimatedBytes()}. */
        public Builder estimatedBytes(long value) {
            this.estimatedBytes = value;
            return this;
        }

        /**
         * Builds the report.
         *
         * @return the report
         */
        public MappingReport build() {
            return new Built(otherColumns, embeddingsByDimension, roundedEmbeddings, unfitEmbeddings, estimatedBytes);
        }

        record Built(
                List<String> otherColumns,
                SortedMap<Integer, Long> embeddingsByDimension,
                long roundedEmbeddings,
                long unfitEmbeddings,
                long estimatedBytes)
                implements MappingReport {

            Built {
                otherColumns = List.copyOf(otherColumns);
                embeddingsByDimension = Collections.unmodifiableSortedMap(new TreeMap<>(embeddingsByDimension));
            }
        }
    }
}
