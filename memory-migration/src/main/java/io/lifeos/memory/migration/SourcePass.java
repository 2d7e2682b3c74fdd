package io.lifeos.memory.migration;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.migration.MigrationListener.Phase;
import io.lifeos.memory.migration.MigrationListener.Progress;
import io.lifeos.memory.postgres.ArchiveSnapshot;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * One pass: the whole source, in one snapshot, is compared with its links by id and row hash; what is new or changed is
 * brought over. Nothing is remembered from pass to pass, or from run to run, but the links themselves.
 */
final class SourcePass {

    private static final long ROWS_BEFORE_REJECT_LIMIT = 100;
    private static final long MOST_BYTES_AHEAD = 2L << 20;
    private static final int FACTS_FORGOTTEN_AT_ONCE = 1_000;

    private final ArchiveSnapshot snapshot;
    private final MemoryStore memory;
    private final MigrationOptions options;
    private final RunTally tally;
    private final Mapping mapping;
    private final OptionalLong sourceId;
    private final boolean mayClaim;
    private final BatchTarget target;

    SourcePass(ArchiveSnapshot snapshot, MemoryStore memory, MigrationOptions options, RunTally tally) {
        this.snapshot = snapshot;
        this.memory = memory;
        this.options = options;
        this.tally = tally;
        this.mapping = new Mapping(snapshot.table(), memory.entityExtractor(), options.embeddingModel());
        tally.restart(snapshot.table(), snapshot.leftOut());
        Source source = Source.of(snapshot, options.sourceName(), memory.database());
        if (options.sourceName().isEmpty()) {
            source.requireNotMoved(snapshot, memory.database());
        }
        boolean doubtful = options.sourceName().isPresent() || !snapshot.provesIdentity();
        source.requireSame(snapshot, memory.database(), doubtful && !options.force());
        this.mayClaim = memory.database().read(connection -> new UnclaimedLinks(connection).exist());
        if (options.dryRun()) {
            this.sourceId = source.id();
            this.target = new DryRun(memory.database(), sourceId, options, mayClaim, tally);
        } else {
            long id = source.register(memory.database());
            this.sourceId = OptionalLong.of(id);
            this.target = new BatchWriter(memory, id, options, mapping, mayClaim, tally);
        }
    }

    MigrationReport run() {
        long selected = snapshot.selected();
        Batches batches = new Batches(target, options.batchSize(), rows -> read(rows, selected));
        PageReader reader = new PageReader(snapshot, memory.database(), sourceId, mapping, options);
        try (ReadAhead<Page> pages = new ReadAhead<>(MOST_BYTES_AHEAD, reader::read)) {
            for (Page page = pages.take(); page != null; page = pages.take()) {
                count(page, selected);
                batches.add(page);
                if (hasTooManyRejects()) {
                    return report(Optional.of(tooManyRejects()));
                }
            }
            batches.writeRest();
        }
        if (hasTooManyRejects()) {
            return report(Optional.of(tooManyRejects()));
        }
        if (sourceId.isPresent()) {
            lookAtTheRest(sourceId.getAsLong());
            if (mayClaim) {
                lookAtTheUnclaimed(sourceId.getAsLong());
            }
        }
        return report(Optional.empty());
    }

    private MigrationReport report(Optional<String> stopped) {
        return tally.report(stopped);
    }

    /** Counts what is not to be written. */
    private void count(Page page, long selected) {
        page.linked().forEach(tally::seen);
        page.unchanged().forEach(tally::unchanged);
        page.unmappable().forEach(row -> target.reject(row.memory(), row.reason()));
        int rows = page.unchanged().size() + page.unmappable().size();
        if (rows > 0) {
            read(rows, selected);
        }
    }

    private void read(int rows, long selected) {
        tally.read(rows);
        options.listener().onProgress(new Progress(Phase.MIGRATING, tally.read(), selected));
    }

    private boolean hasTooManyRejects() {
        return tally.read() >= ROWS_BEFORE_REJECT_LIMIT && tally.rejected() > options.rejectLimit() * tally.read();
    }

    private String tooManyRejects() {
        return tally.rejected() + " of " + tally.read() + " rows were rejected, so the mapping is wrong rather than the"
                + " rows, and the run stopped; the other rows read so far are safe; look at the reasons, then run again.";
    }

    /** Facts that were edited here, and links whose row did not come by. */
    private void lookAtTheRest(long source) {
        if (!options.force()) {
            memory.database().read(connection -> {
                new LinkTable(connection, source)
                        .forEachEdited(
                                (id, link) -> tally.edited(new KeptFact(id, link.factId(), KeptFact.Reason.EDITED)));
                return source;
            });
        }
        LeftOver leftOver = LeftOver.of(snapshot, memory.database(), source, tally.seenFacts(), tally::hasSeen);
        leftOver.orphaned().forEach(orphan -> tally.orphaned(orphan.id()));
        if (!leftOver.stray().isEmpty()) {
            target.removeStray(leftOver.stray());
        }
        List<Long> orphans =
                leftOver.orphaned().stream().map(LeftOver.Orphan::factId).toList();
        boolean emptied = tally.read() == 0;
        if (options.prune() && !emptied && !snapshot.table().isFiltered()) {
            inParts(orphans, target::prune);
        }
    }

    /** Facts of the Python program that no row claims, although the source has the row. */
    private void lookAtTheUnclaimed(long source) {
        memory.database().read(connection -> {
            new UnclaimedLinks(connection).forEachOf(source, tally::unclaimed);
            return source;
        });
        if (options.retireDuplicates()) {
            inParts(
                    memory.database().read(connection -> new UnclaimedLinks(connection).duplicatesOfActive(source)),
                    target::retire);
        }
    }

    private static void inParts(List<Long> factIds, Consumer<List<Long>> action) {
        for (int from = 0; from < factIds.size(); from += FACTS_FORGOTTEN_AT_ONCE) {
            action.accept(factIds.subList(from, Math.min(from + FACTS_FORGOTTEN_AT_ONCE, factIds.size())));
        }
    }
}
