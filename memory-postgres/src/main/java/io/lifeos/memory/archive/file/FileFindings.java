package io.lifeos.memory.archive.file;

import io.lifeos.memory.archive.catalog.CatalogColumn;
import io.lifeos.memory.archive.catalog.Findings;
import io.lifeos.memory.archive.catalog.JsonObjectText;
import io.lifeos.memory.archive.catalog.MappedTable;
import io.lifeos.memory.archive.catalog.RoleFinder;
import io.lifeos.memory.archive.known.KnownNames;
import io.lifeos.memory.archive.profile.ColumnRole;
import io.lifeos.memory.archive.row.FieldPath;
import io.lifeos.memory.archive.table.TableSpec;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The meaning that only the rows of a file show, as PostgreSQL's rows are looked at for it. */
final class FileFindings {

    private static final Set<String> ROLES = Set.copyOf(KnownNames.roles());

    private final Map<String, Set<String>> members = new HashMap<>();
    private final Map<FieldPath, RoleFinder.Evidence> roles = new HashMap<>();

    /** Looks at a row. Any value that is an object, or a string of JSON that holds one, may turn out to be the metadata. */
    void add(FileRow row) {
        row.values().forEach((column, value) -> {
            if (ROLES.contains(column)) {
                evidence(FieldPath.column(column)).add(value.text());
            }
            JsonObjectText.within(value.text()).ifPresent(object -> addMembers(column, object));
        });
    }

    private void addMembers(String column, JsonObjectText object) {
        for (JsonObjectText.Member member : object.members()) {
            if (KnownNames.ofMembers().contains(member.name())) {
                members.computeIfAbsent(column, name -> new HashSet<>()).add(member.name());
            }
            if (ROLES.contains(member.name())) {
                evidence(FieldPath.member(column, member.name())).add(member.text());
            }
        }
    }

    private RoleFinder.Evidence evidence(FieldPath place) {
        return roles.computeIfAbsent(place, added -> new RoleFinder.Evidence());
    }

    /** Returns the findings about a table. */
    Findings of(MappedTable table, TableSpec spec) {
        Set<String> found = table.fields()
                .column(ColumnRole.METADATA)
                .map(CatalogColumn::name)
                .map(column -> members.getOrDefault(column, Set.of()))
                .orElse(Set.of());
        Optional<FieldPath> role = RoleFinder.candidates(table, spec, found).stream()
                .filter(place -> roles.containsKey(place) && evidence(place).isRole())
                .findFirst();
        return new Findings(found, role);
    }
}
