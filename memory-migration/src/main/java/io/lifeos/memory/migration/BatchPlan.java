package io.lifeos.memory.migration;

import io.lifeos.memory.migration.LinkTable.Link;
import io.lifeos.memory.postgres.ArchivalId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is to be done with the memories of a batch, by the links that they have at this moment. */
final class BatchPlan {

    private final List<MappedMemory> inserts = new ArrayList<>();
    private final List<Update> updates = new ArrayList<>();
    private final List<Long> unchanged = new ArrayList<>();
    private final List<KeptFact> kept = new ArrayList<>();
    private final List<Object> stray = new ArrayList<>();

    /**
     * A fact to rewrite.
     *
     * @param factId its id
     * @param memory what it is to say
     * @param revive whether a run had forgotten it, as its row was gone
     */
    record Update(long factId, MappedMemory memory, boolean revive) {}

    private BatchPlan() {}

    static BatchPlan of(List<MappedMemory> batch, Map<ArchivalId, Link> links, boolean force) {
        BatchPlan plan = new BatchPlan();
        for (MappedMemory memory : batch) {
            plan.add(memory, links.get(memory.origin().id()), force);
        }
        return plan;
    }

    private void add(MappedMemory memory, @Nullable Link link, boolean force) {
        Object id = memory.origin().id().value();
        if (link == null) {
            inserts.add(memory);
        } else if (link.stray()) {
            stray.add(id);
            inserts.add(memory);
        } else if (force || (link.pruned() && !link.edited())) {
            updates.add(new Update(link.factId(), memory, link.pruned()));
        } else if (link.isOf(memory.origin().hash())) {
            unchanged.add(link.factId());
        } else if (link.edited()) {
            kept.add(new KeptFact(id, link.factId(), KeptFact.Reason.EDITED));
        } else if (link.forgotten()) {
            kept.add(new KeptFact(id, link.factId(), KeptFact.Reason.FORGOTTEN));
        } else {
            updates.add(new Update(link.factId(), memory, false));
        }
    }

    /** Memories without a fact. */
    List<MappedMemory> inserts() {
        return inserts;
    }

    /** Facts to rewrite. */
    List<Update> updates() {
        return updates;
    }

    /** Facts that are up to date. */
    List<Long> unchanged() {
        return unchanged;
    }

    /** Facts that were changed here. */
    List<KeptFact> kept() {
        return kept;
    }

    /** Ids of links to be removed, as their fact is gone. */
    List<Object> stray() {
        return stray;
    }
}
