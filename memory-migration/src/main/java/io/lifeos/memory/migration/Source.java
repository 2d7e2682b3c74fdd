package io.lifeos.memory.migration;

import io.lifeos.memory.fact.SourceUnavailableException;
import io.lifeos.memory.postgres.ArchivalId;
import io.lifeos.memory.postgres.ArchivalKey;
import io.lifeos.memory.postgres.ArchivalMemory;
import io.lifeos.memory.postgres.ArchiveSnapshot;
import io.lifeos.memory.sqlite.DatabaseManager;
import java.util.HashMap;
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
     * rows are stored that have no fact yet, the first of them are looked for among those of the other sources.
     */
    void requireNotMoved(ArchiveSnapshot snapshot, DatabaseManager database) {
        Map<String, Long> others = database.read(connection -> new SourceTable(connection).all());
        id.ifPresent(own -> others.values().remove(own));
        if (others.isEmpty()) {
            return;
        }
        Map<ArchivalId, LinkTable.Link> linked = new HashMap<>();
        List<ArchivalKey> first = snapshot.keys(null, ROWS_TO_RECOGNISE);
        boolean known = id.isPresent()
                && database.read(connection -> {
                    LinkTable links = new LinkTable(connection, id.getAsLong());
                    linked.putAll(links.find(first.stream().map(ArchivalKey::id).toList()));
                    return links.hasAny();
                });
        List<ArchivalKey> keys =
                first.stream().filter(key -> !linked.containsKey(key.id())).toList();
        others.forEach((otherIdentity, otherId) -> {
            // Rows of a source that is known by itself may well say what those of another do.
            boolean moved = known ? hasHashOf(keys, otherId, database) : hasRowOf(snapshot, keys, otherId, database);
            if (moved) {
                throw new MovedSourceException(otherIdentity);
            }
        });
    }

    /**
     * A name does not prove that it is the same table: facts of one would be rewritten from the rows of another. And rows
     * that are told apart by other columns than before would all become facts once more. So the first rows are compared
     * with the facts of their source.
     *
     * @param doubtful whether the identity is but a name
     */
    void requireSame(ArchiveSnapshot snapshot, DatabaseManager database, boolean doubtful) {
        if (id.isEmpty() || !database.read(connection -> new LinkTable(connection, id.getAsLong()).hasAny())) {
            return;
        }
        List<ArchivalKey> keys = snapshot.keys(null, ROWS_TO_RECOGNISE);
        List<ArchivalId> linked = database
                .read(connection -> new LinkTable(connection, id.getAsLong())
                        .find(keys.stream().map(ArchivalKey::id).toList()))
                .keySet()
                .stream()
                .toList();
        if (doubtful && linked.size() > 1 && !hasRowOf(snapshot, keys, id.getAsLong(), database)) {
            throw OtherSourceException.sameIds(identity);
        } else if (linked.isEmpty() && keys.size() > 1 && areAllFacts(snapshot, keys, database)) {
            throw OtherSourceException.otherIds(identity, snapshot.table().key());
        }
    }

    private boolean areAllFacts(ArchiveSnapshot snapshot, List<ArchivalKey> keys, DatabaseManager database) {
        List<ArchivalId> some =
                keys.stream().map(ArchivalKey::id).limit(ROWS_TO_READ).toList();
        List<String> contents = snapshot.memories(some).stream()
                .map(ArchivalMemory::content)
                .distinct()
                .toList();
        return contents.size() > 1
                && database.read(connection -> new LinkTable(connection, id.getAsLong()).countContents(contents))
                        == contents.size();
    }

    private static boolean hasHashOf(List<ArchivalKey> keys, long otherId, DatabaseManager database) {
        List<ArchivalId> ids = keys.stream().map(ArchivalKey::id).toList();
        Map<ArchivalId, LinkTable.Link> links =
                database.read(connection -> new LinkTable(connection, otherId).find(ids));
        return keys.stream().anyMatch(key -> {
            LinkTable.Link link = links.get(key.id());
            return link != null && link.isOf(key.hash());
        });
    }

    /** By row hash; or by content, as a hash says nothing once the table has gained a column. */
    private static boolean hasRowOf(
            ArchiveSnapshot snapshot, List<ArchivalKey> keys, long otherId, DatabaseManager database) {
        List<ArchivalId> ids = keys.stream().map(ArchivalKey::id).toList();
        Map<ArchivalId, LinkTable.Link> links =
                database.read(connection -> new LinkTable(connection, otherId).find(ids));
        if (hasHashOf(keys, otherId, database)) {
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
