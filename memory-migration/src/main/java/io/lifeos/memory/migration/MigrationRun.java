package io.lifeos.memory.migration;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.fact.SourceUnavailableException;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.migration.LinkTable.Link;
import io.lifeos.memory.migration.MigrationListener.Phase;
import io.lifeos.memory.migration.MigrationListener.Progress;
import io.lifeos.memory.postgres.ArchivalId;
import io.lifeos.memory.postgres.ArchivalKey;
import io.lifeos.memory.postgres.ArchivalMemory;
import io.lifeos.memory.postgres.ArchiveSnapshot;
import io.lifeos.memory.postgres.PostgresArchive;
import io.lifeos.memory.postgres.RowHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run: the whole source, in one snapshot, is compared with its links by id and row hash; what is new or changed is
 * brought over. Nothing is remembered between runs but the links themselves.
 */
final class MigrationRun {

    private static final Logger LOG = LoggerFactory.getLogger(MigrationRun.class);

    private static final int MOST_ATTEMPTS_WITHOUT_PROGRESS = 5;
    private static final long FIRST_PAUSE_MS = 500;
    private static final long ROWS_BEFORE_REJECT_LIMIT = 100;

    private final PostgresArchive archive;
    private final MemoryStore memory;
    private final MigrationOptions options;
    private final RunTally tally = new RunTally();
    private long rowsOfBestAttempt;

    MigrationRun(PostgresArchive archive, MemoryStore memory, MigrationOptions options) {
        this.archive = archive;
        this.memory = memory;
        this.options = options;
    }

    MigrationReport run() {
        try {
            Optional<String> stopped = passWithRetries();
            if (!options.dryRun()) {
                memory.writeDailyLogs();
            }
            return tally.report(options.dryRun(), stopped);
        } catch (SourceUnavailableException e) {
            writeDailyLogsDespite(e);
            throw e;
        }
    }

    /** A source that goes away in the middle gets some time to come back; then the run begins anew, and skips. */
    private Optional<String> passWithRetries() {
        int attempts = 0;
        while (true) {
            try (ArchiveSnapshot snapshot = archive.openSnapshot()) {
                return pass(snapshot);
            } catch (SourceUnavailableException e) {
                attempts = tally.read() > rowsOfBestAttempt ? 1 : attempts + 1;
                rowsOfBestAttempt = Math.max(rowsOfBestAttempt, tally.read());
                boolean begun = tally.hasBegun();
                if (!e.retryable() || !begun || attempts >= MOST_ATTEMPTS_WITHOUT_PROGRESS) {
                    throw begun ? interrupted(e) : e;
                }
                LOG.warn("{} What is committed is safe; trying again.", e.getMessage());
                pause(FIRST_PAUSE_MS << (attempts - 1), e);
            }
        }
    }

    private static SourceUnavailableException interrupted(SourceUnavailableException e) {
        return new SourceUnavailableException(
                e.getMessage() + " The migration stopped there; every row it has brought over is safe, and running it"
                        + " again brings the rest.",
                e.retryable());
    }

    private static void pause(long milliseconds, SourceUnavailableException reason) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            reason.addSuppressed(e);
            throw interrupted(reason);
        }
    }

    private void writeDailyLogsDespite(SourceUnavailableException reason) {
        if (!options.dryRun() && tally.hasBegun()) {
            try {
                memory.writeDailyLogs();
            } catch (StoreException e) {
                reason.addSuppressed(e);
            }
        }
    }

    /** One pass over the source; gives why it stopped before its end. */
    private Optional<String> pass(ArchiveSnapshot snapshot) {
        Source source = Source.of(snapshot, options.sourceName(), memory.database());
        if (options.sourceName().isEmpty()) {
            source.requireNotMoved(snapshot, memory.database());
        }
        OptionalLong sourceId = options.dryRun() ? source.id() : OptionalLong.of(source.register(memory.database()));
        Mapping mapping = new Mapping(snapshot.table(), memory.entityExtractor(), options.embeddingModel());
        BatchTarget target = sourceId.isPresent() && !options.dryRun()
                ? new BatchWriter(memory, sourceId.getAsLong(), options.force(), mapping.readsEmbeddings(), tally)
                : new DryRun(memory.database(), sourceId, options.force(), tally);

        long selected = snapshot.selected();
        tally.restart(snapshot.leftOut());
        List<ArchivalKey> keys = snapshot.keys(null, options.batchSize());
        while (!keys.isEmpty()) {
            page(snapshot, keys, sourceId, mapping, target);
            options.listener().onProgress(new Progress(Phase.MIGRATING, tally.read(), selected));
            if (hasTooManyRejects()) {
                return Optional.of(tooManyRejects());
            }
            keys = snapshot.keys(keys.get(keys.size() - 1).id(), options.batchSize());
        }
        if (sourceId.isPresent()) {
            reportRest(sourceId.getAsLong(), target);
        }
        return Optional.empty();
    }

    private void page(
            ArchiveSnapshot snapshot,
            List<ArchivalKey> keys,
            OptionalLong sourceId,
            Mapping mapping,
            BatchTarget target) {
        List<ArchivalId> ids = keys.stream().map(ArchivalKey::id).toList();
        Map<ArchivalId, Link> links = sourceId.isEmpty()
                ? Map.of()
                : memory.database().read(connection -> new LinkTable(connection, sourceId.getAsLong()).find(ids));
        List<ArchivalId> pending = new ArrayList<>();
        for (ArchivalKey key : keys) {
            Link link = links.get(key.id());
            if (link != null) {
                tally.seen(link.factId());
            }
            if (link == null || options.force() || !link.isOf(key.hash())) {
                pending.add(key.id());
            } else {
                tally.unchanged(link.factId());
            }
        }
        tally.read(keys.size());
        if (!pending.isEmpty()) {
            Map<ArchivalId, RowHash> hashes =
                    keys.stream().collect(Collectors.toMap(ArchivalKey::id, ArchivalKey::hash));
            target.write(map(snapshot.memories(pending), hashes::get, mapping, target));
        }
    }

    private static List<MappedMemory> map(
            List<ArchivalMemory> memories,
            Function<ArchivalId, @Nullable RowHash> hashes,
            Mapping mapping,
            BatchTarget target) {
        List<MappedMemory> mapped = new ArrayList<>(memories.size());
        for (ArchivalMemory memory : memories) {
            RowHash hash = hashes.apply(memory.id());
            try {
                mapped.add(mapping.map(memory, hash == null ? mapping.hash(memory) : hash));
            } catch (IllegalArgumentException e) {
                target.reject(memory, String.valueOf(e.getMessage()));
            }
        }
        return mapped;
    }

    private boolean hasTooManyRejects() {
        return tally.read() >= ROWS_BEFORE_REJECT_LIMIT && tally.rejected() > options.rejectLimit() * tally.read();
    }

    private String tooManyRejects() {
        return tally.rejected() + " of " + tally.read() + " rows were rejected, so the mapping is wrong rather than the"
                + " rows, and the run stopped; the other rows read so far are safe; look at the reasons, then run again.";
    }

    /** Links whose row did not come by in the snapshot, and facts that were edited here. */
    private void reportRest(long sourceId, BatchTarget target) {
        List<Object> stray = memory.database().read(connection -> {
            LinkTable links = new LinkTable(connection, sourceId);
            List<Object> strayIds = new ArrayList<>();
            if (!options.force()) {
                links.forEachEdited(
                        (id, link) -> tally.edited(new KeptFact(id, link.factId(), KeptFact.Reason.EDITED)));
            }
            if (links.count() > tally.seenFacts()) {
                links.forEach((id, link) -> {
                    if (link.stray()) {
                        strayIds.add(id);
                    } else if (!tally.hasSeen(link.factId())) {
                        tally.orphaned(id);
                    }
                });
            }
            return strayIds;
        });
        if (!stray.isEmpty()) {
            target.removeStray(stray);
        }
    }
}
