package io.lifeos.memory.migration;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.NewFact;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.fact.ValueRejectedException;
import io.lifeos.memory.migration.UnclaimedLinks.Candidate;
import io.lifeos.memory.postgres.ArchivalId;
import io.lifeos.memory.postgres.ArchivalMemory;
import io.lifeos.memory.sqlite.FactTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings memories into the file. The facts of a batch and their links are committed together. Which rows are new is
 * settled within the transaction that inserts them, so that no row becomes two facts, whoever else is writing.
 */
final class BatchWriter implements BatchTarget {

    private static final Logger LOG = LoggerFactory.getLogger(BatchWriter.class);

    private static final long MOST_FACTS_WITHOUT_LOG = 250_000;

    private final MemoryStore memory;
    private final long sourceId;
    private final boolean force;
    private final @Nullable Instant timeOfUndated;
    private final boolean withEmbeddings;
    private final String embeddingColumn;
    private final boolean mayClaim;
    private final RunTally tally;
    private boolean mayHaveRejects;
    private long unlogged;

    BatchWriter(
            MemoryStore memory,
            long sourceId,
            MigrationOptions options,
            Mapping mapping,
            boolean mayClaim,
            RunTally tally) {
        this.memory = memory;
        this.sourceId = sourceId;
        this.force = options.force();
        this.timeOfUndated = options.timeOfUndated().orElse(null);
        this.withEmbeddings = mapping.readsEmbeddings();
        this.embeddingColumn = mapping.embeddingColumn();
        this.mayClaim = mayClaim;
        this.tally = tally;
        this.mayHaveRejects = memory.database().read(connection -> new RejectTable(connection, sourceId).hasAny());
    }

    /** A row that had no link when it was read has hardly got one since; if it has, the unique key tells. */
    @Override
    public void write(List<MappedMemory> batch) {
        try {
            write(batch, MappedMemory::linked);
        } catch (ValueRejectedException e) {
            writeOrReject(batch);
        }
    }

    private void writeOrReject(List<MappedMemory> batch) {
        try {
            write(batch, memory -> true);
        } catch (ValueRejectedException e) {
            if (batch.size() == 1) {
                reject(batch.get(0).memory(), e.getMessage());
            } else {
                int half = batch.size() / 2;
                writeOrReject(batch.subList(0, half));
                writeOrReject(batch.subList(half, batch.size()));
            }
        }
    }

    private void write(List<MappedMemory> batch, Predicate<MappedMemory> mayBeLinked) {
        Written written = memory.database().transaction(connection -> write(connection, batch, mayBeLinked));
        written.count(tally);
        unlogged += written.facts();
        if (unlogged >= MOST_FACTS_WITHOUT_LOG) {
            writeDailyLogs();
        }
    }

    /** So that what waits for its log does not blow up the file. A log that fails is tried again at the end of the run. */
    private void writeDailyLogs() {
        unlogged = 0;
        try {
            memory.writeDailyLogs();
        } catch (StoreException e) {
            LOG.warn("The migration goes on. {}", e.getMessage());
        }
    }

    private Written write(Connection connection, List<MappedMemory> batch, Predicate<MappedMemory> mayBeLinked)
            throws SQLException {
        Instant now = now();
        LinkTable links = new LinkTable(connection, sourceId);
        List<ArchivalId> ids = batch.stream().map(m -> m.origin().id()).toList();
        List<ArchivalId> perhapsLinked =
                batch.stream().filter(mayBeLinked).map(m -> m.origin().id()).toList();
        Map<ArchivalId, List<Candidate>> candidates = mayClaim ? new UnclaimedLinks(connection).find(ids) : Map.of();
        BatchPlan plan = BatchPlan.of(batch, links.find(perhapsLinked), candidates, force);

        links.deleteStray(plan.stray());
        FactTable facts = new FactTable(connection);
        List<NewFact> newFacts =
                plan.inserts().stream().map(memory -> dated(memory.fact())).toList();
        List<Long> factIds = newFacts.isEmpty() ? List.of() : facts.insert(newFacts, now);
        links.insert(plan.inserts(), factIds);
        facts.update(newFacts(plan.updates()), now);
        for (BatchPlan.Update update : plan.updates()) {
            if (update.revive()) {
                facts.revive(update.factId());
            }
            links.update(update.memory().origin(), withEmbeddings, embeddingColumn);
        }
        claim(plan.claims(), facts, links, now);
        if (mayHaveRejects) {
            new RejectTable(connection, sourceId).remove(ids);
        }
        return new Written(plan, factIds);
    }

    /** The Python program dated a fact when it migrated it: that is when it was stored here. A fact without a time gets one. */
    private void claim(List<BatchPlan.Update> claims, FactTable facts, LinkTable links, Instant now)
            throws SQLException {
        if (claims.isEmpty()) {
            return;
        }
        Map<Long, Fact> before =
                facts.findReadable(claims.stream().map(BatchPlan.Update::factId).toList());
        Map<Long, Instant> recordedAt = new HashMap<>();
        Map<Long, FactOrigin> origins = new LinkedHashMap<>();
        Map<Long, NewFact> newFacts = new LinkedHashMap<>();
        for (BatchPlan.Update claim : claims) {
            Fact fact = before.get(claim.factId());
            recordedAt.put(
                    claim.factId(), fact == null ? now : fact.recordedAt().orElse(fact.happenedAt()));
            origins.put(claim.factId(), claim.memory().origin());
            NewFact newFact = dated(claim.memory().fact());
            newFacts.put(
                    claim.factId(),
                    fact == null && newFact.happenedAt() == null ? newFact.withHappenedAt(now) : newFact);
        }
        facts.update(newFacts, now);
        facts.markRecorded(recordedAt);
        links.claim(origins);
    }

    private static Map<Long, NewFact> newFacts(List<BatchPlan.Update> updates) {
        Map<Long, NewFact> newFacts = new LinkedHashMap<>();
        updates.forEach(update -> newFacts.put(update.factId(), update.memory().fact()));
        return newFacts;
    }

    private NewFact dated(NewFact fact) {
        return fact.happenedAt() == null && timeOfUndated != null ? fact.withHappenedAt(timeOfUndated) : fact;
    }

    /**
     * What a committed transaction wrote.
     *
     * @param plan what it was to do
     * @param newFacts the ids of the inserts
     */
    private record Written(BatchPlan plan, List<Long> newFacts) {

        int facts() {
            return newFacts.size() + plan.updates().size() + plan.claims().size();
        }

        void count(RunTally tally) {
            for (int i = 0; i < newFacts.size(); i++) {
                tally.migrated(newFacts.get(i), plan.inserts().get(i));
            }
            plan.updates().forEach(update -> tally.updated(update.factId(), update.memory()));
            plan.claims().forEach(claim -> tally.repaired(claim.factId(), claim.memory()));
            plan.unchanged().forEach(tally::unchanged);
            plan.kept().forEach(tally::kept);
        }
    }

    @Override
    public void reject(ArchivalMemory rejected, String reason) {
        mayHaveRejects = true;
        memory.database().transaction(connection -> {
            new RejectTable(connection, sourceId).put(rejected, reason, now());
            return true;
        });
        tally.rejected(new RejectedRow(rejected.id().value(), reason));
    }

    @Override
    public void removeStray(List<Object> ids) {
        memory.database().transaction(connection -> {
            new LinkTable(connection, sourceId).deleteStray(ids);
            return true;
        });
    }

    @Override
    public void prune(List<Long> factIds) {
        tally.pruned(memory.database().transaction(connection -> {
            FactTable facts = new FactTable(connection);
            List<Long> forgotten = new ArrayList<>();
            for (long factId : factIds) {
                if (facts.forget(factId)) {
                    forgotten.add(factId);
                }
            }
            new LinkTable(connection, sourceId).markPruned(forgotten);
            return forgotten.size();
        }));
    }

    @Override
    public void retire(List<Long> factIds) {
        tally.retired(memory.database().transaction(connection -> {
            FactTable facts = new FactTable(connection);
            int retired = 0;
            for (long factId : factIds) {
                retired += facts.forget(factId) ? 1 : 0;
            }
            return retired;
        }));
    }

    private Instant now() {
        return memory.clock().instant().truncatedTo(ChronoUnit.MICROS);
    }
}
