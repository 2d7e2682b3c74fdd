package io.lifeos.memory.migration;

import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.migration.UnclaimedLinks.Candidate;
import io.lifeos.memory.postgres.ArchivalId;
import io.lifeos.memory.postgres.ArchivalMemory;
import io.lifeos.memory.sqlite.DatabaseManager;
import io.lifeos.memory.sqlite.FactTable;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** Counts what would become of memories, and writes nothing. */
final class DryRun implements BatchTarget {

    private final DatabaseManager database;
    private final OptionalLong sourceId;
    private final MigrationOptions options;
    private final boolean mayClaim;
    private final RunTally tally;

    DryRun(
            DatabaseManager database,
            OptionalLong sourceId,
            MigrationOptions options,
            boolean mayClaim,
            RunTally tally) {
        this.database = database;
        this.sourceId = sourceId;
        this.options = options;
        this.mayClaim = mayClaim;
        this.tally = tally;
    }

    @Override
    public void write(List<MappedMemory> batch) {
        List<ArchivalId> ids = batch.stream().map(m -> m.origin().id()).toList();
        Map<ArchivalId, LinkTable.Link> links = sourceId.isEmpty()
                ? Map.of()
                : database.read(connection -> new LinkTable(connection, sourceId.getAsLong()).find(ids));
        Map<ArchivalId, List<Candidate>> candidates =
                mayClaim ? database.read(connection -> new UnclaimedLinks(connection).find(ids)) : Map.of();
        BatchPlan plan = BatchPlan.of(batch, links, candidates, options.force());
        plan.inserts().forEach(tally::wouldMigrate);
        plan.claims().forEach(claim -> tally.repaired(claim.factId(), claim.memory()));
        plan.unclaimed().forEach(tally::unclaimed);
        if (options.retireDuplicates()) {
            retire(duplicatesOfActive(plan));
        }
        plan.updates().forEach(update -> tally.updated(update.factId(), update.memory()));
        plan.unchanged().forEach(tally::unchanged);
        plan.kept().forEach(tally::kept);
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
    public void reject(ArchivalMemory rejected, String reason) {
        tally.rejected(new RejectedRow(rejected.id().value(), reason));
    }

    @Override
    public void removeStray(List<Object> ids) {
        // A dry run leaves them where they are.
    }

    @Override
    public void prune(List<Long> factIds) {
        tally.pruned(active(factIds));
    }

    @Override
    public void retire(List<Long> factIds) {
        tally.retired(active(factIds));
    }

    private long active(List<Long> factIds) {
        return find(factIds).values().stream().filter(Fact::active).count();
    }

    private Map<Long, Fact> find(List<Long> factIds) {
        return database.read(connection -> new FactTable(connection).findReadable(factIds));
    }
}
