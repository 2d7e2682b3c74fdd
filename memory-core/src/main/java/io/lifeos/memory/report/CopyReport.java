package io.lifeos.memory.report;

import com.fasterxml.jackson.annotation.JsonValue;
import io.lifeos.memory.json.PlainValues;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The result of copying a memory: a backup, a restored memory, an export or an imported memory. Two are equal if all their
 * values are. Later versions may say more.
 */
public sealed interface CopyReport permits CopyReport.Builder.Built {

    /** {@return the file or folder that was made} */
    Path path();

    /** {@return the number of facts in it, including forgotten ones} */
    long facts();

    /**
     * {@return the number of other files in it: daily logs, Markdown files and the rest of the folder; 0 for an export and for
     * an imported memory}
     */
    int files();

    /** {@return what a careful owner should know of the copy, such as what is not in it, a sentence each} */
    List<String> warnings();

    /** {@return all values by name, as plain ones; Jackson 2 and 3 write this} */
    @JsonValue
    default Map<String, @Nullable Object> toMap() {
        return PlainValues.of((Builder.Built) this);
    }

    /**
     * Begins a report, for tests of programs that show one.
     *
     * @param path the file or folder that was made
     * @return a builder; a value that is not set is 0 or empty
     */
    static Builder builder(Path path) {
        return new Builder(path);
    }

    /**
     * Builds a {@link CopyReport}; the setters are named as its accessors and refuse null with a
     * {@link NullPointerException}. Not safe for use by several threads.
     */
    final class Builder {

        private final Path path;
        private long facts;
        private int files;
        private List<String> warnings = List.of();

        private Builder(Path path) {
            this.path = Objects.requireNonNull(path, "path");
        }

        /** Sets {@link CopyReport#facts()}. */
        public Builder facts(long value) {
            this.facts = value;
            return this;
        }

        /** Sets {@link CopyReport#files()}. */
        public Builder files(int value) {
            this.files = value;
            return this;
        }

        /** Sets {@link CopyReport#warnings()}. */
        public Builder warnings(List<String> value) {
            this.warnings = Objects.requireNonNull(value, "warnings");
            return this;
        }

        /** {@return the report} */
        public CopyReport build() {
            return new Built(path, facts, files, warnings);
        }

        record Built(Path path, long facts, int files, List<String> warnings) implements CopyReport {

            Built {
                warnings = List.copyOf(warnings);
            }
        }
    }
}
