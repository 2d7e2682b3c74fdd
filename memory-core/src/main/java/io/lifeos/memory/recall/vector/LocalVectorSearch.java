package io.lifeos.memory.recall.vector;

import io.lifeos.memory.concurrent.Workers;
import io.lifeos.memory.database.DatabaseManager;
import io.lifeos.memory.fact.FactFilter;
import io.lifeos.memory.jdbc.Chunks;
import io.lifeos.memory.jdbc.VectorMath;
import io.lifeos.memory.recall.ScoredFact;
import io.lifeos.memory.recall.VectorMatches;
import io.lifeos.memory.recall.VectorSearch;
import io.lifeos.memory.sqlite.query.FactFilterSql;
import io.lifeos.memory.sqlite.query.FactList;
import io.lifeos.memory.sqlite.query.VectorReader;
import io.lifeos.memory.sqlite.table.VectorSpace;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Searches the vectors in the file: those made here, and the imported ones that are of the same model or name none. The first
 * search builds a binary index of them, one bit for each component. A search compares bits, and then the likeliest facts by
 * cosine with their vectors in the file; a small memory is compared by cosine as a whole. The index stays in memory, follows
 * all writers of the file, and is stored in the file unless that was opened for reading only.
 *
 * <p>Safe for use by several threads. Close it before the file.
 */
public final class LocalVectorSearch implements VectorSearch, AutoCloseable {

    private static final int ESTIMATED = 2_000;
    private static final int SHARE_ESTIMATED = 100;
    private static final int COMPARED = 300;
    private static final int COMPARED_PER_HIT = 4;
    private static final int FAITHFUL_DIMENSIONS = 256;
    private static final int SMALL_MEMORY = 10_000;

    private final DatabaseManager database;
    private final Map<VectorSpace, LiveBinaryIndex> indexes = new ConcurrentHashMap<>();
    private final Workers saver = Workers.serial("lifeos-memory-vector-index");

    /**
     * Searches a file.
     *
     * @param database the file
     */
    public LocalVectorSearch(DatabaseManager database) {
        this.database = database;
    }

    @Override
    public VectorMatches nearest(float[] question, String model, FactFilter filter, int limit) {
        VectorSpace space = new VectorSpace(model, question.length);
        float[] unit = VectorMath.unit(question);
        if (unit == null) {
            return VectorMatches.none("The question's vector is zero or not finite, so no vector is near to it.");
        }
        BinaryIndex index = index(space);
        List<ScoredFact> facts = index.size() == 0 ? List.of() : new Search(space, index, unit, filter, limit).run();
        return new VectorMatches(facts, note(space, index, filter));
    }

    @Override
    public Map<Long, Double> cosines(float[] question, String model, Collection<Long> factIds) {
        float[] unit = VectorMath.unit(question);
        if (unit == null) {
            return Map.of();
        }
        VectorSpace space = new VectorSpace(model, question.length);
        Map<Long, Double> cosines = new HashMap<>();
        for (ScoredFact fact : database.read(connection -> score(connection, space, unit, factIds))) {
            cosines.put(fact.factId(), fact.score());
        }
        return cosines;
    }

    /** Compares the question with those of some facts that have a vector. */
    private static List<ScoredFact> score(
            Connection connection, VectorSpace space, float[] unit, Collection<Long> factIds) throws SQLException {
        List<ScoredFact> scored = new ArrayList<>(factIds.size());
        new VectorReader(connection, space).bytesOf(factIds.stream().sorted().toList(), (bytes, factId) -> {
            double cosine = VectorMath.cosine(unit, bytes);
            if (Double.isFinite(cosine)) {
                scored.add(new ScoredFact(factId, cosine));
            }
        });
        return scored;
    }

    /** Returns the index of a space, with all that was committed before this call. */
    BinaryIndex index(VectorSpace space) {
        return indexes.computeIfAbsent(space, absent -> new LiveBinaryIndex(database, absent, saver))
                .current();
    }

    /** Counts what is missing in the whole memory; whoever asks for the facts of an owner learns nothing of the others. */
    private Optional<String> note(VectorSpace space, BinaryIndex index, FactFilter filter) {
        boolean whole = filter.owners().isEmpty();
        List<String> notes = new ArrayList<>();
        if (index.missing() > 0) {
            String others = index.size() > 0
                    ? ""
                    : database.read(connection -> new VectorReader(connection, space).anySpace())
                            .map(other -> ", but there are some of " + other)
                            .orElse("");
            String missing = whole ? index.missing() + " of " + (index.missing() + index.size()) : "Some";
            notes.add(missing + " facts have no vector of " + space + others + "; reembed makes them.");
        }
        if (index.unnamed() > 0) {
            notes.add((whole ? index.unnamed() : "Some")
                    + " imported vectors do not name their model and are taken for those of " + space
                    + "; reembed replaces them.");
        }
        return notes.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", notes));
    }

    /** One question. Compares the likeliest facts by cosine until enough of them have passed the filter. */
    private final class Search {

        private final VectorSpace space;
        private final BinaryIndex index;
        private final float[] unit;
        private final FactFilter filter;
        private final FactFilterSql condition;
        private final int limit;
        private final int wanted;
        private final int estimated;

        Search(VectorSpace space, BinaryIndex index, float[] unit, FactFilter filter, int limit) {
            this.space = space;
            this.index = index;
            this.unit = unit;
            this.filter = filter;
            this.condition = FactFilterSql.of(filter);
            this.limit = limit;
            double growth = Math.sqrt(Math.sqrt(Math.max(1.0, (double) index.size() / SMALL_MEMORY)));
            double coarseness = Math.max(1.0, (double) FAITHFUL_DIMENSIONS / space.dimensions());
            this.wanted = (int)
                    Math.min(index.size(), Math.max(COMPARED * growth * coarseness, (double) COMPARED_PER_HIT * limit));
            this.estimated = (int) Math.min(
                    index.size(),
                    Math.max(Math.max(ESTIMATED * coarseness, (double) index.size() / SHARE_ESTIMATED), 4.0 * wanted));
        }

        List<ScoredFact> run() {
            if (!filter.isStandard()) {
                return filtered();
            }
            List<ScoredFact> found = standard();
            // Facts that have expired still have the mark of those that pass.
            return found.size() < Math.min(limit, wanted) ? filtered() : found;
        }

        /** The marks have left out the facts that do not pass; only those that were found are checked again in the file. */
        private List<ScoredFact> standard() {
            long[] likeliest = new HammingScan(index, unit, null).nearest(estimated);
            return database.read(connection -> {
                List<ScoredFact> scored = ScoredFact.best(
                        score(connection, Arrays.copyOf(likeliest, Math.min(wanted, likeliest.length))), wanted);
                List<ScoredFact> passed = new ArrayList<>();
                for (List<ScoredFact> some : Chunks.of(scored, limit)) {
                    if (passed.size() == limit) {
                        break;
                    }
                    Set<Long> admitted = condition.admitted(
                            connection, some.stream().map(ScoredFact::factId).toList());
                    some.stream()
                            .filter(fact -> admitted.contains(fact.factId()))
                            .limit(limit - passed.size())
                            .forEach(passed::add);
                }
                return passed;
            });
        }

        /** If the filter admits too few of the likeliest facts, all facts that it admits are compared. */
        private List<ScoredFact> filtered() {
            long[] likeliest = new HammingScan(index, unit, HammingScan.places(index)).nearest(estimated);
            return database.read(connection -> {
                List<ScoredFact> scored = admittedOf(connection, likeliest);
                if (scored.size() < wanted && estimated < index.size()) {
                    long[] admitted = new FactList(connection, filter).idsAscending();
                    long[] nearest = new HammingScan(index, unit, HammingScan.places(index, admitted)).nearest(wanted);
                    scored = score(connection, nearest);
                }
                return ScoredFact.best(scored, limit);
            });
        }

        private List<ScoredFact> admittedOf(Connection connection, long[] likeliest) throws SQLException {
            List<ScoredFact> scored = new ArrayList<>();
            int from = 0;
            while (from < likeliest.length && scored.size() < wanted) {
                int to = Math.min(likeliest.length, from + wanted);
                List<Long> some = Arrays.stream(likeliest, from, to).boxed().toList();
                scored.addAll(LocalVectorSearch.score(connection, space, unit, condition.admitted(connection, some)));
                from = to;
                if (likeliest.length < index.size() && passesTooFew(scored.size(), from, likeliest.length)) {
                    break;
                }
            }
            return scored;
        }

        private List<ScoredFact> score(Connection connection, long[] factIds) throws SQLException {
            return LocalVectorSearch.score(
                    connection, space, unit, Arrays.stream(factIds).boxed().toList());
        }

        private boolean passesTooFew(int passed, int asked, int most) {
            return (double) passed / asked * most < wanted / 2.0;
        }
    }

    /** Waits until the index is stored, if that has begun. A second call does nothing. */
    @Override
    public void close() {
        saver.close();
    }
}
