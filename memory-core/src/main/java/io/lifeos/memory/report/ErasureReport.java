package io.lifeos.memory.report;

import com.fasterxml.jackson.annotation.JsonValue;
import io.lifeos.memory.json.PlainValues;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The result of erasing facts. Two are equal if all their values are. Later versions may say more. */
public sealed interface ErasureReport permits ErasureReport.Builder.Built {

    /** {@return the number of facts that are gone} */
    long facts();

    /** {@return the number of entries that were taken out of logs, those of archived logs included} */
    long logEntries();

    /** {@return the files that were written anew without what was erased, the database apart} */
    List<Path> rewritten();

    /** {@return the files that were deleted, such as the copy that was made before the memory was adopted} */
    List<Path> deleted();

    /**
     * {@return what is still to be done, a sentence each, each with the reason. The facts are gone for every reader; only bytes
     * of them may be left. The next opening goes on with it; empty if all is done}
     */
    List<String> pending();

    /** {@return what may still tell of the facts and cannot be reached from here, by name as far as it is known, a sentence each} */
    List<String> unreached();

    /** {@return true if nothing is left to do in the folder} */
    default boolean complete() {
        return pending().isEmpty();
    }

    /** {@return all values by name, as plain ones; Jackson 2 and 3 write this} */
    @JsonValue
    default Map<String, @Nullable Object> toMap() {
        return PlainValues.of((Builder.Built) this);
    }

    /** {@return a builder; a value that is not set is 0 or empty} */
    static Builder builder() {
        return new Builder();
    }

    /**
     * Builds an {@link ErasureReport}; the setters are named as its accessors and refuse null with a
     * {@link NullPointerException}. Not safe for use by several threads.
     */
    final class Builder {

        private long facts;
        private long logEntries;
        private List<Path> rewritten = List.of();
        private List<Path> deleted = List.of();
        private List<String> pending = List.of();
        private List<String> unreached = List.of();

        private Builder() {}

        /** Sets {@link ErasureReport#facts()}. */
        public Builder facts(long value) {
            this.facts = value;
            return this;
        }

        /** Sets {@link ErasureReport#logEntries()}. */
        public Builder logEntries(long value) {
            this.logEntries = value;
            return this;
        }

        /** Sets {@link ErasureReport#rewritten()}. */
        public Builder rewritten(List<Path> value) {
            this.rewritten = Objects.requireNonNull(value, "rewritten");
            return this;
        }

        /** Sets {@link ErasureReport#deleted()}. */
        public Builder deleted(List<Path> value) {
            this.deleted = Objects.requireNonNull(value, "deleted");
            return this;
        }

        /** Sets {@link ErasureReport#pending()}. */
        public Builder pending(List<String> value) {
            this.pending = Objects.requireNonNull(value, "pending");
            return this;
        }

        /** Sets {@link ErasureReport#unreached()}. */
        public Builder unreached(List<String> value) {
            this.unreached = Objects.requireNonNull(value, "unreached");
            return this;
        }

        /** {@return the report} */
        public ErasureReport build() {
            return new Built(facts, logEntries, rewritten, deleted, pending, unreached);
        }

        record Built(
                long facts,
                long logEntries,
                List<Path> rewritten,
                List<Path> deleted,
                List<String> pending,
                List<String> unreached)
                implements ErasureReport {

            Built {
                rewritten = List.copyOf(rewritten);
                deleted = List.copyOf(deleted);
                pending = List.copyOf(pending);
                unreached = List.copyOf(unreached);
            }
        }
    }
}
