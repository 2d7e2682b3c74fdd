package io.lifeos.memory.postgres;

import io.lifeos.memory.archive.catalog.CatalogColumn;
import io.lifeos.memory.archive.catalog.Fields;
import io.lifeos.memory.archive.catalog.Findings;
import io.lifeos.memory.archive.catalog.MappedTable;
import io.lifeos.memory.archive.catalog.RoleFinder;
import io.lifeos.memory.archive.catalog.RowSql;
import io.lifeos.memory.archive.known.KnownNames;
import io.lifeos.memory.archive.known.Speaker;
import io.lifeos.memory.archive.profile.ColumnRole;
import io.lifeos.memory.archive.row.FieldPath;
import io.lifeos.memory.archive.table.ArchiveOptions;
import io.lifeos.memory.jdbc.Jdbc;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Looks at the rows of a table for the meaning that names alone do not tell, in at most two scans. */
final class RowFinder {

    /** Literals, as the server would read an array that is a parameter anew for each member of each row. */
    private static final String NAMES = RowSql.literals(new TreeSet<>(KnownNames.ofMembers()));

    private final Jdbc jdbc;

    RowFinder(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    /** The table with what its rows show. */
    MappedTable look(MappedTable table, ArchiveOptions options) throws SQLException {
        Optional<CatalogColumn> metadata = table.fields().column(ColumnRole.METADATA);
        Set<String> members = metadata.isEmpty() ? Set.of() : members(table, metadata.get());
        List<FieldPath> candidates = RoleFinder.candidates(table, options.table(), members);
        Optional<FieldPath> role = candidates.isEmpty() ? Optional.empty() : role(table, candidates);
        return members.isEmpty() && role.isEmpty() ? table : table.with(new Findings(members, role), options);
    }

    private Set<String> members(MappedTable table, CatalogColumn metadata) throws SQLException {
        return new HashSet<>(jdbc.query(
                "SELECT DISTINCT name FROM ("
                        + RowSql.names(
                                metadata, KnownNames.ofMembers(), table.layout().qualifiedName())
                        + ") AS member WHERE name IN " + NAMES,
                row -> row.getString(1)));
    }

    private Optional<FieldPath> role(MappedTable table, List<FieldPath> candidates) throws SQLException {
        String tests =
                candidates.stream().map(place -> isRole(table.fields(), place)).collect(Collectors.joining(", "));
        String places = "SELECT ARRAY[" + tests + "] FROM " + table.layout().qualifiedName() + " AS a";
        Boolean[] roles = jdbc.one(places, row -> (Boolean[]) row.getArray(1).getArray());
        for (int i = 0; i < roles.length; i++) {
            if (Boolean.TRUE.equals(roles[i])) {
                return Optional.of(candidates.get(i));
            }
        }
        return Optional.empty();
    }

    /** All values are words for a role, and both a person's and an assistant's are among them. */
    private static String isRole(Fields fields, FieldPath place) {
        String text = fields.sql(place);
        return "coalesce(bool_and(" + text + " IS NULL OR btrim(" + text + ") = '' OR "
                + RoleFinder.is(text, Speaker.values()) + ") AND bool_or("
                + RoleFinder.is(text, Speaker.PERSON) + ") AND bool_or("
                + RoleFinder.is(text, Speaker.ASSISTANT) + "), FALSE)";
    }
}
