package io.lifeos.memory.archive.row;

import io.lifeos.memory.fact.Owner;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The meaning that columns, and members of the metadata, have by their names and values, in the tables of every program.
 *
 * @param ownerColumns the columns that say whose a memory is, the preferred one first
 * @param ownerMembers true if members of the metadata of such names say it too
 * @param role the place that says who said it; empty if none does
 * @param scopes what separates rows, by owner or otherwise
 * @param likelyOwners names that may be an owner's, but are not taken as one
 */
public record FoundFields(
        List<OwnerColumn> ownerColumns,
        boolean ownerMembers,
        Optional<FieldPath> role,
        List<Scope> scopes,
        List<String> likelyOwners) {

    /** Nothing is found. */
    public static final FoundFields NONE = new FoundFields(List.of(), false, Optional.empty(), List.of(), List.of());

    /** Copies the lists. */
    public FoundFields {
        ownerColumns = List.copyOf(ownerColumns);
        scopes = List.copyOf(scopes);
        likelyOwners = List.copyOf(likelyOwners);
    }

    /** {@return the scopes that give facts their owners: the first of each kind} */
    public Map<Owner.Kind, Scope> owners() {
        Map<Owner.Kind, Scope> owners = new EnumMap<>(Owner.Kind.class);
        scopes.forEach(scope -> scope.kind().ifPresent(kind -> owners.putIfAbsent(kind, scope)));
        return owners;
    }

    /**
     * A column that says whose a memory is.
     *
     * @param kind the kind of owner
     * @param column its name
     */
    public record OwnerColumn(Owner.Kind kind, String column) {}

    /**
     * Something that separates rows.
     *
     * @param name its name
     * @param kind the kind of owner that it is, whom a blank text does not name; empty if it is none
     * @param places the places where it may stand; the first that is set counts
     */
    public record Scope(String name, Optional<Owner.Kind> kind, List<FieldPath> places) {

        /** Copies the places. */
        public Scope {
            places = List.copyOf(places);
        }

        /** {@return true if it is an owner} */
        public boolean ofOwner() {
            return kind.isPresent();
        }
    }
}
