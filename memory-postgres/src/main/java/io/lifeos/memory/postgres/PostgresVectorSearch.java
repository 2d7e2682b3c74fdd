package io.lifeos.memory.postgres;

import io.lifeos.memory.fact.FactFilter;
import io.lifeos.memory.fact.SourceUnavailableException;
import io.lifeos.memory.postgres.MigratedFacts.Known;
import io.lifeos.memory.postgres.MigratedFacts.Linked;
import io.lifeos.memory.postgres.RowVectors.NearRow;
import io.lifeos.memory.recall.ScoredFact;
import io.lifeos.memory.recall.VectorMatches;
import io.lifeos.memory.recall.VectorSearch;
import io.lifeos.memory.recall.Vectors;
import io.lifeos.memory.sqlite.DatabaseManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Searches vectors where they lie in PostgreSQL, by pgvector: for a host whose large memory is embedded on a server that
 * many machines share.
 *
 * <pre>{@code
 * MemoryStore memory = MemoryStore.builder()
 *         .embedder(embedder)
 *         .vectorSearch(database -> new PostgresVectorSearch(database, archive))
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
 * <p>Each search takes one connection of the archive, for one read-only transaction, and is bounded by the archive's
 * timeouts: set shorter ones than a migration needs, such as a second or two. An archive from a pool saves connecting anew.
 * If the server is away, recall goes on by words and says so. Safe for use by several threads. The archive stays the
 * caller's to close, after the memory.
 */
public final class PostgresVectorSearch implements VectorSearch {

    private static final int FEWEST_AT_ONCE = 400;
    private static final int AT_ONCE_PER_HIT = 4;

    private final DatabaseManager database;
    private final PostgresArchive archive;
    private final @Nullable String sourceName;

    /**
     * Searches the vectors of an archive.
     *
     * @param database the file with the facts that were migrated from it
     * @param archive the archive, with its table
     */
    public PostgresVectorSearch(DatabaseManager database, PostgresArchive archive) {
        this(database, archive, null);
    }

    /**
     * Searches the vectors of an archive that was migrated under a name.
     *
     * @param database the file with the facts that were migrated from it
     * @param archive the archive, with its table
     * @param sourceName the name that the migration gave the source; null if it gave none
     */
    public PostgresVectorSearch(DatabaseManager database, PostgresArchive archive, @Nullable String sourceName) {
        this.database = database;
        this.archive = archive;
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
        float[] unit = Vectors.unit(question);
        if (unit == null) {
            return nothing("The question's vector is zero or not finite, so no vector is near to it.");
        }
        try (PostgresSnapshot snapshot = archive.open()) {
            String table = snapshot.table().qualifiedName();
            String identity = identity(snapshot);
            OptionalLong source = database.read(connection -> MigratedFacts.source(connection, identity));
            if (source.isEmpty()) {
                return nothing("Vectors were not looked at: no fact was migrated from " + table + " of that server.");
            }
            Optional<VectorColumn> column = snapshot.vectorColumn();
            if (column.isEmpty()) {
                return nothing("Vectors were not looked at: " + table
                        + " has no column embedding of pgvector's types vector and halfvec.");
            }
            if (!column.get().allows(unit.length)) {
                return nothing("Vectors were not looked at: those of " + table + " have "
                        + column.get().dimensions() + " dimensions, and those of " + model + " have " + unit.length
                        + ".");
            }
            Search search = new Search(snapshot.table(), source.getAsLong(), model, filter, limit);
            return snapshot.compare(column.get(), unit, search::run);
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

    private static VectorMatches nothing(String note) {
        return new VectorMatches(List.of(), Optional.of(note));
    }

    /** One question. */
    private final class Search {

        private final TableLayout table;
        private final long sourceId;
        private final String model;
        private final FactFilter filter;
        private final int limit;

        Search(TableLayout table, long sourceId, String model, FactFilter filter, int limit) {
            this.table = table;
            this.sourceId = sourceId;
            this.model = model;
            this.filter = filter;
            this.limit = limit;
        }

        VectorMatches run(RowVectors vectors) throws SQLException {
            List<NearRow> rows = vectors.nearest(Math.max(FEWEST_AT_ONCE, AT_ONCE_PER_HIT * limit));
            List<ArchivalId> ids = rows.stream().map(NearRow::id).toList();
            Known known = database.read(connection -> new MigratedFacts(connection, sourceId, model, filter).of(ids));
            List<ScoredFact> found = new ArrayList<>();
            known.passing()
                    .forEach((place, fact) ->
                            found.add(new ScoredFact(fact, rows.get(place).cosine())));
            List<ScoredFact> best = best(found.size() < limit ? amongAll(vectors) : found);
            boolean none = best.isEmpty() && rows.isEmpty();
            return new VectorMatches(best, none ? Optional.of(noVector()) : note(rows.size(), known));
        }

        private List<ScoredFact> amongAll(RowVectors vectors) throws SQLException {
            List<Linked> all =
                    database.read(connection -> new MigratedFacts(connection, sourceId, model, filter).all(table));
            return vectors.nearestOf(all.stream().map(Linked::key).toList(), limit).stream()
                    .map(near -> new ScoredFact(all.get(near.place()).factId(), near.cosine()))
                    .toList();
        }

        private List<ScoredFact> best(List<ScoredFact> found) {
            return found.stream()
                    .sorted(Comparator.comparingDouble(ScoredFact::score)
                            .reversed()
                            .thenComparingLong(ScoredFact::factId))
                    .limit(limit)
                    .toList();
        }

        private String noVector() {
            return "No row of " + table.qualifiedName() + " has a vector to compare with those of " + model + ".";
        }

        private Optional<String> note(int rows, Known known) {
            List<String> notes = new ArrayList<>();
            if (known.incomparable() > 0) {
                notes.add(known.incomparable() + " of the " + rows
                        + " nearest rows were left out: they name another model than " + model
                        + ", or their facts were edited here.");
            }
            if (known.unknown() > 0) {
                notes.add(known.unknown() + " of the " + rows
                        + " nearest rows are no facts here yet; the migration brings them.");
            }
            if (known.unnamed() > 0) {
                notes.add(
                        known.unnamed() + " of the " + rows + " nearest rows do not name their model; their vectors are"
                                + " taken for those of " + model + ".");
            }
            return notes.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", notes));
        }
    }
}
