package io.lifeos.memory.migration;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.archive.profile.ColumnRole;
import io.lifeos.memory.archive.row.ArchivalId;
import io.lifeos.memory.archive.row.ArchivalMemory;
import io.lifeos.memory.archive.row.ArchiveSnapshot;
import io.lifeos.memory.archive.row.LargestRow;
import io.lifeos.memory.archive.row.MappingVersion;
import io.lifeos.memory.archive.row.RowDigest;
import io.lifeos.memory.archive.row.SnapshotArchive;
import io.lifeos.memory.fact.SourceUnavailableException;
import io.lifeos.memory.migration.MigrationListener.Phase;
import io.lifeos.memory.migration.MigrationListener.Progress;
import io.lifeos.memory.migration.VerificationReport.Outcome;
import io.lifeos.memory.migration.VerificationReport.SampleFact;
import io.lifeos.memory.migration.flow.Background;
import io.lifeos.memory.migration.flow.ContentCheck;
import io.lifeos.memory.migration.flow.FactIds;
import io.lifeos.memory.migration.flow.Page;
import io.lifeos.memory.migration.flow.ReadAhead;
import io.lifeos.memory.migration.link.Link;
import io.lifeos.memory.migration.link.Links;
import io.lifeos.memory.migration.link.Source;
import io.lifeos.memory.migration.link.StoredMemory;
import io.lifeos.memory.migration.link.Unseen;
import io.lifeos.memory.migration.mapping.Mapping;
import io.lifeos.memory.report.IntegrityReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Compares every row of the source with its fact. Each row is rebuilt from what is stored here, and its hash computed
 * anew; PostgreSQL computes that of the row. If they differ, the row itself is fetched, to name the columns that differ.
 */
final class Verification {

    private static final int MOST_SAMPLES = 5;
    private static final int LONGEST_SAMPLE = 1_000_000;
    private static final int MOST_ATTEMPTS = 4;
    private static final long FIRST_PAUSE_MS = 250;

    private final MemoryStore memory;
    private final MigrationOptions options;

    private final FactIds seen = new FactIds();
    private final FactIds deferred = new FactIds();
    private final FactIds compared = new FactIds();
    private final SortedSet<Integer> versions = new TreeSet<>();
    private final Listed.Collector<Object> missing = new Listed.Collector<>();
    private final Listed.Collector<RowDifference> changed = new Listed.Collector<>();
    private final Listed.Collector<RejectedRow> rejected = new Listed.Collector<>();
    private final Listed.Collector<Object> stray = new Listed.Collector<>();
    private final Listed.Collector<Object> orphaned = new Listed.Collector<>();
    private final List<SampleFact> samples = new ArrayList<>();
    private long deferredCompared;
    private long selected;
    private long checked;
    private long leftOut;
    private Optional<String> doubt = Optional.empty();

    Verification(MemoryStore memory, MigrationOptions options) {
        this.memory = memory;
        this.options = options;
    }

    /** A source that goes away in the middle gets some time to come back; then a fresh snapshot is compared. */
    static VerificationReport verify(SnapshotArchive archive, MemoryStore memory, MigrationOptions options) {
        for (int attempt = 1; ; attempt++) {
            Verification verification = new Verification(memory, options);
            try (ArchiveSnapshot snapshot = archive.openSnapshot()) {
                return verification.verify(snapshot);
            } catch (SourceUnavailableException e) {
                boolean mayComeBack = e.retryable() && verification.checked > 0 && attempt < MOST_ATTEMPTS;
                if (!mayComeBack || !MigrationRun.pause(FIRST_PAUSE_MS << attempt)) {
                    return verification.report(Outcome.UNVERIFIABLE, Optional.of(e.getMessage()), List.of());
                }
            }
        }
    }

    /**
     * Compares with the source as a snapshot has it.
     *
     * @throws SourceUnavailableException if the source goes away meanwhile
     */
    VerificationReport verify(ArchiveSnapshot snapshot) {
        try (Background<IntegrityReport> integrity =
                new Background<>("lifeos-memory-integrity", memory.database()::checkIntegrity)) {
            compare(snapshot);
            List<String> problems = integrity.result().problems();
            Optional<String> reason = incompleteness(problems);
            return report(reason.isEmpty() ? Outcome.COMPLETE : Outcome.INCOMPLETE, reason, problems);
        }
    }

    private void compare(ArchiveSnapshot snapshot) {
        Links links =
                Source.of(snapshot, options.sourceName(), memory.database()).links();
        ContentCheck contents = new ContentCheck(snapshot, options.allowLeftOut());
        contents.requireAny();
        doubt = contents.doubt();
        leftOut = snapshot.leftOut();
        selected = snapshot.selected();
        compare(snapshot, links, MappingVersion.CURRENT);
        compareByEarlierVersions(snapshot, links);
        snapshot.unread().forEach(row -> {
            missing.add(row.place());
            rejected.add(new RejectedRow(row.place(), row.reason()));
        });
        Unseen unseen = Unseen.of(snapshot, links, seen.size(), seen::contains);
        unseen.stray().forEach(stray::add);
        unseen.orphaned().forEach(orphan -> orphaned.add(orphan.id()));
    }

    /** A fact that an earlier version made equals its row as that version reads it, until a run rewrites it. */
    private void compareByEarlierVersions(ArchiveSnapshot snapshot, Links links) {
        if (links.count() > seen.size()) {
            versions.addAll(links.mappingVersions());
        }
        versions.remove(MappingVersion.CURRENT);
        for (int version : versions) {
            try (ArchiveSnapshot view = snapshot.asOf(version)) {
                compare(view, links, version);
            }
        }
        if (deferredCompared < deferred.size()) {
            addUncompared(snapshot, links);
        }
    }

    /** Their rows have changed so that the version that made their facts would leave them out. */
    private void addUncompared(ArchiveSnapshot snapshot, Links links) {
        List<String> content = snapshot.table().columnsOf(ColumnRole.CONTENT);
        forEachGroup(
                snapshot,
                keys -> links.find(ids(keys)).forEach((id, link) -> {
                    if (deferred.contains(link.factId()) && !compared.contains(link.factId())) {
                        changed.add(new RowDifference(id.value(), link.factId(), content));
                    }
                }));
    }

    private void compare(ArchiveSnapshot view, Links links, int version) {
        Mapping mapping = new Mapping(view.table(), memory.entityExtractor(), options.embeddingModel());
        forEachGroup(view, keys -> {
            compare(view, keys, links, mapping, version);
            options.listener().onProgress(new Progress(Phase.VERIFYING, checked, selected));
        });
    }

    private void forEachGroup(ArchiveSnapshot view, Consumer<List<RowDigest>> action) {
        try (ReadAhead<Page.Keys> pages = Page.Keys.readAhead(view, options.pageSize())) {
            for (Page.Keys page = pages.take(); page != null; page = pages.take()) {
                page.groups().forEach(action);
            }
        }
    }

    private static List<ArchivalId> ids(List<RowDigest> keys) {
        List<ArchivalId> ids = new ArrayList<>(keys.size());
        keys.forEach(key -> ids.add(key.id()));
        return ids;
    }

    private void compare(ArchiveSnapshot view, List<RowDigest> keys, Links links, Mapping mapping, int version) {
        boolean current = version == MappingVersion.CURRENT;
        checked += current ? keys.size() : 0;
        List<ArchivalId> ids = ids(keys);
        if (keys.get(0).bytes() > LargestRow.bytes()) {
            if (current) {
                addTooLarge(keys.get(0), links);
            }
            return;
        }
        Map<ArchivalId, StoredMemory> stored = links.stored(ids);
        List<RowDigest> absent = new ArrayList<>();
        Map<ArchivalId, StoredMemory> unequal = new LinkedHashMap<>();
        for (RowDigest key : keys) {
            StoredMemory fact = stored.get(key.id());
            if (fact == null && current) {
                absent.add(key);
            } else if (fact != null && fact.mappingVersion() == version) {
                note(fact, current);
                compare(key, fact, mapping, unequal);
            } else if (fact != null && current) {
                defer(fact);
            }
        }
        addMissing(absent, links);
        if (!unequal.isEmpty()) {
            addChanged(view, unequal, mapping);
        }
    }

    /** A row that only an earlier version selects is compared as well. */
    private void note(StoredMemory fact, boolean current) {
        if (!current) {
            compared.add(fact.factId());
            deferredCompared += deferred.contains(fact.factId()) ? 1 : 0;
            checked += seen.contains(fact.factId()) ? 0 : 1;
        }
        seen.add(fact.factId());
        addSample(fact);
    }

    private void defer(StoredMemory fact) {
        seen.add(fact.factId());
        deferred.add(fact.factId());
        versions.add(fact.mappingVersion());
    }

    /** A row of that size is alone in its group. */
    private void addTooLarge(RowDigest key, Links links) {
        Link link = links.find(List.of(key.id())).get(key.id());
        if (link == null && !links.erased(List.of(key)).isEmpty()) {
            checked--;
            leftOut++;
        } else if (link == null || link.stray()) {
            missing.add(key.id().value());
            rejected.add(new RejectedRow(key.id().value(), LargestRow.reason(key.bytes())));
        } else {
            seen.add(link.factId());
            changed.add(new RowDifference(key.id().value(), link.factId(), List.of(LargestRow.reason(key.bytes()))));
        }
    }

    private void compare(RowDigest key, StoredMemory fact, Mapping mapping, Map<ArchivalId, StoredMemory> unequal) {
        if (!fact.unreadable().isEmpty()) {
            changed.add(new RowDifference(key.id().value(), fact.factId(), fact.unreadable()));
            return;
        }
        ArchivalMemory restored = mapping.restore(fact);
        if (!mapping.hash(restored).equals(key.hash())) {
            unequal.put(key.id(), fact);
            return;
        }
        List<String> strayFields = mapping.strayFields(fact, restored);
        if (!strayFields.isEmpty()) {
            changed.add(new RowDifference(key.id().value(), fact.factId(), strayFields));
        }
    }

    private void addChanged(ArchiveSnapshot snapshot, Map<ArchivalId, StoredMemory> unequal, Mapping mapping) {
        for (ArchivalMemory row : snapshot.memories(List.copyOf(unequal.keySet()))) {
            StoredMemory fact = unequal.get(row.id());
            if (fact != null) {
                List<String> columns = mapping.differences(mapping.restore(fact), row);
                changed.add(new RowDifference(row.id().value(), fact.factId(), columns));
            }
        }
    }

    /** A row whose fact was erased here is left out, as a run leaves it out. */
    private void addMissing(List<RowDigest> keys, Links links) {
        Set<ArchivalId> erased = links.erased(keys);
        checked -= erased.size();
        leftOut += erased.size();
        List<ArchivalId> ids =
                ids(keys).stream().filter(id -> !erased.contains(id)).toList();
        Map<ArchivalId, String> reasons = ids.isEmpty() ? Map.of() : links.rejects(ids);
        for (ArchivalId id : ids) {
            missing.add(id.value());
            String reason = reasons.get(id);
            if (reason != null) {
                rejected.add(new RejectedRow(id.value(), reason));
            }
        }
    }

    private void addSample(StoredMemory fact) {
        if (samples.size() < MOST_SAMPLES && fact.content().length() < LONGEST_SAMPLE) {
            samples.add(new SampleFact(fact.factId(), fact.id().value(), fact.content()));
        }
    }

    private Optional<String> incompleteness(List<String> problems) {
        List<String> reasons = new ArrayList<>();
        add(reasons, missing.count(), "rows are missing here");
        add(reasons, changed.count(), "facts differ from their row");
        add(reasons, stray.count(), "links have no fact");
        add(reasons, problems.size(), "problems are in the file");
        if (checked == 0 && orphaned.count() > 0) {
            reasons.add((leftOut > 0 ? "all rows of the source are left out" : "the source has no rows") + ", but "
                    + orphaned.count() + " were migrated from it");
        }
        return reasons.isEmpty() ? doubt : Optional.of(String.join(", ", reasons) + ".");
    }

    private static void add(List<String> reasons, long count, String what) {
        if (count > 0) {
            reasons.add(count + " " + what);
        }
    }

    private VerificationReport report(Outcome outcome, Optional<String> reason, List<String> problems) {
        return VerificationReport.builder()
                .outcome(outcome)
                .reason(reason)
                .checked(checked)
                .leftOut(leftOut)
                .missing(missing.rows())
                .changed(changed.rows())
                .rejected(rejected.rows())
                .strayLinks(stray.rows())
                .orphaned(orphaned.rows())
                .problems(problems)
                .sampleFacts(samples)
                .build();
    }
}
