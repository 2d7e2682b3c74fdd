package io.lifeos.memory.migration;

import io.lifeos.memory.postgres.ArchivalId;
import io.lifeos.memory.postgres.ArchiveSnapshot;
import io.lifeos.memory.sqlite.DatabaseManager;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How far a source has been migrated.
 *
 * @param migrated facts that are linked to one of its rows
 * @param pending selected rows without such a fact
 */
record SourceProgress(long migrated, long pending) {

    static SourceProgress of(Source source, ArchiveSnapshot snapshot, DatabaseManager database, int pageSize) {
        OptionalLong id = source.id();
        if (id.isEmpty()) {
            return new SourceProgress(0, snapshot.selected());
        }
        long links = database.read(connection -> new LinkTable(connection, id.getAsLong()).count());
        return new SourceProgress(links, pending(id.getAsLong(), snapshot, database, pageSize));
    }

    private static long pending(long sourceId, ArchiveSnapshot snapshot, DatabaseManager database, int pageSize) {
        long pending = 0;
        List<ArchivalId> page = snapshot.ids(null, pageSize);
        while (!page.isEmpty()) {
            List<ArchivalId> ids = page;
            Map<ArchivalId, LinkTable.Link> links =
                    database.read(connection -> new LinkTable(connection, sourceId).find(ids));
            pending += ids.size()
                    - links.values().stream().filter(link -> !link.stray()).count();
            page = snapshot.ids(ids.get(ids.size() - 1), pageSize);
        }
        return pending;
    }
}
