package io.lifeos.memory.archive.known;

import io.lifeos.memory.archive.MappingException;
import io.lifeos.memory.archive.profile.TableProfile;
import io.lifeos.memory.archive.table.TableSpec;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * The meaning of a table, by its specification or else by the knowledge about its program.
 *
 * @param spec the specification
 */
public record WantedTable(TableSpec spec) {

    /** Returns the given profile, or the one that the table's name and columns show, or else the plain one. */
    public TableProfile profile(String table, Collection<String> columns) {
        return spec.profile()
                .or(() -> KnownPrograms.recognise(table, Set.copyOf(columns)))
                .orElse(TableProfile.ARCHIVAL_MEMORY);
    }

    /** Returns the meaning of the columns of a table of that profile. */
    public ColumnRoles roles(TableProfile profile) {
        return KnownPrograms.of(profile).roles().overriddenBy(given(), false);
    }

    /** Returns the meaning that the columns of a table of that profile had to the first version. */
    public ColumnRoles rolesOfFirstVersion(TableProfile profile) {
        return KnownPrograms.of(profile).rolesOfFirstVersion().overriddenBy(given(), true);
    }

    private ColumnRoles given() {
        return new ColumnRoles(spec.columns(), spec.contentMember().orElse(null), null);
    }

    /**
     * Makes sure that each specified column is there.
     *
     * @throws MappingException if one is missing
     */
    public void requireColumns(String table, Collection<String> columns) {
        List<String> missing = spec.columns().values().stream()
                .flatMap(List::stream)
                .filter(column -> !columns.contains(column))
                .toList();
        if (!missing.isEmpty()) {
            throw new MappingException("The table " + table + " has no column "
                    + String.join(" and no column ", missing) + "; it has " + columns + ".");
        }
    }
}
