package io.lifeos.memory.migration;

import io.lifeos.memory.archive.row.ArchivalId;
import io.lifeos.memory.archive.row.ArchiveSnapshot;
import io.lifeos.memory.archive.row.ArchiveVectors;
import io.lifeos.memory.archive.row.NearRow;
import io.lifeos.memory.archive.row.SnapshotArchive;
import io.lifeos.memory.archive.row.TableLayout;
import io.lifeos.memory.database.DatabaseManager;
import io.lifeos.memory.fact.Condition;
import io.lifeos.memory.fact.FactFilter;
import io.lifeos.memory.fact.SourceUnavailableException;
import io.lifeos.memory.jdbc.VectorMath;
import io.lifeos.memory.migration.link.Links;
import io.lifeos.memory.migration.link.NearFacts;
import io.lifeos.memory.postgres.PostgresArchive;
import io.lifeos.memory.recall.ScoredFact;
import io.lifeos.memory.recall.VectorMatches;
import io.lifeos.memory.recall.VectorSearch;
import io.lifeos.memory.sqlite.query.MigratedFactTable.Known;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Searches vectors where they lie in PostgreSQL, by pgvector: for a host whose large memory is embedded on a server that
 * many machines share.
 *
 * <pre>{@code
 * MemoryStore memory = MemoryStore.builder()
 *         .embedder(embedder)
 *         .vectorSearch(database -> new MigratedVectorSearch(database, archive))
 *         .open();
 * }</pre>
 *
 * <p>Finds the facts that were migrated from the archive's table, by the column {@code embedding} of their rows as it is
 * now, a {@code vector} or {@code halfvec}; the migration need not have read that column. A fact that was retained here has
 * no row, and is found by its words only. Rows that the archive leaves out are not found. A fact is not found by its vector
 * if its row named another model when it was migrated, or if its content was edited here since.
 *
 * <p>PostgreSQL gives the nearest 400 rows, or four times as many as are asked for, by an HNSW or IVFFlat index on the
 * column for {@code vector_cosine_ops} if there is one: these are approximate (an IVFFlat index looks at as many lists as
 * the role's {@code ivfflat.probes} says), and exact without an index. If fewer of them
 * pass the filter than are asked for, all facts that pass are compared, which is exact, and takes as long as there are such
 * facts. So a filter never empties the result.
 *
 * <p>Each search takes one connection of the archive, for one read-only transaction; a recall takes another one if words
 * found facts that are not among the nearest, for their cosines, and up to three more if it asks for a lowest score. All are
 * bounded by the archive's
 * timeouts: set shorter ones than a migration needs, such as a second or two. An archive from a pool saves connecting anew.
 * If the server is away, recall goes on by words and says so. Safe for use by several threads. The archive stays the
 * caller's to close, after the memory.
 */
public final class MigratedVectorSearch implements VectorSearch {

    private static final int FEWEST_AT_ONCE = 400;
    private static final int AT_ONCE_PER_HIT = 4;

    private final DatabaseManager database;
    private final SnapshotArchive archive;
    private final @Nullable String sourceName;

    /**
     * Searches the vectors of an archive.
     *
     * @param database the file with the facts that were migrated from it
     * @param archive the archive, with its table
     * @throws NullPointerException if either is null
     */
    public MigratedVectorSearch(DatabaseManager database, PostgresArchive archive) {
        this(database, archive, null);
    }

    /**
     * Searches the vectors of an archive that was migrated under a name.
     *
     * @param database the file with the facts that were migrated from it
     * @param archive the archive, with its table
     * @param sourceName the name that the migration gave the source; null if it gave none
     * @throws NullPointerException if the database or the archive is null
     */
    public MigratedVectorSearch(DatabaseManager database, PostgresArchive archive, @Nullable String sourceName) {
        this.database = Objects.requireNonNull(database, "The database is null.");
        this.archive = SnapshotArchive.of(Objects.requireNonNull(archive, "The archive is null."));
        this.sourceName = sourceName;
    }

    /**
     * {@inheritDoc}
     *
     * @throws SourceUnavailableException if the server is away, or the archive cannot be read
     * @throws IllegalStateException if the archive is closed
     */
    @Override
    public VectorMatches nearest(float[] question, String model, FactFilter filter, int limit) {
        return search(question, model, filter, limit, Search::nearest);
    }

    @Override
    public Map<Long, Double> cosines(float[] question, String model, Collection<Long> factIds) {
        FactFilter those = FactFilter.builder()
                .where(Condition.ids(factIds))
                .includeForgotten()
                .includeExpired()
                .includeAssistantOutputs()
                .build();
        return search(
                        question,
                        model,
                        those,
                        factIds.size(),
                        search -> new VectorMatches(search.amongAll(), Optional.empty()))
                .facts()
                .stream()
                .collect(Collectors.toMap(ScoredFact::factId, ScoredFact::score));
    }

    private VectorMatches search(
            float[] question, String model, FactFilter filter, int limit, Function<Search, VectorMatches> how) {
        float[] unit = VectorMath.unit(question);
        if (unit == null) {
            return VectorMatches.none("The question's vector is zero or not finite, so no vector is near to it.");
        }
        try (ArchiveSnapshot snapshot = archive.openForSearch()) {
            String table = snapshot.table().qualifiedName();
            Links links = Links.of(database, identity(snapshot));
            if (!links.areKnown()) {
                return VectorMatches.none(
                        "Vectors were not looked at: no fact was migrated from " + table + " of that server.");
            }
            Optional<ArchiveVectors> vectors = snapshot.vectors();
            if (vectors.isEmpty()) {
                return VectorMatches.none("Vectors were not looked at: " + table
                        + " has no column embedding of pgvector's types vector and halfvec.");
            }
            int dimensions = vectors.get().dimensions().orElse(unit.length);
            if (dimensions != unit.length) {
                return VectorMatches.none("Vectors were not looked at: those of " + table + " have " + dimensions
                        + " dimensions, and those of " + model + " have " + unit.length + ".");
            }
            Query query = new Query(unit, model, filter, limit);
            return how.apply(new Search(snapshot.table(), vectors.get(), links, query));
        }
    }

    private String identity(ArchiveSnapshot snapshot) {
        return Optional.ofNullable(sourceName)
                .or(snapshot::identity)
                .orElseThrow(
                        () -> new SourceUnavailableException("The PostgreSQL server hides its system identifier from"
                                + " this role, so that this source could not be told from another; name the source as the"
                                + " migration did."));
    }

    /** The arguments of one call. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Query(float[] unit, String model, FactFilter filter, int limit) {}

    /** One question. */
    private final class Search {

        private final TableLayout table;
        private final ArchiveVectors vectors;
        private final Links links;
        private final Query query;

        Search(TableLayout table, ArchiveVectors vectors, Links links, Query query) {
            this.table = table;
            this.vectors = vectors;
            this.links = links;
            this.query = query;
        }

        VectorMatches nearest() {
            List<NearRow> rows = vectors.nearest(query.unit, Math.max(FEWEST_AT_ONCE, AT_ONCE_PER_HIT * query.limit));
            List<ArchivalId> ids = rows.stream().map(NearRow::id).toList();
            Known known = database.read(connection -> facts(connection).find(ids));
            List<ScoredFact> found = new ArrayList<>();
            known.passing()
                    .forEach((place, fact) ->
                            found.add(new ScoredFact(fact, rows.get(place).cosine())));
            List<ScoredFact> best = ScoredFact.best(found.size() < query.limit ? amongAll() : found, query.limit);
            boolean none = best.isEmpty() && rows.isEmpty();
            return new VectorMatches(best, none ? Optional.of(noVector()) : note(rows.size(), known));
        }

        private List<ScoredFact> amongAll() {
            Map<ArchivalId, Long> all = database.read(
                    connection -> facts(connection).all(table.key().size()));
            return vectors.nearestOf(List.copyOf(all.keySet()), query.unit, query.limit).stream()
                    .flatMap(near -> Optional.ofNullable(all.get(near.id())).stream()
                            .map(fact -> new ScoredFact(fact, near.cosine())))
                    .toList();
        }

        private NearFacts facts(Connection connection) {
            return links.nearIn(connection, query.model, query.filter);
        }

        private String noVector() {
            return "No row of " + table.qualifiedName() + " has a vector to compare with those of " + query.model + ".";
        }

        private Optional<String> note(int rows, Known known) {
            List<String> notes = new ArrayList<>();
            if (known.incomparable() > 0) {
                notes.add(known.incomparable() + " of the " + rows
                        + " nearest rows were left out: they name another model than " + query.model
                        + ", or their facts were edited here.");
            }
            if (known.unknown() > 0) {
                notes.add(known.unknown() + " of the " + rows
                        + " nearest rows are no facts here yet; the migration brings them.");
            }
            if (known.unnamed() > 0) {
                notes.add(
                        known.unnamed() + " of the " + rows + " nearest rows do not name their model; their vectors are"
                                + " taken for those of " + query.model + ".");
            }
            return notes.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", notes));
        }
    }
}
