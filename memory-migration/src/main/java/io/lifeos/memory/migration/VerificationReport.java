package io.lifeos.memory.migration;

import com.fasterxml.jackson.annotation.JsonValue;
import io.lifeos.memory.json.PlainValues;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Result of a comparison of every source row with its fact. Later versions may say more. */
public sealed interface VerificationReport permits VerificationReport.Builder.Built {

    /** {@return the verdict} */
    Outcome outcome();

    /** {@return the reason why it is not complete, in one sentence; empty if it is} */
    Optional<String> reason();

    /** {@return source rows compared} */
    long checked();

    /** {@return source rows that were not selected, such as retired ones, those of a tool, and those without content} */
    long leftOut();

    /** {@return ids of selected rows that have no fact, rejected ones included} */
    Listed<Object> missing();

    /** {@return facts that differ from their source row} */
    Listed<RowDifference> changed();

    /** {@return those of the missing rows that the last run rejected, with its reasons} */
    Listed<RejectedRow> rejected();

    /** {@return ids whose link points to no fact} */
    Listed<Object> strayLinks();

    /**
     * {@return ids of rows that were migrated earlier and are gone from the source, or are left out of it now;
     * their facts stay}
     */
    Listed<Object> orphaned();

    /** {@return problems found by the checks of the file: integrity, foreign keys, full-text index} */
    List<String> problems();

    /** {@return up to five facts as they are stored here} */
    List<SampleFact> sampleFacts();

    /** The verdict of a verification. Only {@link #COMPLETE} is success. */
    enum Outcome {
        /** Every selected row has its fact, and each fact equals its row. */
        COMPLETE,
        /** Something is missing or differs, and the report names it. */
        INCOMPLETE,
        /** The source could not be read, so nothing was proven. */
        UNVERIFIABLE
    }

    /**
     * A migrated fact.
     *
     * @param id its id here
     * @param postgresMemoryId its row's id in the source: a {@link Long} for a serial, else a {@link String}
     * @param content its content
     */
    record SampleFact(long id, Object postgresMemoryId, String content) {}

    /** {@return true only for {@link Outcome#COMPLETE}: everything was compared and found equal} */
    default boolean success() {
        return outcome() == Outcome.COMPLETE;
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
     * Builds a {@link VerificationReport}; the setters are named as its accessors and refuse null with a
     * {@link NullPointerException}. Not safe for use by several threads.
     */
    final class Builder {

        private @Nullable Outcome outcome;
        private Optional<String> reason = Optional.empty();
        private long checked;
        private long leftOut;
        private Listed<Object> missing = Listed.none();
        private Listed<RowDifference> changed = Listed.none();
        private Listed<RejectedRow> rejected = Listed.none();
        private Listed<Object> strayLinks = Listed.none();
        private Listed<Object> orphaned = Listed.none();
        private List<String> problems = List.of();
        private List<SampleFact> sampleFacts = List.of();

        private Builder() {}

        /** Sets {@link VerificationReport#outcome()}. */
        public Builder outcome(Outcome value) {
            this.outcome = Objects.requireNonNull(value, "outcome");
            return this;
        }

        /** Sets {@link VerificationReport#reason()}. */
        public Builder reason(Optional<String> value) {
            this.reason = Objects.requireNonNull(value, "reason");
            return this;
        }

        /** Sets {@link VerificationReport#checked()}. */
        public Builder checked(long value) {
            this.checked = value;
            return this;
        }

        /** Sets {@link VerificationReport#leftOut()}. */
        public Builder leftOut(long value) {
            this.leftOut = value;
            return this;
        }

        /** Sets {@link VerificationReport#missing()}. */
        public Builder missing(Listed<Object> value) {
            this.missing = Objects.requireNonNull(value, "missing");
            return this;
        }

        /** Sets {@link VerificationReport#changed()}. */
        public Builder changed(Listed<RowDifference> value) {
            this.changed = Objects.requireNonNull(value, "changed");
            return this;
        }

        /** Sets {@link VerificationReport#rejected()}. */
        public Builder rejected(Listed<RejectedRow> value) {
            this.rejected = Objects.requireNonNull(value, "rejected");
            return this;
        }

        /** Sets {@link VerificationReport#strayLinks()}. */
        public Builder strayLinks(Listed<Object> value) {
            this.strayLinks = Objects.requireNonNull(value, "strayLinks");
            return this;
        }

        /** Sets {@link VerificationReport#orphaned()}. */
        public Builder orphaned(Listed<Object> value) {
            this.orphaned = Objects.requireNonNull(value, "orphaned");
            return this;
        }

        /** Sets {@link VerificationReport#problems()}. */
        public Builder problems(List<String> value) {
            this.problems = Objects.requireNonNull(value, "problems");
            return this;
        }

        /** Sets {@link VerificationReport#sampleFacts()}. */
        public Builder sampleFacts(List<SampleFact> value) {
            this.sampleFacts = Objects.requireNonNull(value, "sampleFacts");
            return this;
        }

        /**
         * Builds the report.
         *
         * @return the report
         * @throws NullPointerException if the outcome is not set
         */
        public VerificationReport build() {
            return new Built(
                    Objects.requireNonNull(outcome, "outcome"),
                    reason,
                    checked,
                    leftOut,
                    missing,
                    changed,
                    rejected,
                    strayLinks,
                    orphaned,
                    problems,
                    sampleFacts);
        }

        record Built(
                Outcome outcome,
                Optional<String> reason,
                long checked,
                long leftOut,
                Listed<Object> missing,
                Listed<RowDifference> changed,
                Listed<RejectedRow> rejected,
                Listed<Object> strayLinks,
                Listed<Object> orphaned,
                List<String> problems,
                List<SampleFact> sampleFacts)
                implements VerificationReport {

            Built {
                problems = List.copyOf(problems);
                sampleFacts = List.copyOf(sampleFacts);
            }
        }
    }
}
