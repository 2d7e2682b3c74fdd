package io.lifeos.memory.migration;

import io.lifeos.memory.archive.row.ArchivalId;
import io.lifeos.memory.migration.link.Link;
import io.lifeos.memory.migration.mapping.MappedMemory;
import io.lifeos.memory.sqlite.table.UnclaimedLinkTable.Candidate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Decides what to do with the rows of a batch, by the links that they have at this moment. */
final class BatchPlan {

    private final List<MappedMemory> inserts = new ArrayList<>();
    private final List<Update> updates = new ArrayList<>();
    private final List<Long> unchanged = new ArrayList<>();
    private final List<KeptFact> kept = new ArrayList<>();
    private final List<Object> stray = new ArrayList<>();
    private final List<Update> claims = new ArrayList<>();
    private final List<UnclaimedFact> unclaimed = new ArrayList<>();
    private final Set<Long> claimed = new HashSet<>();
    private int erased;

    /**
     * A fact to rewrite.
     *
     * @param factId its id
     * @param memory the row to rewrite it from
     * @param remember true if a run had forgotten it, as its row was gone, so that it comes back
     */
    record Update(long factId, MappedMemory memory, boolean remember) {}

    private BatchPlan() {}

    /** A plan that does nothing. */
    static BatchPlan empty() {
        return new BatchPlan();
    }

    /**
     * Plans a batch without the rows whose facts were erased here.
     *
     * @param erased these rows
     * @param candidates facts that the Python program migrated under the ids of these memories, the oldest first
     */
    static BatchPlan of(
            List<MappedMemory> batch,
            Map<ArchivalId, Link> links,
            Map<ArchivalId, List<Candidate>> candidates,
            Set<ArchivalId> erased,
            boolean force) {
        BatchPlan plan = new BatchPlan();
        for (MappedMemory memory : batch) {
            ArchivalId id = memory.origin().id();
            if (erased.contains(id)) {
                plan.erased++;
                continue;
            }
            Link link = links.get(id);
            if (link == null || link.stray()) {
                plan.claimOrInsert(memory, candidates.getOrDefault(id, List.of()));
            } else {
                plan.add(memory, link, force);
            }
            if (link != null && link.stray()) {
                plan.stray.add(id.value());
            }
        }
        return plan;
    }

    /** The oldest fact that says the same as the row belongs to it. */
    private void claimOrInsert(MappedMemory memory, List<Candidate> candidates) {
        boolean found = false;
        for (Candidate candidate : candidates) {
            boolean same = saysTheSame(candidate, memory);
            if (same && !found && claimed.add(candidate.factId())) {
                claims.add(new Update(candidate.factId(), memory, false));
                found = true;
            } else {
                UnclaimedFact.Reason reason =
                        same ? UnclaimedFact.Reason.DUPLICATE : UnclaimedFact.Reason.DIFFERENT_CONTENT;
                unclaimed.add(new UnclaimedFact(memory.origin().id().value(), candidate.factId(), reason));
            }
        }
        if (!found) {
            inserts.add(memory);
        }
    }

    /** That program took a content as it was, even if it was JSON. */
    private static boolean saysTheSame(Candidate candidate, MappedMemory memory) {
        return candidate.content().equals(memory.fact().content())
                || memory.memory().wordings().contains(candidate.content());
    }

    private void add(MappedMemory memory, Link link, boolean force) {
        Object id = memory.origin().id().value();
        if (force || (link.forgottenAsGone() && !link.edited())) {
            updates.add(new Update(link.factId(), memory, link.forgottenAsGone()));
        } else if (link.isOf(memory.origin().hash())) {
            unchanged.add(link.factId());
        } else if (link.edited()) {
            kept.add(new KeptFact(id, link.factId(), KeptFact.Reason.EDITED));
        } else if (link.forgotten() && !link.isOfEarlierMapping()) {
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

    /** Facts of the Python program that become those of their rows. */
    List<Update> claims() {
        return claims;
    }

    /** Facts of the Python program under the ids of claims and inserts that stay as they are. */
    List<UnclaimedFact> unclaimed() {
        return unclaimed;
    }

    /** Facts that are up to date. */
    List<Long> unchanged() {
        return unchanged;
    }

    /** Facts that were changed here. */
    List<KeptFact> kept() {
        return kept;
    }

    /** The number of memories that are left out, as their facts were erased here. */
    int erased() {
        return erased;
    }

    /** Ids of links to be removed, as their fact is gone. */
    List<Object> stray() {
        return stray;
    }
}
