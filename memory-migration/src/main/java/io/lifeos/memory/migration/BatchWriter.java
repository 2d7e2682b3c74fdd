package io.lifeos.memory.migration;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.archive.row.ArchivalId;
import io.lifeos.memory.archive.row.ArchivalMemory;
import io.lifeos.memory.archive.row.RowHash;
import io.lifeos.memory.database.SqlFunction;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.NewFact;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.fact.ValueRejectedException;
import io.lifeos.memory.log.BatchLogs;
import io.lifeos.memory.migration.link.BoundLinks;
import io.lifeos.memory.migration.link.Link;
import io.lifeos.memory.migration.link.Links;
import io.lifeos.memory.migration.link.NewLink;
import io.lifeos.memory.migration.mapping.MappedMemory;
import io.lifeos.memory.migration.mapping.Mapping;
import io.lifeos.memory.sqlite.SqliteDatabase;
import io.lifeos.memory.sqlite.table.FactTable;
import io.lifeos.memory.sqlite.table.Outbox;
import io.lifeos.memory.sqlite.table.UnclaimedLinkTable;
import io.lifeos.memory.sqlite.table.UnclaimedLinkTable.Candidate;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings memories into the file. The facts of a batch and their links are committed together. The transaction that inserts
 * rows also decides which of them are new, so that no row becomes two facts, even while others write.
 */
final class BatchWriter implements MigrationTarget {

    private static final Logger LOG = LoggerFactory.getLogger(BatchWriter.class);

    private static final long MOST_FACTS_WITHOUT_LOG = 250_000;

    /** Inserting them takes about 50 ms, for which a thread may have to wait that begins to wait after the last step. */
    private static final int MOST_FACTS_STAGED = 2_000;

    private final MemoryStore memory;
    private final SqliteDatabase database;
    private final Links links;
    private final boolean force;
    private final @Nullable Instant undatedTime;
    private final boolean withEmbeddings;
    private final String embeddingColumn;
    private final boolean mayClaim;
    private final BatchLogs logs;
    private boolean mayHaveRejects;
    private long unlogged;

    BatchWriter(
            MemoryStore memory,
            BatchLogs logs,
            Links links,
            MigrationOptions options,
            Mapping mapping,
            boolean mayClaim) {
        this.memory = memory;
        this.database = (SqliteDatabase) memory.database();
        this.logs = logs;
        this.links = links;
        this.force = options.force();
        this.undatedTime = options.undatedTime().orElse(null);
        this.withEmbeddings = mapping.readsEmbeddings();
        this.embeddingColumn = mapping.embeddingColumn();
        this.mayClaim = mayClaim;
        this.mayHaveRejects =
                database.read(connection -> links.rejectsIn(connection).hasAny());
    }

    /** A row that had no link when it was read will rarely have one by now; if it does, the unique key refuses it. */
    @Override
    public int write(List<List<MappedMemory>> steps, BooleanSupplier mayGoOn, Consumer<Written> committed) {
        List<Written> written = new ArrayList<>();
        List<Outbox.Due> due;
        try {
            due = commit(steps, mayGoOn, written);
        } catch (ValueRejectedException e) {
            steps.forEach(step -> isolateRejects(step, committed));
            return size(steps);
        }
        written.forEach(committed);
        log(due);
        return size(steps.subList(0, written.size()));
    }

    private static int size(List<List<MappedMemory>> steps) {
        return steps.stream().mapToInt(List::size).sum();
    }

    /** Where triggers of others may run, each fact is there before what refers to it, as they may look. */
    private List<Outbox.Due> commit(List<List<MappedMemory>> steps, BooleanSupplier mayGoOn, List<Written> written) {
        boolean onlyInserts = !mayClaim && steps.stream().allMatch(BatchWriter::isUnlinked);
        boolean inAnyOrder = onlyInserts && !database.allowsForeignTriggers();
        SqlFunction<List<Outbox.Due>> work = connection -> {
            if (onlyInserts) {
                links.requireKnown(connection);
            }
            FactTable facts = new FactTable(connection);
            do {
                written.add(carryOut(connection, facts, steps.get(written.size()), MappedMemory::linked, inAnyOrder));
                if (facts.staged() >= MOST_FACTS_STAGED) {
                    facts.insertStaged();
                }
            } while (written.size() < steps.size() && mayGoOn.getAsBoolean());
            facts.insertStaged();
            return facts.due();
        };
        return logs.removingWritten(onlyInserts ? database::insertOnly : database::transaction, work);
    }

    private static boolean isUnlinked(List<MappedMemory> step) {
        return step.stream().noneMatch(MappedMemory::linked);
    }

    @Override
    public boolean isAwaited() {
        return database.isAwaited();
    }

    /** Halves the batch until each row that cannot be stored is alone. */
    private void isolateRejects(List<MappedMemory> batch, Consumer<Written> committed) {
        List<Written> written = new ArrayList<>();
        List<Outbox.Due> due = List.of();
        try {
            due = database.transaction(connection -> {
                FactTable facts = new FactTable(connection);
                written.add(carryOut(connection, facts, batch, memory -> true, false));
                return facts.due();
            });
        } catch (ValueRejectedException e) {
            if (batch.size() > 1) {
                int half = batch.size() / 2;
                isolateRejects(batch.subList(0, half), committed);
                isolateRejects(batch.subList(half, batch.size()), committed);
                return;
            }
            ArchivalMemory row = batch.get(0).memory();
            RejectedRow rejected = reject(row.id(), row, e.getMessage());
            written.add(new Written(BatchPlan.empty(), List.of(), List.of(rejected), 0));
        }
        written.forEach(committed);
        log(due);
    }

    private void log(List<Outbox.Due> due) {
        unlogged += logs.add(due);
        if (unlogged >= MOST_FACTS_WITHOUT_LOG) {
            writeDailyLogs();
        }
    }

    /** Keeps entries that wait for their log from swelling the file. A log that fails is tried again at the end. */
    private void writeDailyLogs() {
        unlogged = 0;
        try {
            memory.writeDailyLogs();
        } catch (StoreException e) {
            LOG.warn("The migration goes on. {}", e.getMessage());
        }
    }

    private BatchPlan plan(Connection connection, List<MappedMemory> batch, Predicate<MappedMemory> mayBeLinked)
            throws SQLException {
        List<MappedMemory> perhapsLinked = batch.stream().filter(mayBeLinked).toList();
        Map<ArchivalId, List<Candidate>> candidates =
                mayClaim ? new UnclaimedLinkTable(connection).find(ids(batch), ArchivalId::value) : Map.of();
        BoundLinks table = links.in(connection);
        Map<ArchivalId, Link> found = table.find(ids(perhapsLinked));
        Map<ArchivalId, RowHash> unlinked = unlinked(batch, found);
        Set<ArchivalId> erased =
                new HashSet<>(BoundLinks.erasedUnclaimed(connection, wordings(batch, unlinked.keySet())));
        Map<ArchivalId, RowHash> ofThisSource = new HashMap<>(unlinked);
        ofThisSource.keySet().retainAll(erased);
        table.noteErased(ofThisSource, now());
        erased.addAll(table.erased(unlinked));
        return BatchPlan.of(batch, found, candidates, erased, force);
    }

    /** What the Python program may have made of rows. */
    static Map<ArchivalId, Set<String>> wordings(List<MappedMemory> batch, Set<ArchivalId> rows) {
        Map<ArchivalId, Set<String>> wordings = new HashMap<>();
        batch.stream().filter(memory -> rows.contains(memory.origin().id())).forEach(memory -> {
            Set<String> some = new HashSet<>(memory.memory().wordings());
            some.add(memory.fact().content());
            wordings.put(memory.origin().id(), some);
        });
        return wordings;
    }

    static Map<ArchivalId, RowHash> unlinked(List<MappedMemory> batch, Map<ArchivalId, Link> links) {
        Map<ArchivalId, RowHash> rows = new HashMap<>();
        batch.stream()
                .map(MappedMemory::origin)
                .filter(origin -> !links.containsKey(origin.id()))
                .forEach(origin -> rows.put(origin.id(), origin.hash()));
        return rows;
    }

    private Written carryOut(
            Connection connection,
            FactTable facts,
            List<MappedMemory> batch,
            Predicate<MappedMemory> mayBeLinked,
            boolean inAnyOrder)
            throws SQLException {
        BatchPlan plan = plan(connection, batch, mayBeLinked);
        Instant now = now();
        BoundLinks table = links.in(connection);
        table.deleteStray(plan.stray());
        List<NewFact> newFacts =
                plan.inserts().stream().map(memory -> dated(memory.fact())).toList();
        List<Long> factIds = insert(facts, newFacts, now, inAnyOrder);
        table.insert(plan.inserts().stream().map(MappedMemory::origin).toList(), factIds);
        update(plan.updates(), facts, table, now);
        claim(plan.claims(), facts, table, now);
        if (mayHaveRejects) {
            links.rejectsIn(connection).remove(ids(batch));
        }
        return new Written(plan, factIds, List.of(), 0);
    }

    private static List<Long> insert(FactTable facts, List<NewFact> newFacts, Instant now, boolean inAnyOrder)
            throws SQLException {
        if (newFacts.isEmpty()) {
            return List.of();
        }
        return inAnyOrder ? facts.stage(newFacts, now) : facts.insert(newFacts, now);
    }

    private static List<ArchivalId> ids(List<MappedMemory> batch) {
        return batch.stream().map(memory -> memory.origin().id()).toList();
    }

    private void update(List<BatchPlan.Update> updates, FactTable facts, BoundLinks table, Instant now)
            throws SQLException {
        if (updates.isEmpty()) {
            return;
        }
        Map<Long, NewFact> newFacts = new LinkedHashMap<>();
        updates.forEach(update -> newFacts.put(update.factId(), update.memory().fact()));
        facts.update(newFacts, now);
        for (BatchPlan.Update update : updates) {
            if (update.remember()) {
                facts.remember(update.factId());
            }
        }
        table.update(
                updates.stream().map(update -> update.memory().origin()).toList(), withEmbeddings, embeddingColumn);
    }

    /** Claims facts of the Python program. It dated each when it stored it here; a fact without a time gets one. */
    private void claim(List<BatchPlan.Update> claims, FactTable facts, BoundLinks table, Instant now)
            throws SQLException {
        if (claims.isEmpty()) {
            return;
        }
        Map<Long, Fact> before =
                facts.findReadable(claims.stream().map(BatchPlan.Update::factId).toList());
        Map<Long, Instant> recordedAt = new HashMap<>();
        Map<Long, NewLink> origins = new LinkedHashMap<>();
        Map<Long, NewFact> newFacts = new LinkedHashMap<>();
        for (BatchPlan.Update claim : claims) {
            Fact fact = before.get(claim.factId());
            recordedAt.put(
                    claim.factId(), fact == null ? now : fact.recordedAt().orElse(fact.happenedAt()));
            origins.put(claim.factId(), claim.memory().origin());
            NewFact newFact = dated(claim.memory().fact());
            newFacts.put(
                    claim.factId(),
                    fact == null && newFact.happenedAt().isEmpty() ? newFact.withHappenedAt(now) : newFact);
        }
        facts.update(newFacts, now);
        facts.markRecorded(recordedAt);
        table.claim(origins);
    }

    private NewFact dated(NewFact fact) {
        return fact.happenedAt().isEmpty() && undatedTime != null ? fact.withHappenedAt(undatedTime) : fact;
    }

    @Override
    public RejectedRow reject(ArchivalId id, @Nullable ArchivalMemory rejected, String reason) {
        mayHaveRejects = true;
        database.write(connection -> {
            if (links.in(connection).erased(Collections.singletonMap(id, null)).isEmpty()) {
                links.rejectsIn(connection).put(id, rejected, reason, now());
            }
        });
        return new RejectedRow(id.value(), reason);
    }

    @Override
    public void removeStray(List<Object> ids) {
        database.write(connection -> links.in(connection).deleteStray(ids));
    }

    @Override
    public long forgetGone(List<Long> factIds) {
        return database.transaction(connection -> {
            List<Long> forgotten = new FactTable(connection).forget(factIds);
            links.in(connection).markForgotten(forgotten);
            return (long) forgotten.size();
        });
    }

    @Override
    public long forgetDuplicates(List<Long> factIds) {
        return database.transaction(
                connection -> (long) new FactTable(connection).forget(factIds).size());
    }

    private Instant now() {
        return memory.clock().instant().truncatedTo(ChronoUnit.MICROS);
    }
}
