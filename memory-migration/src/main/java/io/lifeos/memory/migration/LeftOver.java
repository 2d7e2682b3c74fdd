package io.lifeos.memory.migration;

import io.lifeos.memory.postgres.ArchivalId;
import io.lifeos.memory.postgres.ArchiveSnapshot;
import io.lifeos.memory.postgres.TableLayout;
import io.lifeos.memory.sqlite.DatabaseManager;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;

/**
 * The links of a source whose rows did not come by in a snapshot, although each row that is wanted did.
 *
 * @param stray ids whose link points to no fact
 * @param orphaned those whose rows are gone, or are left out now. A row of another owner than was asked for is neither
 */
record LeftOver(List<Object> stray, List<Orphan> orphaned) {

    private static final int COMPARED_AT_ONCE = 100_000;

    /**
     * A fact whose row is gone.
     *
     * @param id what the file stores as its row's id
     * @param factId the fact
     */
    record Orphan(Object id, long factId) {}

    static LeftOver of(
            ArchiveSnapshot snapshot, DatabaseManager database, long sourceId, long seen, LongPredicate isSeen) {
        List<Object> stray = new ArrayList<>();
        List<Orphan> unseen = new ArrayList<>();
        database.read(connection -> {
            LinkTable links = new LinkTable(connection, sourceId);
            if (links.count() > seen) {
                links.forEach((id, link) -> {
                    if (link.stray()) {
                        stray.add(id);
                    } else if (!isSeen.test(link.factId())) {
                        unseen.add(new Orphan(id, link.factId()));
                    }
                });
            }
            return stray.size() + unseen.size();
        });
        Set<Object> ofOthers = ofOtherScope(snapshot, unseen);
        return new LeftOver(
                stray,
                unseen.stream()
                        .filter(orphan -> !ofOthers.contains(orphan.id()))
                        .toList());
    }

    private static Set<Object> ofOtherScope(ArchiveSnapshot snapshot, List<Orphan> unseen) {
        List<ArchivalId> ids = unseen.stream()
                .flatMap(orphan -> id(snapshot.table(), orphan.id()).stream())
                .toList();
        Set<Object> ofOthers = new HashSet<>();
        for (int from = 0; from < ids.size(); from += COMPARED_AT_ONCE) {
            List<ArchivalId> some = ids.subList(from, Math.min(from + COMPARED_AT_ONCE, ids.size()));
            snapshot.ofOtherScope(some).forEach(id -> ofOthers.add(id.value()));
        }
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
            return Optional.of(ArchivalId.ofParts(JsonText.list(stored.toString())))
                    .filter(id -> id.parts().size() == table.key().size());
        } catch (IllegalArgumentException otherKey) {
            return Optional.empty();
        }
    }
}
