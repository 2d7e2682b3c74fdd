package io.lifeos.memory.migration;

import io.lifeos.memory.fact.SourceUnavailableException;
import io.lifeos.memory.postgres.ArchivalId;
import io.lifeos.memory.postgres.ArchivalKey;
import io.lifeos.memory.postgres.ArchiveSnapshot;
import io.lifeos.memory.sqlite.DatabaseManager;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The source of a run, by its identity.
 *
 * @param identity the given name, else system identifier, database, schema and table
 * @param id its number in the file; empty if the file does not know it
 */
record Source(String identity, OptionalLong id) {

    /** How many rows are looked at to recognise a database at a new place. */
    private static final int ROWS_TO_RECOGNISE = 1_000;

    /** Of those, how many are read whole. */
    private static final int ROWS_TO_READ = 100;

    static Source of(ArchiveSnapshot snapshot, Optional<String> name, DatabaseManager database) {
        String identity = name.or(snapshot::identity)
                .orElseThrow(() -> new SourceUnavailableException(
                        "The PostgreSQL server hides its system identifier from this role, so that this source could not"
                                + " be told from another; nothing was read; give the source a name of your own."));
        return new Source(identity, database.read(connection -> new SourceTable(connection).find(identity)));
    }

    long register(DatabaseManager database) {
        return id.orElseGet(() -> database.transaction(connection -> new SourceTable(connection).findOrAdd(identity)));
    }

    /**
     * A dump that was restored elsewhere has another identity, and its rows would all become facts once more. So before
     * the first row of an unknown source is stored, its first rows are looked for among those of the others.
     */
    void requireNotMoved(ArchiveSnapshot snapshot, DatabaseManager database) {
        Map<String, Long> others = database.read(connection -> {
            boolean known = id.isPresent() && new LinkTable(connection, id.getAsLong()).count() > 0;
            return known ? Map.of() : new SourceTable(connection).all();
        });
        if (others.isEmpty()) {
            return;
        }
        List<ArchivalKey> keys = snapshot.keys(null, ROWS_TO_RECOGNISE);
        others.forEach((otherIdentity, otherId) -> {
            if (hasRowOf(snapshot, keys, otherId, database)) {
                throw new MovedSourceException(otherIdentity);
            }
        });
    }

    /** By row hash; or by content, as a hash says nothing once the table has gained a column. */
    private static boolean hasRowOf(
            ArchiveSnapshot snapshot, List<ArchivalKey> keys, long otherId, DatabaseManager database) {
        List<ArchivalId> ids = keys.stream().map(ArchivalKey::id).toList();
        Map<ArchivalId, LinkTable.Link> links =
                database.read(connection -> new LinkTable(connection, otherId).find(ids));
        boolean sameRow = keys.stream().anyMatch(key -> {
            LinkTable.Link link = links.get(key.id());
            return link != null && link.isOf(key.hash());
        });
        if (sameRow) {
            return true;
        }
        List<ArchivalId> some =
                ids.stream().filter(links::containsKey).limit(ROWS_TO_READ).toList();
        Map<ArchivalId, StoredMemory> stored =
                database.read(connection -> new LinkTable(connection, otherId).stored(some));
        return snapshot.memories(some).stream().anyMatch(row -> {
            StoredMemory fact = stored.get(row.id());
            return fact != null && !row.content().isBlank() && fact.content().equals(row.content());
        });
    }
}
