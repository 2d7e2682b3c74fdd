package io.lifeos.memory.migration;

import io.lifeos.memory.migration.LinkTable.Link;
import io.lifeos.memory.migration.Page.Unmappable;
import io.lifeos.memory.postgres.ArchivalId;
import io.lifeos.memory.postgres.ArchivalKey;
import io.lifeos.memory.postgres.ArchivalMemory;
import io.lifeos.memory.postgres.ArchiveSnapshot;
import io.lifeos.memory.sqlite.DatabaseManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** Reads the source in its own order, compares it with its links, and maps what is new or changed. */
final class PageReader {

    private final ArchiveSnapshot snapshot;
    private final DatabaseManager database;
    private final OptionalLong sourceId;
    private final Mapping mapping;
    private final int pageSize;
    private final boolean force;

    PageReader(
            ArchiveSnapshot snapshot,
            DatabaseManager database,
            OptionalLong sourceId,
            Mapping mapping,
            MigrationOptions options) {
        this.snapshot = snapshot;
        this.database = database;
        this.sourceId = sourceId;
        this.mapping = mapping;
        this.pageSize = options.pageSize();
        this.force = options.force();
    }

    void read(ReadAhead.Sink<Page> to) {
        try (ReadAhead<KeyPage> pages = KeyPage.all(snapshot, pageSize)) {
            KeyPage page = pages.take();
            while (page != null && read(page.keys(), to)) {
                page = pages.take();
            }
        }
    }

    private boolean read(List<ArchivalKey> keys, ReadAhead.Sink<Page> to) {
        Map<ArchivalId, Link> links = links(keys);
        List<ArchivalKey> pending = new ArrayList<>();
        List<Long> linked = new ArrayList<>();
        List<Long> unchanged = new ArrayList<>();
        for (ArchivalKey key : keys) {
            Link link = links.get(key.id());
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
        for (List<ArchivalKey> group : KeyGroups.of(pending)) {
            wanted = wanted && to.put(mapped(group, links.keySet()));
        }
        return wanted;
    }

    private Map<ArchivalId, Link> links(List<ArchivalKey> keys) {
        if (sourceId.isEmpty()) {
            return Map.of();
        }
        List<ArchivalId> ids = keys.stream().map(ArchivalKey::id).toList();
        return database.read(connection -> new LinkTable(connection, sourceId.getAsLong()).find(ids));
    }

    /** The snapshot gives the row of every key that it gave. */
    private Page mapped(List<ArchivalKey> keys, Set<ArchivalId> linked) {
        List<ArchivalMemory> memories =
                snapshot.memories(keys.stream().map(ArchivalKey::id).toList());
        if (memories.size() != keys.size()) {
            throw new IllegalStateException("The snapshot gave " + keys.size() + " keys, but the rows of "
                    + memories.size() + " of them; nothing of this page was stored.");
        }
        List<MappedMemory> mapped = new ArrayList<>(memories.size());
        List<Unmappable> unmappable = new ArrayList<>();
        for (int i = 0; i < memories.size(); i++) {
            ArchivalMemory row = memories.get(i);
            try {
                mapped.add(mapping.map(row, keys.get(i).hash(), linked.contains(row.id())));
            } catch (IllegalArgumentException e) {
                unmappable.add(new Unmappable(row, String.valueOf(e.getMessage())));
            }
        }
        long bytes = keys.stream().mapToLong(ArchivalKey::bytes).sum();
        return new Page(List.of(), List.of(), mapped, unmappable, bytes);
    }
}
