package io.lifeos.memory.archive.catalog;

import io.lifeos.memory.archive.row.FieldPath;
import java.util.Optional;
import java.util.Set;

/**
 * The part of a table's meaning that only its rows show.
 *
 * @param members those members of the metadata that rows have and whose names mean something
 * @param role the place that says who said a memory; empty if none does
 */
public record Findings(Set<String> members, Optional<FieldPath> role) {

    /** No row was looked at, or none shows anything. */
    public static final Findings NONE = new Findings(Set.of(), Optional.empty());

    /** Copies the names. */
    public Findings {
        members = Set.copyOf(members);
    }
}
