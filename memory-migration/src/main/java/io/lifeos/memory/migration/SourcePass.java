package io.lifeos.memory.migration;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.archive.row.ArchiveSnapshot;
import io.lifeos.memory.archive.row.ServerState;
import io.lifeos.memory.jdbc.Chunks;
import io.lifeos.memory.log.BatchLogs;
import io.lifeos.memory.migration.MigrationListener.Phase;
import io.lifeos.memory.migration.MigrationListener.Progress;
import io.lifeos.memory.migration.flow.ChangedContents;
import io.lifeos.memory.migration.flow.ContentCheck;
import io.lifeos.memory.migration.flow.PacedBatches;
import io.lifeos.memory.migration.flow.Page;
import io.lifeos.memory.migration.flow.PageReader;
import io.lifeos.memory.migration.flow.PositionKey;
import io.lifeos.memory.migration.flow.ReadAhead;
import io.lifeos.memory.migration.link.Links;
import io.lifeos.memory.migration.link.Source;
import io.lifeos.memory.migration.link.Unseen;
import io.lifeos.memory.migration.mapping.MappedMemory;
import io.lifeos.memory.migration.mapping.Mapping;
import io.lifeos.memory.sqlite.table.UnclaimedLinkTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One pass: the whole source, in one snapshot, is compared with its links by id and row hash; new or changed rows are
 * brought over, and counted here. Only the links themselves are remembered from pass to pass, or from run to run.
 */
final class SourcePass {

    private static final long ROWS_BEFORE_REJECT_LIMIT = 100;
    private static final long MOST_BYTES_AHEAD = 2L << 20;
    private static final int FACTS_FORGOTTEN_AT_ONCE = 1_000;

    private final ArchiveSnapshot snapshot;
    private final MigrationOptions options;
    private final RunTally tally;
    private final Mapping mapping;
    private final Links links;
    private final ContentCheck contents;
    private final boolean mayClaim;
    private final MigrationTarget target;

    SourcePass(ArchiveSnapshot snapshot, MemoryStore memory, BatchLogs logs, MigrationOptions options, RunTally tally) {
        this.snapshot = snapshot;
        this.options = options;
        this.tally = tally;
        this.mapping = new Mapping(snapshot.table(), memory.entityExtractor(), options.embeddingModel());
        tally.restart(snapshot.table(), snapshot.leftOut());
        this.contents = new ContentCheck(snapshot, options.allowLeftOut());
        contents.requireAny();
        Source source = recognised(Source.of(snapshot, options.sourceName(), memory.database()));
        this.mayClaim = memory.database().read(connection -> new UnclaimedLinkTable(connection).exist());
        if (options.dryRun()) {
            this.links = source.links();
            this.target = new DryRun(memory.database(), links, options, mayClaim);
        } else {
            this.links = source.register();
            this.target = new BatchWriter(memory, logs, links, options, mapping, mayClaim);
        }
    }

    private Source recognised(Source source) {
        boolean named = options.sourceName().isPresent();
        if (!named) {
            source.movedFrom().ifPresent(known -> {
                throw new MovedSourceException(known);
            });
        }
        boolean doubtful = named || !snapshot.provesIdentity();
        return switch (source.likeness(doubtful && !options.acceptsChangedContents())) {
            case SAME -> source;
            case OTHER_ROWS -> throw OtherSourceException.sameIds(source.identity());
            case OTHER_IDS ->
                throw OtherSourceException.otherIds(
                        source.identity(), snapshot.table().key());
        };
    }

    MigrationReport run() {
        long selected = snapshot.selected();
        snapshot.unread().forEach(row -> tally.rejected(new RejectedRow(row.place(), row.reason())));
        PacedBatches<MappedMemory> batches = new PacedBatches<>(
                options.batchSize(),
                (steps, mayGoOn) -> target.write(steps, mayGoOn, tally::count),
                target::isAwaited,
                () -> tellProgress(selected));
        PageReader reader = new PageReader(
                snapshot,
                links,
                mapping,
                options.pageSize(),
                options.force(),
                options.acceptsChangedContents() ? null : this::requireKnownContents);
        try (ReadAhead<Page> pages = new ReadAhead<>(MOST_BYTES_AHEAD, reader::read)) {
            while (!hasTooManyRejects() && bringOver(pages.take(), batches, selected)) {
                // A page is out of memory before the next one is taken.
            }
            if (hasTooManyRejects()) {
                return report(Optional.of(tooManyRejects()));
            }
            batches.writeRest();
        }
        if (hasTooManyRejects()) {
            return report(Optional.of(tooManyRejects()));
        }
        noteServer();
        lookAtTheRest();
        if (mayClaim) {
            lookAtTheUnclaimed();
        }
        return report(Optional.empty());
    }

    private MigrationReport report(Optional<String> stopped) {
        return tally.counts()
                .leftOutByReason(leftOutByReason())
                .stopped(stopped)
                .doubt(contents.doubt())
                .warnings(PlanWarnings.ofRun(snapshot, links, options, tally.mapping()))
                .build();
    }

    private Map<String, Long> leftOutByReason() {
        Map<String, Long> reasons = new LinkedHashMap<>(snapshot.leftOutByReason());
        if (tally.erased() > 0) {
            reasons.put("erased", tally.erased());
        }
        return reasons;
    }

    /** Returns false at the end. */
    private boolean bringOver(@Nullable Page page, PacedBatches<MappedMemory> batches, long selected) {
        if (page == null) {
            return false;
        }
        tally.count(page);
        page.unmappable().forEach(row -> tally.rejected(target.reject(row.id(), row.memory(), row.reason())));
        if (!page.unchanged().isEmpty() || !page.unmappable().isEmpty() || page.erased() > 0) {
            tellProgress(selected);
        }
        batches.add(page.pending(), page.bytes());
        if (page.isLarge()) {
            batches.writeRest();
        }
        return true;
    }

    /** A pass of this run that has written before was looked at then. */
    private void requireKnownContents(ChangedContents contents) {
        if (!tally.hasWritten() && contents.areTooMany()) {
            throw new ChangedContentsException(contents, hint());
        }
    }

    /** The server speaks for itself alone; under a name, rows of several may come together. */
    private Optional<String> hint() {
        return PositionKey.warning(snapshot.table())
                .or(() -> links.serverState()
                        .flatMap(earlier -> serverState().flatMap(state -> state.comparedWith(earlier))));
    }

    private Optional<ServerState> serverState() {
        return options.sourceName().isPresent() ? Optional.empty() : snapshot.serverState();
    }

    /** Only beside other changes, so that a run with nothing to do writes nothing. */
    private void noteServer() {
        if (!options.dryRun() && tally.hasWritten()) {
            serverState().ifPresent(links::noteServerState);
        }
    }

    private void tellProgress(long selected) {
        options.listener().onProgress(new Progress(Phase.MIGRATING, tally.furthest(), selected));
    }

    private boolean hasTooManyRejects() {
        return tally.read() >= ROWS_BEFORE_REJECT_LIMIT && tally.rejected() > options.rejectLimit() * tally.read();
    }

    private String tooManyRejects() {
        return tally.rejected() + " of " + tally.read() + " rows were rejected, so the mapping is wrong rather than the"
                + " rows, and the run stopped; the other rows read so far are safe; look at the reasons, then run again.";
    }

    /** Facts that were edited here, and links whose row was not seen. */
    private void lookAtTheRest() {
        if (!options.force()) {
            links.forEachEdited((id, link) -> tally.edited(new KeptFact(id, link.factId(), KeptFact.Reason.EDITED)));
        }
        Unseen unseen = Unseen.of(snapshot, links, tally.seenFacts(), tally::hasSeen);
        unseen.orphaned().forEach(orphan -> tally.orphaned(orphan.id()));
        if (!unseen.stray().isEmpty()) {
            target.removeStray(unseen.stray());
        }
        forgetLeftOut(unseen);
        boolean emptied = tally.read() == 0;
        boolean whole = !snapshot.table().isFiltered() && snapshot.unread().isEmpty();
        if (options.forgetGone() && !emptied && whole) {
            List<Long> orphans =
                    unseen.orphaned().stream().map(Unseen.Orphan::factId).toList();
            Chunks.of(orphans, FACTS_FORGOTTEN_AT_ONCE).forEach(some -> tally.forgotGone(target.forgetGone(some)));
        }
    }

    /** A content that is perhaps looked for in the wrong place is no reason to forget a fact. */
    private void forgetLeftOut(Unseen unseen) {
        boolean doubtful = contents.doubt().isPresent();
        List<Long> facts = unseen.leftOut(snapshot).entrySet().stream()
                .filter(fact -> !doubtful || !ContentCheck.isOfContent(fact.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        Chunks.of(facts, FACTS_FORGOTTEN_AT_ONCE).forEach(some -> tally.forgotLeftOut(target.forgetGone(some)));
    }

    /** Facts of the Python program that no row claims, although the source has the row. */
    private void lookAtTheUnclaimed() {
        links.forEachUnclaimed(fact -> tally.unclaimed(new UnclaimedFact(
                fact.rowId(),
                fact.factId(),
                fact.sameContent() ? UnclaimedFact.Reason.DUPLICATE : UnclaimedFact.Reason.DIFFERENT_CONTENT)));
        if (options.forgetDuplicates()) {
            Chunks.of(links.unclaimedDuplicates(), FACTS_FORGOTTEN_AT_ONCE)
                    .forEach(some -> tally.forgotDuplicates(target.forgetDuplicates(some)));
        }
    }
}
