package io.lifeos.memory.migration;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.archive.ArchiveSummary;
import io.lifeos.memory.archive.ScopeCount;
import io.lifeos.memory.archive.row.ArchivalId;
import io.lifeos.memory.archive.row.ArchiveSnapshot;
import io.lifeos.memory.archive.row.RowHash;
import io.lifeos.memory.archive.row.TableLayout;
import io.lifeos.memory.migration.flow.ChangedContents;
import io.lifeos.memory.migration.flow.ContentCheck;
import io.lifeos.memory.migration.link.Link;
import io.lifeos.memory.migration.link.Links;
import io.lifeos.memory.migration.mapping.Mapping;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Makes the plan of a migration from what a snapshot says of itself, and what is migrated of it. */
final class PlanMaker {

    private PlanMaker() {}

    static MigrationPlan plan(ArchiveSnapshot snapshot, MemoryStore memory, MigrationOptions options) {
        TableLayout table = snapshot.table();
        ArchiveSummary rows = snapshot.summary();
        List<ScopeCount> scopes = snapshot.scopes();
        Optional<String> name = options.sourceName().or(snapshot::identity);
        MigrationPlan.Builder plan = MigrationPlan.builder()
                .table(table.qualifiedName())
                .profile(table.profile())
                .source(name)
                .key(table.key())
                .columns(table.columns())
                .unread(table.unread())
                .rows(rows)
                .scopes(scopes);
        List<String> warnings = new ArrayList<>(PlanWarnings.of(table, rows, scopes, options, name.isPresent()));
        ContentCheck contents = new ContentCheck(snapshot, options.allowLeftOut());
        if (contents.hasNone()) {
            warnings.add(snapshot.missingContent());
        }
        contents.doubt().ifPresent(warnings::add);
        name.map(identity -> Links.of(memory.database(), identity)).ifPresent(links -> {
            ChangedContents known = changed(snapshot, links, memory, options);
            Pending pending = pending(snapshot, links, options.pageSize());
            if (pending.erased() > 0) {
                warnings.add(pending.erased() + " rows stay out, as their facts were erased here.");
            }
            plan.migrated(OptionalLong.of(links.count()))
                    .pending(OptionalLong.of(pending.rows()))
                    .changed(OptionalLong.of(known.changed()))
                    .changedMarks(OptionalLong.of(known.marks()));
            warnings.addAll(PlanWarnings.ofKnownRows(known, options));
        });
        return plan.warnings(warnings).build();
    }

    private static ChangedContents changed(
            ArchiveSnapshot snapshot, Links links, MemoryStore memory, MigrationOptions options) {
        if (!links.exist()) {
            return new ChangedContents(0, 0, 0, List.of());
        }
        Mapping mapping = new Mapping(snapshot.table(), memory.entityExtractor(), options.embeddingModel());
        return ChangedContents.of(snapshot, links, mapping, options.pageSize(), null, 0);
    }

    /**
     * The selected rows that have no fact.
     *
     * @param rows the number of those that a run would bring over
     * @param erased the number of those that it leaves out, as their facts were erased here
     */
    record Pending(long rows, long erased) {}

    /** Looks for each id. */
    static Pending pending(ArchiveSnapshot snapshot, Links links, int pageSize) {
        if (!links.areKnown()) {
            return new Pending(snapshot.selected(), 0);
        }
        long pending = 0;
        long erased = 0;
        List<ArchivalId> ids = snapshot.ids(null, pageSize);
        while (!ids.isEmpty()) {
            Map<ArchivalId, Link> found = links.find(ids);
            pending += ids.size()
                    - found.values().stream().filter(link -> !link.stray()).count();
            Map<ArchivalId, @Nullable RowHash> unlinked = new HashMap<>();
            ids.stream().filter(id -> !found.containsKey(id)).forEach(id -> unlinked.put(id, null));
            erased += links.erased(unlinked).size();
            ids = snapshot.ids(ids.get(ids.size() - 1), pageSize);
        }
        return new Pending(pending - erased, erased);
    }
}
