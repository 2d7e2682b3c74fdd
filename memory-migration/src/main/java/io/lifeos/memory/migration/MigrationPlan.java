package io.lifeos.memory.migration;

import com.fasterxml.jackson.annotation.JsonValue;
import io.lifeos.memory.archive.ArchiveColumn;
import io.lifeos.memory.archive.ArchiveSummary;
import io.lifeos.memory.archive.ScopeCount;
import io.lifeos.memory.archive.UnreadColumn;
import io.lifeos.memory.archive.profile.TableProfile;
import io.lifeos.memory.json.PlainValues;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Plan of a migration, before it copies a row. Later versions may say more. */
public sealed interface MigrationPlan permits MigrationPlan.Builder.Built {

    /** {@return schema and name of the source's table, both in double quotes} */
    String table();

    /** {@return the program by whose tables its columns are understood} */
    TableProfile profile();

    /**
     * {@return the name under which the source is remembered; empty if its server hides its identity and no name
     * was given}
     */
    Optional<String> source();

    /** {@return the columns by which rows are told apart} */
    List<String> key();

    /** {@return the columns that are read, each with its meaning} */
    List<ArchiveColumn> columns();

    /** {@return the columns, and parts of columns, that are not read, each with the reason} */
    List<UnreadColumn> unread();

    /** {@return the number of rows of each kind, and the reasons why some are left out} */
    ArchiveSummary rows();

    /** {@return the owners of the selected rows} */
    List<ScopeCount> scopes();

    /** {@return facts that are linked to a row of this source; empty if the source has no name} */
    OptionalLong migrated();

    /** {@return selected rows that have no fact yet; empty if the source has no name} */
    OptionalLong pending();

    /**
     * {@return known rows that have another content than their fact, blanks around it apart; empty if the source has no
     * name. Facts that were edited or forgotten here do not count}
     */
    OptionalLong changed();

    /**
     * {@return known rows that count as an assistant's words though their facts do not, or the other way round; empty if
     * the source has no name}
     */
    OptionalLong changedMarks();

    /** {@return warnings that a careful owner should read before, a sentence each} */
    List<String> warnings();

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
     * Builds a {@link MigrationPlan}; the setters are named as its accessors and refuse null with a
     * {@link NullPointerException}. Not safe for use by several threads.
     */
    final class Builder {

        private @Nullable String table;
        private @Nullable TableProfile profile;
        private Optional<String> source = Optional.empty();
        private List<String> key = List.of();
        private List<ArchiveColumn> columns = List.of();
        private List<UnreadColumn> unread = List.of();
        private @Nullable ArchiveSummary rows;
        private List<ScopeCount> scopes = List.of();
        private OptionalLong migrated = OptionalLong.empty();
        private OptionalLong pending = OptionalLong.empty();
        private OptionalLong changed = OptionalLong.empty();
        private OptionalLong changedMarks = OptionalLong.empty();
        private List<String> warnings = List.of();

        private Builder() {}

        /** Sets {@link MigrationPlan#table()}. */
        public Builder table(String value) {
            this.table = Objects.requireNonNull(value, "table");
            return this;
        }

        /** Sets {@link MigrationPlan#profile()}. */
        public Builder profile(TableProfile value) {
            this.profile = Objects.requireNonNull(value, "profile");
            return this;
        }

        /** Sets {@link MigrationPlan#source()}. */
        public Builder source(Optional<String> value) {
            this.source = Objects.requireNonNull(value, "source");
            return this;
        }

        /** Sets {@link MigrationPlan#key()}. */
        public Builder key(List<String> value) {
            this.key = Objects.requireNonNull(value, "key");
            return this;
        }

        /** Sets {@link MigrationPlan#columns()}. */
        public Builder columns(List<ArchiveColumn> value) {
            this.columns = Objects.requireNonNull(value, "columns");
            return this;
        }

        /** Sets {@link MigrationPlan#unread()}. */
        public Builder unread(List<UnreadColumn> value) {
            this.unread = Objects.requireNonNull(value, "unread");
            return this;
        }

        /** Sets {@link MigrationPlan#rows()}. */
        public Builder rows(ArchiveSummary value) {
            this.rows = Objects.requireNonNull(value, "rows");
            return this;
        }

        /** Sets {@link MigrationPlan#scopes()}. */
        public Builder scopes(List<ScopeCount> value) {
            this.scopes = Objects.requireNonNull(value, "scopes");
            return this;
        }

        /** Sets {@link MigrationPlan#migrated()}. */
        public Builder migrated(OptionalLong value) {
            this.migrated = Objects.requireNonNull(value, "migrated");
            return this;
        }

        /** Sets {@link MigrationPlan#pending()}. */
        public Builder pending(OptionalLong value) {
            this.pending = Objects.requireNonNull(value, "pending");
            return this;
        }

        /** Sets {@link MigrationPlan#changed()}. */
        public Builder changed(OptionalLong value) {
            this.changed = Objects.requireNonNull(value, "changed");
            return this;
        }

        /** Sets {@link MigrationPlan#changedMarks()}. */
        public Builder changedMarks(OptionalLong value) {
            this.changedMarks = Objects.requireNonNull(value, "changedMarks");
            return this;
        }

        /** Sets {@link MigrationPlan#warnings()}. */
        public Builder warnings(List<String> value) {
            this.warnings = Objects.requireNonNull(value, "warnings");
            return this;
        }

        /**
         * Builds the plan.
         *
         * @return the plan
         * @throws NullPointerException if the table, the profile or the rows are not set
         */
        public MigrationPlan build() {
            return new Built(
                    Objects.requireNonNull(table, "table"),
                    Objects.requireNonNull(profile, "profile"),
                    source,
                    key,
                    columns,
                    unread,
                    Objects.requireNonNull(rows, "rows"),
                    scopes,
                    migrated,
                    pending,
                    changed,
                    changedMarks,
                    warnings);
        }

        record Built(
                String table,
                TableProfile profile,
                Optional<String> source,
                List<String> key,
                List<ArchiveColumn> columns,
                List<UnreadColumn> unread,
                ArchiveSummary rows,
                List<ScopeCount> scopes,
                OptionalLong migrated,
                OptionalLong pending,
                OptionalLong changed,
                OptionalLong changedMarks,
                List<String> warnings)
                implements MigrationPlan {

            Built {
                key = List.copyOf(key);
                columns = List.copyOf(columns);
                unread = List.copyOf(unread);
                scopes = List.copyOf(scopes);
                warnings = List.copyOf(warnings);
            }
        }
    }
}
