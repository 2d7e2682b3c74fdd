package io.lifeos.memory.migration.flow;

import static java.util.stream.Collectors.toMap;

import io.lifeos.memory.archive.row.ArchivalId;
import io.lifeos.memory.archive.row.ArchivalMemory;
import io.lifeos.memory.archive.row.ArchiveSnapshot;
import io.lifeos.memory.archive.row.LargestRow;
import io.lifeos.memory.archive.row.RowDigest;
import io.lifeos.memory.archive.row.RowHash;
import io.lifeos.memory.archive.row.RowSize;
import io.lifeos.memory.jdbc.Chunks;
import io.lifeos.memory.migration.flow.Page.Unmappable;
import io.lifeos.memory.migration.link.Link;
import io.lifeos.memory.migration.link.Links;
import io.lifeos.memory.migration.mapping.MappedMemory;
import io.lifeos.memory.migration.mapping.Mapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the source in its own order, compares it with its links, and maps the rows that are new or changed. */
public final class PageReader {

    private final ArchiveSnapshot snapshot;
    private final Links links;
    private final Mapping mapping;
    private final int pageSize;
    private final boolean force;
    private @Nullable Consumer<ChangedContents> guard;
    private @Nullable ArchivalId last;
    private long known;

    /**
     * Reads a source.
     *
     * @param snapshot the source
     * @param links its links
     * @param mapping maps its rows
     * @param pageSize the number of rows that are compared at a time
     * @param force true to map every row, even if its fact is up to date
     * @param guard is told, before the first row of a known source that may be written is given, how many of its rows say
     *     something else than their facts; it fails to stop the reading. Null does without, and saves the count
     */
    public PageReader(
            ArchiveSnapshot snapshot,
            Links links,
            Mapping mapping,
            int pageSize,
            boolean force,
            @Nullable Consumer<ChangedContents> guard) {
        this.snapshot = snapshot;
        this.links = links;
        this.mapping = mapping;
        this.pageSize = pageSize;
        this.force = force;
        this.guard = guard;
    }

    /**
     * Reads until the source ends, or no more is wanted.
     *
     * @param to takes the pages
     */
    public void read(ReadAhead.Sink<Page> to) {
        if (links.exist() || links.anyErased()) {
            readChanges(to);
        } else {
            readAll(to);
        }
    }

    /** Reads all rows as new, as there are no links: each is fetched once, and its hash is computed here. */
    private void readAll(ReadAhead.Sink<Page> to) {
        boolean wanted = true;
        List<RowSize> page = snapshot.sizes(null, pageSize);
        while (wanted && !page.isEmpty()) {
            for (List<RowSize> group : groups(page)) {
                wanted = wanted && to.put(mapped(group, mapping::hash, Set.of(), to));
            }
            page = snapshot.sizes(page.get(page.size() - 1).id(), pageSize);
        }
    }

    private static List<List<RowSize>> groups(List<RowSize> ids) {
        return Chunks.byWeight(ids, Page.MOST_BYTES, RowSize::bytes);
    }

    private void readChanges(ReadAhead.Sink<Page> to) {
        try (ReadAhead<Page.Keys> pages = Page.Keys.readAhead(snapshot, pageSize)) {
            Page.Keys page = pages.take();
            while (page != null && read(page.keys(), to)) {
                page = pages.take();
            }
        }
    }

    private boolean read(List<RowDigest> keys, ReadAhead.Sink<Page> to) {
        Map<ArchivalId, Link> linksOfRows =
                links.find(keys.stream().map(RowDigest::id).toList());
        Set<ArchivalId> erased = links.erased(
                keys.stream().filter(key -> !linksOfRows.containsKey(key.id())).toList());
        List<RowDigest> pending = new ArrayList<>();
        List<Long> linked = new ArrayList<>();
        List<Long> unchanged = new ArrayList<>();
        boolean writes = false;
        for (RowDigest key : keys) {
            if (erased.contains(key.id())) {
                continue;
            }
            Link link = linksOfRows.get(key.id());
            if (link != null && !link.stray()) {
                linked.add(link.factId());
            }
            if (link == null || force || !link.isOf(key.hash())) {
                pending.add(key);
                writes |= link == null || force || link.stray() || link.followsRow();
            } else {
                unchanged.add(link.factId());
            }
        }
        if (writes) {
            lookAhead();
        }
        known += linksOfRows.values().stream().filter(Link::followsRow).count();
        last = keys.get(keys.size() - 1).id();
        boolean wanted = true;
        // A row that turns out to be refused has its fact counted as seen, too.
        if (!linked.isEmpty() || !erased.isEmpty()) {
            wanted = to.put(new Page(linked, unchanged, List.of(), List.of(), erased.size(), 0));
        }
        Map<ArchivalId, RowHash> hashes = pending.stream().collect(toMap(RowDigest::id, RowDigest::hash));
        List<RowSize> rows =
                pending.stream().map(key -> new RowSize(key.id(), key.bytes())).toList();
        for (List<RowSize> group : groups(rows)) {
            wanted = wanted && to.put(mapped(group, row -> hashes.get(row.id()), linksOfRows.keySet(), to));
        }
        return wanted;
    }

    /** Up to here no row had anything to write, so a guard that fails leaves nothing behind. */
    private void lookAhead() {
        if (guard != null) {
            guard.accept(ChangedContents.of(snapshot, links, mapping, pageSize, last, known));
            guard = null;
        }
    }

    /** The snapshot gives the row of every id that it gave. */
    private Page mapped(
            List<RowSize> ids,
            Function<ArchivalMemory, RowHash> hashOf,
            Set<ArchivalId> linked,
            ReadAhead.Sink<Page> to) {
        long bytes = ids.stream().mapToLong(RowSize::bytes).sum();
        if (bytes > LargestRow.bytes()) {
            return setAside(ids);
        } else if (bytes > Page.MOST_BYTES) {
            to.awaitUse();
        }
        List<ArchivalMemory> memories =
                snapshot.memories(ids.stream().map(RowSize::id).toList());
        if (memories.size() != ids.size()) {
            throw new IllegalStateException("The snapshot gave " + ids.size() + " ids, but the rows of "
                    + memories.size() + " of them; nothing of this page was stored.");
        }
        List<MappedMemory> mapped = new ArrayList<>(memories.size());
        List<Unmappable> unmappable = new ArrayList<>();
        for (ArchivalMemory row : memories) {
            try {
                mapped.add(mapping.map(row, hashOf.apply(row), linked.contains(row.id())));
            } catch (IllegalArgumentException e) {
                unmappable.add(new Unmappable(row.id(), row, String.valueOf(e.getMessage())));
            }
        }
        return new Page(List.of(), List.of(), mapped, unmappable, 0, bytes);
    }

    /** Only a row that is alone takes so much. */
    private static Page setAside(List<RowSize> rows) {
        List<Unmappable> large = rows.stream()
                .map(row -> new Unmappable(row.id(), null, LargestRow.reason(row.bytes())))
                .toList();
        return new Page(List.of(), List.of(), List.of(), large, 0, 0);
    }
}
