package io.lifeos.memory.archive.catalog;

import io.lifeos.memory.archive.ArchiveColumn;
import io.lifeos.memory.archive.known.ColumnRoles;
import io.lifeos.memory.archive.known.KnownNames;
import io.lifeos.memory.archive.known.KnownNames.OwnerName;
import io.lifeos.memory.archive.known.KnownPrograms;
import io.lifeos.memory.archive.profile.ColumnRole;
import io.lifeos.memory.archive.row.FieldPath;
import io.lifeos.memory.archive.row.FoundFields;
import io.lifeos.memory.archive.row.FoundFields.OwnerColumn;
import io.lifeos.memory.archive.row.FoundFields.Scope;
import io.lifeos.memory.fact.Owner;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds whose the rows of a table are, by the names of its columns and of the members of its metadata. */
final class OwnerFinder {

    private final Fields fields;
    private final Optional<String> metadata;

    private OwnerFinder(Fields fields) {
        this.fields = fields;
        this.metadata = fields.column(ColumnRole.METADATA).map(CatalogColumn::name);
    }

    /** Adds the columns that name an owner to the scopes, unless they have another meaning. */
    static ColumnRoles roles(CatalogTable table, ColumnRoles known) {
        List<String> scopes = new ArrayList<>(known.of(ColumnRole.SCOPE));
        table.columns().stream()
                .filter(column -> mayBeOwner(column, known))
                .map(CatalogColumn::name)
                .forEach(scopes::add);
        return scopes.isEmpty() ? known : known.with(ColumnRole.SCOPE, scopes);
    }

    private static boolean mayBeOwner(CatalogColumn column, ColumnRoles known) {
        boolean free = known.roleOf(column.name())
                .filter(role -> role != ColumnRole.KEY)
                .isEmpty();
        return free
                && KnownNames.owner(column.name()).isPresent()
                && !column.isJson()
                && !column.isArray()
                && !column.baseType().equals("bytea");
    }

    /** Finds the owners and other scopes by which rows can be told apart. */
    static FoundFields find(Fields fields, Findings findings) {
        OwnerFinder finder = new OwnerFinder(fields);
        List<String> ownerColumns = finder.columns().stream()
                .filter(name -> KnownNames.owner(name).isPresent())
                .sorted(Comparator.comparing(OwnerFinder::place))
                .toList();
        return new FoundFields(
                ownerColumns.stream()
                        .map(name -> new OwnerColumn(
                                KnownNames.owner(name).orElseThrow().kind(), name))
                        .toList(),
                finder.metadata.isPresent(),
                findings.role(),
                finder.scopes(ownerColumns, findings),
                finder.likelyOwners(findings));
    }

    /** Finds the scopes as the first version did: those that the program is known for, and those that were named. */
    static FoundFields ofFirstVersion(Fields fields) {
        OwnerFinder finder = new OwnerFinder(fields);
        Stream<Scope> columns = finder.columns().stream()
                .map(name -> new Scope(name, Optional.empty(), List.of(FieldPath.column(name))));
        Stream<Scope> members = KnownPrograms.of(fields.table().profile()).scopes().stream()
                .flatMap(name -> finder.member(name).stream())
                .map(path -> new Scope(path.name(), Optional.empty(), List.of(path)));
        return new FoundFields(
                List.of(),
                false,
                Optional.empty(),
                Stream.concat(columns, members).toList(),
                List.of());
    }

    private List<Scope> scopes(List<String> ownerColumns, Findings findings) {
        List<Scope> scopes = new ArrayList<>();
        List<String> ownerMembers = findings.members().stream()
                .filter(name -> KnownNames.owner(name).isPresent())
                .sorted(Comparator.comparing(OwnerFinder::place))
                .toList();
        for (Owner.Kind kind : Owner.Kind.values()) {
            List<FieldPath> places = Stream.concat(
                            ownerColumns.stream()
                                    .filter(name -> isOf(kind, name))
                                    .map(FieldPath::column),
                            ownerMembers.stream()
                                    .filter(name -> isOf(kind, name))
                                    .flatMap(name -> member(name).stream()))
                    .toList();
            if (!places.isEmpty()) {
                String names = places.stream().map(FieldPath::name).distinct().collect(Collectors.joining(" or "));
                scopes.add(new Scope(names, Optional.of(kind), places));
                scopes.addAll(shadowed(kind, places));
            }
        }
        columns().stream()
                .filter(name -> !ownerColumns.contains(name))
                .forEach(name -> scopes.add(new Scope(name, Optional.empty(), List.of(FieldPath.column(name)))));
        KnownNames.scopes().stream()
                .filter(findings.members()::contains)
                .flatMap(name -> member(name).stream())
                .forEach(path -> scopes.add(new Scope(path.name(), Optional.empty(), List.of(path))));
        return scopes;
    }

    /**
     * The other names of a kind, each by itself: where a row has several, such as its program's user and that one's customer,
     * only the first is its owner, and yet by another one several people may come together.
     */
    private static List<Scope> shadowed(Owner.Kind kind, List<FieldPath> places) {
        Set<String> seen = new HashSet<>();
        return places.stream()
                .filter(place -> seen.add(place.name().replace("_", "").toLowerCase(Locale.ROOT)))
                .skip(1)
                .map(place -> new Scope(place.name(), Optional.of(kind), List.of(place)))
                .toList();
    }

    private List<String> likelyOwners(Findings findings) {
        return Stream.concat(
                        fields.table().columnNames().stream()
                                .filter(name -> !columns().contains(name)),
                        findings.members().stream().sorted())
                .filter(KnownNames::mayBeOwner)
                .distinct()
                .toList();
    }

    private static boolean isOf(Owner.Kind kind, String name) {
        return KnownNames.owner(name).map(OwnerName::kind).filter(kind::equals).isPresent();
    }

    private static int place(String name) {
        return KnownNames.owner(name).map(OwnerName::place).orElse(Integer.MAX_VALUE);
    }

    private List<String> columns() {
        return fields.all().stream()
                .map(Field::column)
                .filter(column -> column.role() == ColumnRole.SCOPE)
                .map(ArchiveColumn::name)
                .toList();
    }

    private Optional<FieldPath> member(String name) {
        return metadata.map(column -> FieldPath.member(column, name));
    }
}
