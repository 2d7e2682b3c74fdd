package io.lifeos.memory.migration;

import static java.util.stream.Collectors.toMap;

import io.lifeos.memory.jdbc.Chunks;
import io.lifeos.memory.migration.Page.Unmappable;
import io.lifeos.memory.postgres.ArchivalId;
import io.lifeos.memory.postgres.ArchivalKey;
import io.lifeos.memory.postgres.ArchivalMemory;
import io.lifeos.memory.postgres.ArchiveSnapshot;
import io.lifeos.memory.postgres.RowHash;
import io.lifeos.memory.postgres.SizedId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Reads the source in its own order, compares it with its links, and maps the rows that are new or changed. */
final class PageReader {

    private final ArchiveSnapshot snapshot;
    private final Links links;
    private final Mapping mapping;
    private final int pageSize;
    private final boolean force;

    PageReader(ArchiveSnapshot snapshot, Links links, Mapping mapping, MigrationOptions options) {
        this.snapshot = snapshot;
        this.links = links;
        this.mapping = mapping;
        this.pageSize = options.pageSize();
        this.force = options.force();
    }

    void read(ReadAhead.Sink<Page> to) {
        if (links.exist()) {
            readChanges(to);
        } else {
            readAll(to);
        }
    }

    /** Of a source without links every row is new: it is fetched once, and its hash computed here. */
    private void readAll(ReadAhead.Sink<Page> to) {
        boolean wanted = true;
        List<SizedId> page = snapshot.sizes(null, pageSize);
        while (wanted && !page.isEmpty()) {
            for (List<SizedId> group : groups(page)) {
                wanted = wanted && to.put(mapped(group, mapping::hash, Set.of()));
            }
            page = snapshot.sizes(page.get(page.size() - 1).id(), pageSize);
        }
    }

    private static List<List<SizedId>> groups(List<SizedId> ids) {
        return Chunks.byWeight(ids, Page.MOST_BYTES, SizedId::bytes);
    }

    private void readChanges(ReadAhead.Sink<Page> to) {
        try (ReadAhead<Page.Keys> pages = Page.Keys.readAhead(snapshot, pageSize)) {
            Page.Keys page = pages.take();
            while (page != null && read(page.keys(), to)) {
                page = pages.take();
            }
        }
    }

    private boolean read(List<ArchivalKey> keys, ReadAhead.Sink<Page> to) {
        Map<ArchivalId, Link> linksOfRows =
                links.find(keys.stream().map(ArchivalKey::id).toList());
        List<ArchivalKey> pending = new ArrayList<>();
        List<Long> linked = new ArrayList<>();
        List<Long> unchanged = new ArrayList<>();
        for (ArchivalKey key : keys) {
            Link link = linksOfRows.get(key.id());
            if (link != null && !link.stray()) {
                linked.add(link.factId());
            }
            if (link == null || force || !link.isOf(key.hash())) {
                pending.add(key);
            } else {
                unchanged.add(link.factId());
            }
        }
        boolean wanted = true;
        if (pending.size() < keys.size()) {
            wanted = to.put(new Page(linked, unchanged, List.of(), List.of(), 0));
        }
        Map<ArchivalId, RowHash> hashes = pending.stream().collect(toMap(ArchivalKey::id, ArchivalKey::hash));
        List<SizedId> rows =
                pending.stream().map(key -> new SizedId(key.id(), key.bytes())).toList();
        for (List<SizedId> group : groups(rows)) {
            wanted = wanted && to.put(mapped(group, row -> hashes.get(row.id()), linksOfRows.keySet()));
        }
        return wanted;
    }

    /** The snapshot gives the row of every id that it gave. */
    private Page mapped(List<SizedId> ids, Function<ArchivalMemory, RowHash> hashOf, Set<ArchivalId> linked) {
        List<ArchivalMemory> memories =
                snapshot.memories(ids.stream().map(SizedId::id).toList());
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
                unmappable.add(new Unmappable(row, String.valueOf(e.getMessage())));
            }
        }
        long bytes = ids.stream().mapToLong(SizedId::bytes).sum();
        return new Page(List.of(), List.of(), mapped, unmappable, bytes);
    }
}
