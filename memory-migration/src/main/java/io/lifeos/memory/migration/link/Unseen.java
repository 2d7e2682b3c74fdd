package io.lifeos.memory.migration.link;

import io.lifeos.memory.archive.row.ArchivalId;
import io.lifeos.memory.archive.row.ArchiveSnapshot;
import io.lifeos.memory.archive.row.TableLayout;
import io.lifeos.memory.jdbc.Chunks;
import io.lifeos.memory.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;

/**
 * The links of a source whose rows were not seen in a snapshot, although every selected row was.
 *
 * @param stray ids whose link points to no fact
 * @param orphaned links whose rows are gone, or are left out now. A row of an owner that was not asked for is neither
 */
public record Unseen(List<Object> stray, List<Orphan> orphaned) {

    private static final int COMPARED_AT_ONCE = 100_000;

    /**
     * A fact whose row is gone.
     *
     * @param id the row's id as the file stores it
     * @param factId the fact
     * @param follows true if the fact follows its row; false if it was edited or forgotten here
     */
    public record Orphan(Object id, long factId, boolean follows) {}

    /**
     * Finds them.
     *
     * @param snapshot the source
     * @param links the links of the source
     * @param seen the number of facts whose rows were seen
     * @param isSeen tells whether the row of a fact was seen
     * @return the others
     */
    public static Unseen of(ArchiveSnapshot snapshot, Links links, long seen, LongPredicate isSeen) {
        List<Object> stray = new ArrayList<>();
        List<Orphan> unseen = new ArrayList<>();
        links.forEachIfMoreThan(seen, (id, link) -> {
            if (link.stray()) {
                stray.add(id);
            } else if (!isSeen.test(link.factId())) {
                unseen.add(new Orphan(id, link.factId(), link.followsRow() && !link.forgotten()));
            }
        });
        Set<Object> ofOthers = ofOtherScope(snapshot, unseen);
        return new Unseen(
                stray,
                unseen.stream()
                        .filter(orphan -> !ofOthers.contains(orphan.id()))
                        .toList());
    }

    /**
     * Finds the facts whose rows are there, but left out for another reason than their owner. A fact that was edited or
     * forgotten, here or by a run, is not among them.
     *
     * @param snapshot the source
     * @return the reason by fact
     */
    public Map<Long, String> leftOut(ArchiveSnapshot snapshot) {
        Map<ArchivalId, Long> facts = new HashMap<>();
        for (Orphan orphan : orphaned) {
            if (orphan.follows()) {
                id(snapshot.table(), orphan.id()).ifPresent(id -> facts.put(id, orphan.factId()));
            }
        }
        Map<Long, String> reasons = new LinkedHashMap<>();
        Chunks.of(List.copyOf(facts.keySet()), COMPARED_AT_ONCE)
                .forEach(some -> snapshot.leftOut(some).forEach((id, reason) -> {
                    Long fact = facts.get(id);
                    if (fact != null) {
                        reasons.put(fact, reason);
                    }
                }));
        return reasons;
    }

    private static Set<Object> ofOtherScope(ArchiveSnapshot snapshot, List<Orphan> unseen) {
        List<ArchivalId> ids = unseen.stream()
                .flatMap(orphan -> id(snapshot.table(), orphan.id()).stream())
                .toList();
        Set<Object> ofOthers = new HashSet<>();
        Chunks.of(ids, COMPARED_AT_ONCE)
                .forEach(some -> snapshot.ofOtherScope(some).forEach(id -> ofOthers.add(id.value())));
        return ofOthers;
    }

    /** The id that is stored like this; empty if the table's key cannot have it, as it had other columns then. */
    private static Optional<ArchivalId> id(TableLayout table, Object stored) {
        if (stored instanceof Long number) {
            return Optional.of(ArchivalId.ofInteger(number))
                    .filter(id -> table.key().size() == 1);
        }
        if (table.key().size() == 1) {
            return Optional.of(ArchivalId.ofText(stored.toString()));
        }
        try {
            return Optional.of(ArchivalId.ofParts(Json.texts(stored.toString())))
                    .filter(id -> id.parts().size() == table.key().size());
        } catch (IllegalArgumentException otherKey) {
            return Optional.empty();
        }
    }
}
