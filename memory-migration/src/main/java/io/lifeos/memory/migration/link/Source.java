package io.lifeos.memory.migration.link;

import io.lifeos.memory.archive.row.ArchivalId;
import io.lifeos.memory.archive.row.ArchivalMemory;
import io.lifeos.memory.archive.row.ArchiveSnapshot;
import io.lifeos.memory.archive.row.MappingVersion;
import io.lifeos.memory.archive.row.RowDigest;
import io.lifeos.memory.database.DatabaseManager;
import io.lifeos.memory.fact.SourceUnavailableException;
import io.lifeos.memory.sqlite.table.ErasedRowTable;
import io.lifeos.memory.sqlite.table.SourceTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The source of a run, recognised by its name or identity and by its first rows. */
public final class Source {

    /** The number of rows that are looked at to recognise a source. */
    private static final int ROWS_TO_RECOGNISE = 1_000;

    /** The number of those rows that are read whole. */
    private static final int ROWS_TO_READ = 100;

    private final ArchiveSnapshot snapshot;
    private final DatabaseManager database;
    private final String identity;
    private final Links links;

    private Source(ArchiveSnapshot snapshot, DatabaseManager database, String identity) {
        this.snapshot = snapshot;
        this.database = database;
        this.identity = identity;
        this.links = Links.of(database, identity);
    }

    /**
     * Identifies a source.
     *
     * @param snapshot the source as it is now
     * @param name the name that it was given, if it was
     * @param database the file that it is migrated to
     * @return the source
     * @throws SourceUnavailableException if it has no name, and its server hides its identity
     */
    public static Source of(ArchiveSnapshot snapshot, Optional<String> name, DatabaseManager database) {
        String identity = name.or(snapshot::identity)
                .orElseThrow(() -> new SourceUnavailableException(
                        "The PostgreSQL server hides its system identifier from this role, so that this source could not"
                                + " be told from another; nothing was read; give the source a name of your own."));
        return new Source(snapshot, database, identity);
    }

    /**
     * {@return the identity under which the file knows the source: the given name, else system identifier, database,
     * schema and table}
     */
    public String identity() {
        return identity;
    }

    /** {@return the links of the source; none if the file does not know it} */
    public Links links() {
        return links;
    }

    /**
     * Makes the source known to the file. If it looks like another one that is known, the rows of that one that were erased
     * are erased rows of this one too.
     *
     * @return its links
     */
    public Links register() {
        if (links.areKnown()) {
            return links;
        }
        boolean mayBeErased = database.read(connection -> new ErasedRowTable(connection).hasAny());
        Optional<String> former = mayBeErased ? movedFrom().or(this::erasedFrom) : Optional.empty();
        return Links.of(database, (long) database.transaction(connection -> {
            SourceTable sources = new SourceTable(connection);
            long id = sources.findOrAdd(identity);
            if (former.isPresent()) {
                new ErasedRowTable(connection).copy(sources.findOrAdd(former.get()), id);
            }
            return id;
        }));
    }

    /**
     * Looks for the source under another identity: a dump that was restored elsewhere has one, and its rows would all
     * become facts once more. So the first rows that have no fact yet are looked for among those of the other sources.
     *
     * @return the identity of the source that it looks like; empty if there is none
     */
    public Optional<String> movedFrom() {
        Map<String, Long> others = database.read(connection -> new SourceTable(connection).all());
        others.remove(identity);
        if (others.isEmpty()) {
            return Optional.empty();
        }
        List<RowDigest> first = firstKeys();
        Map<ArchivalId, Link> linked = links.find(ids(first));
        List<RowDigest> keys =
                first.stream().filter(key -> !linked.containsKey(key.id())).toList();
        // Rows of a source that is known by itself may well say the same as those of another.
        boolean known = links.exist();
        return others.entrySet().stream()
                .filter(other -> {
                    Links ofOther = Links.of(database, other.getValue());
                    return known ? hasHashIn(ofOther, keys) || hadHashIn(ofOther, keys) : hasRowIn(ofOther, keys);
                })
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Looks for the first rows among those whose facts were erased, as all of these may have been. */
    private Optional<String> erasedFrom() {
        Map<Object, byte[]> rows = new HashMap<>();
        firstKeys().forEach(key -> rows.put(key.id().value(), key.hash().toBytes()));
        return database.read(connection -> new ErasedRowTable(connection).sourceOf(rows));
    }

    /** The verdict on a source whose identity is known. */
    public enum Likeness {
        /** It may well be the one that was migrated before, or it is new. */
        SAME,
        /** Rows with the ids of migrated ones are there, but none says the same. */
        OTHER_ROWS,
        /** The rows were migrated before, but under other ids. */
        OTHER_IDS
    }

    /**
     * Compares the first rows with the facts of their source. A name does not prove that it is the same table: facts of
     * one would be rewritten from the rows of another. And rows that are told apart by other columns than before would all
     * become facts once more.
     *
     * @param doubtful true if the identity is only a name
     * @return the verdict
     */
    public Likeness likeness(boolean doubtful) {
        if (!links.exist()) {
            return Likeness.SAME;
        }
        List<RowDigest> keys = firstKeys();
        int linked = links.find(ids(keys)).size();
        if (doubtful && linked > 1 && !hasRowIn(links, keys)) {
            return Likeness.OTHER_ROWS;
        }
        return linked == 0 && keys.size() > 1 && areAllFacts(keys) ? Likeness.OTHER_IDS : Likeness.SAME;
    }

    private List<RowDigest> firstKeys() {
        return snapshot.keys(null, ROWS_TO_RECOGNISE);
    }

    private boolean areAllFacts(List<RowDigest> keys) {
        List<ArchivalId> some = ids(keys).stream().limit(ROWS_TO_READ).toList();
        List<List<String>> rows = snapshot.memories(some).stream()
                .map(ArchivalMemory::wordings)
                .filter(row -> !row.isEmpty())
                .toList();
        return areAllFacts(rows.stream().map(row -> row.get(0)))
                || areAllFacts(rows.stream().map(row -> row.get(row.size() - 1)));
    }

    private boolean areAllFacts(Stream<String> contents) {
        List<String> different = contents.distinct().toList();
        return different.size() > 1 && links.countContents(different) == different.size();
    }

    private static boolean hasHashIn(Links links, List<RowDigest> keys) {
        return hasHashIn(links.find(ids(keys)), keys);
    }

    private static boolean hasHashIn(Map<ArchivalId, Link> links, List<RowDigest> keys) {
        return keys.stream().anyMatch(key -> {
            Link link = links.get(key.id());
            return link != null && link.isOf(key.hash());
        });
    }

    /** Compares by the hashes that the first version gave. */
    private boolean hadHashIn(Links links, List<RowDigest> keys) {
        Map<ArchivalId, Link> found = links.find(ids(keys));
        if (found.values().stream().noneMatch(Link::isOfEarlierMapping)) {
            return false;
        }
        try (ArchiveSnapshot first = snapshot.asOf(MappingVersion.FIRST)) {
            return hasHashIn(found, first.keys(null, ROWS_TO_RECOGNISE));
        }
    }

    /** Compares by row hash, or by content, as a hash says nothing once the table has gained a column. */
    private boolean hasRowIn(Links links, List<RowDigest> keys) {
        Map<ArchivalId, Link> linked = links.find(ids(keys));
        if (hasHashIn(linked, keys)) {
            return true;
        }
        List<ArchivalId> some = ids(keys).stream()
                .filter(linked::containsKey)
                .limit(ROWS_TO_READ)
                .toList();
        Map<ArchivalId, StoredMemory> stored = links.stored(some);
        return snapshot.memories(some).stream().anyMatch(row -> {
            StoredMemory fact = stored.get(row.id());
            return fact != null && row.wordings().contains(fact.content());
        });
    }

    private static List<ArchivalId> ids(List<RowDigest> keys) {
        return keys.stream().map(RowDigest::id).toList();
    }
}
