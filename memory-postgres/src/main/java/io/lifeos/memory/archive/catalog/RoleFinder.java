package io.lifeos.memory.archive.catalog;

import io.lifeos.memory.archive.MappingException;
import io.lifeos.memory.archive.known.ColumnRoles;
import io.lifeos.memory.archive.known.KnownNames;
import io.lifeos.memory.archive.known.KnownPrograms;
import io.lifeos.memory.archive.known.Speaker;
import io.lifeos.memory.archive.profile.ColumnRole;
import io.lifeos.memory.archive.row.FieldPath;
import io.lifeos.memory.archive.table.TableSpec;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the place that says who said a memory. A name alone makes no role, as {@code type} may be a kind of memory: all its
 * values have to be words for one, a person's and an assistant's among them.
 */
public final class RoleFinder {

    /** The reason to leave out what neither a person nor the assistant said. */
    static final String REASON = "of a tool or the system";

    private RoleFinder() {}

    /**
     * Finds the places whose values have to be looked at.
     *
     * @param table the table by its names alone
     * @param members the members that its metadata has
     * @return the places, the preferred one first; none if a role is named, or the program's tables have none
     */
    public static List<FieldPath> candidates(MappedTable table, TableSpec spec, Collection<String> members) {
        if (spec.role().isPresent()
                || !KnownPrograms.of(table.catalog().profile()).hasRoles()) {
            return List.of();
        }
        Optional<CatalogColumn> metadata = table.fields().column(ColumnRole.METADATA);
        return Stream.concat(
                        KnownNames.roles().stream()
                                .filter(name -> isFree(table, name))
                                .map(FieldPath::column),
                        metadata.stream()
                                .flatMap(json -> KnownNames.roles().stream()
                                        .filter(members::contains)
                                        .map(name -> FieldPath.member(json.name(), name))))
                .toList();
    }

    private static boolean isFree(MappedTable table, String name) {
        Set<ColumnRole> free = EnumSet.of(ColumnRole.EXTRA, ColumnRole.FIELD, ColumnRole.KEY);
        return table.layout().columns().stream()
                .anyMatch(column -> column.name().equals(name) && free.contains(column.role()));
    }

    /** The place that was named; empty if none was. */
    static Optional<FieldPath> named(CatalogTable table, ColumnRoles roles, TableSpec spec) {
        return spec.role().map(name -> {
            if (table.column(name).isPresent()) {
                return FieldPath.column(name);
            }
            return roles.of(ColumnRole.METADATA).stream()
                    .flatMap(metadata -> table.column(metadata).stream())
                    .findFirst()
                    .map(json -> FieldPath.member(json.name(), name))
                    .orElseThrow(() -> new MappingException("The table " + table.sql() + " has no role " + name
                            + ": no column of that name, and no metadata; it has " + table.columnNames() + "."));
        });
    }

    /** Lets a column that is the role become a member of the fact's metadata, unless it has a meaning already. */
    static ColumnRoles roles(ColumnRoles known, Optional<FieldPath> role) {
        Optional<String> column = role.filter(FieldPath::isColumn)
                .map(FieldPath::column)
                .filter(name -> known.roleOf(name)
                        .filter(other -> other != ColumnRole.KEY)
                        .isEmpty());
        return column.map(name -> known.with(
                        ColumnRole.FIELD,
                        Stream.concat(known.of(ColumnRole.FIELD).stream(), Stream.of(name))
                                .toList()))
                .orElse(known);
    }

    /** The rule that leaves out what neither a person nor the assistant said. */
    static LeftOutRule rule(Fields fields, FieldPath role) {
        RowText text = RowText.path(role);
        return new LeftOutRule(REASON, false, is(fields.sql(role), Speaker.OTHER), row -> {
            String value = text.of(row);
            return value != null && Speaker.of(value).equals(Optional.of(Speaker.OTHER));
        });
    }

    /** The condition that a text is a word for some speakers. */
    public static String is(String text, Speaker... speakers) {
        return "lower(btrim(" + text + ")) IN "
                + RowSql.literals(Stream.of(speakers)
                        .flatMap(speaker -> speaker.words().stream())
                        .toList());
    }

    /** The values of one place, in rows that are at hand. */
    public static final class Evidence {

        private boolean person;
        private boolean assistant;
        private boolean foreign;

        /** Looks at a value. */
        public void add(@Nullable String value) {
            if (value == null || value.isBlank() || foreign) {
                return;
            }
            Optional<Speaker> speaker = Speaker.of(value.strip().toLowerCase(Locale.ROOT));
            foreign = speaker.isEmpty();
            person |= speaker.equals(Optional.of(Speaker.PERSON));
            assistant |= speaker.equals(Optional.of(Speaker.ASSISTANT));
        }

        /** Tells whether the values are roles. */
        public boolean isRole() {
            return person && assistant && !foreign;
        }
    }
}
