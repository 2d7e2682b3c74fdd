package io.lifeos.memory.migration;

import io.lifeos.memory.archive.row.ArchivalId;
import io.lifeos.memory.archive.row.ArchivalMemory;
import io.lifeos.memory.archive.row.RowHash;
import io.lifeos.memory.database.DatabaseManager;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.migration.link.BoundLinks;
import io.lifeos.memory.migration.link.Link;
import io.lifeos.memory.migration.link.Links;
import io.lifeos.memory.migration.mapping.MappedMemory;
import io.lifeos.memory.sqlite.table.FactTable;
import io.lifeos.memory.sqlite.table.UnclaimedLinkTable;
import io.lifeos.memory.sqlite.table.UnclaimedLinkTable.Candidate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reports what a run would do with memories, and writes nothing. */
final class DryRun implements MigrationTarget {

    private final DatabaseManager database;
    private final Links links;
    private final MigrationOptions options;
    private final boolean mayClaim;

    DryRun(DatabaseManager database, Links links, MigrationOptions options, boolean mayClaim) {
        this.database = database;
        this.links = links;
        this.options = options;
        this.mayClaim = mayClaim;
    }

    @Override
    public int write(List<List<MappedMemory>> steps, BooleanSupplier mayGoOn, Consumer<Written> committed) {
        steps.forEach(step -> write(step, committed));
        return steps.stream().mapToInt(List::size).sum();
    }

    @Override
    public boolean isAwaited() {
        return false;
    }

    private void write(List<MappedMemory> batch, Consumer<Written> committed) {
        List<ArchivalId> ids = batch.stream().map(m -> m.origin().id()).toList();
        Map<ArchivalId, List<Candidate>> candidates = mayClaim
                ? database.read(connection -> new UnclaimedLinkTable(connection).find(ids, ArchivalId::value))
                : Map.of();
        Map<ArchivalId, Link> found = links.find(ids);
        Map<ArchivalId, RowHash> unlinked = BatchWriter.unlinked(batch, found);
        Set<ArchivalId> erased = new HashSet<>(links.erased(unlinked));
        erased.addAll(database.read(
                connection -> BoundLinks.erasedUnclaimed(connection, BatchWriter.wordings(batch, unlinked.keySet()))));
        BatchPlan plan = BatchPlan.of(batch, found, candidates, erased, options.force());
        long duplicates = options.forgetDuplicates() ? active(duplicatesOfActive(plan)) : 0;
        committed.accept(new Written(plan, List.of(), List.of(), duplicates));
    }

    private List<Long> duplicatesOfActive(BatchPlan plan) {
        Map<Long, Fact> claimed =
                find(plan.claims().stream().map(BatchPlan.Update::factId).toList());
        Set<Object> forgotten = plan.claims().stream()
                .filter(claim -> {
                    Fact fact = claimed.get(claim.factId());
                    return fact != null && !fact.active();
                })
                .map(claim -> claim.memory().origin().id().value())
                .collect(Collectors.toSet());
        return plan.unclaimed().stream()
                .filter(fact -> fact.reason() == UnclaimedFact.Reason.DUPLICATE && !forgotten.contains(fact.id()))
                .map(UnclaimedFact::factId)
                .toList();
    }

    @Override
    public RejectedRow reject(ArchivalId id, @Nullable ArchivalMemory rejected, String reason) {
        return new RejectedRow(id.value(), reason);
    }

    @Override
    public void removeStray(List<Object> ids) {
        // A dry run leaves them where they are.
    }

    @Override
    public long forgetGone(List<Long> factIds) {
        return active(factIds);
    }

    @Override
    public long forgetDuplicates(List<Long> factIds) {
        return active(factIds);
    }

    private long active(List<Long> factIds) {
        return find(factIds).values().stream().filter(Fact::active).count();
    }

    private Map<Long, Fact> find(List<Long> factIds) {
        return database.read(connection -> new FactTable(connection).findReadable(factIds));
    }
}
