package io.lifeos.memory.recall;

import io.lifeos.memory.sqlite.DatabaseManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Searches the vectors in the file: those made here, and the imported ones that are of the same model or do not name
 * theirs. The first search codes each vector by one bit a component; a search compares these codes, and then the likeliest
 * facts by cosine with their vectors in the file. Few vectors are all compared by cosine. Codes take a bit for each
 * component in memory, follow what is written to the file by whomever, and are cached in the file, unless it was opened for
 * reading only.
 *
 * <p>Safe for use by several threads. Close it before the file.
 */
public final class LocalVectorSearch implements VectorSearch, AutoCloseable {

    private static final int ESTIMATED = 2_000;
    private static final int SHARE_ESTIMATED = 100;
    private static final int COMPARED = 300;
    private static final int COMPARED_PER_HIT = 3;
    private static final int FAITHFUL_DIMENSIONS = 256;
    private static final int SMALL_STORE = 10_000;
    private static final long PATIENCE_SECONDS = 60;

    private final DatabaseManager database;
    private final Map<VectorSpace, CodeKeeper> keepers = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor saver;

    /**
     * Searches a file.
     *
     * @param database the file
     */
    public LocalVectorSearch(DatabaseManager database) {
        this.database = database;
        this.saver = new ThreadPoolExecutor(
                1,
                1,
                1,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                LocalVectorSearch::thread,
                new ThreadPoolExecutor.DiscardPolicy());
        saver.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "lifeos-memory-codes");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public VectorMatches nearest(float[] question, String model, FactFilter filter, int limit) {
        VectorSpace space = new VectorSpace(model, question.length);
        float[] unit = Vectors.unit(question);
        if (unit == null) {
            return new VectorMatches(
                    List.of(), Optional.of("The question's vector is zero or not finite, so no vector is near to it."));
        }
        CodeIndex index = codes(space);
        List<ScoredFact> facts = index.size() == 0 ? List.of() : new Search(space, index, unit, filter, limit).run();
        return new VectorMatches(facts, note(space, index));
    }

    /** The codes of a space, with all that was committed before this call. */
    CodeIndex codes(VectorSpace space) {
        return keepers.computeIfAbsent(space, absent -> new CodeKeeper(database, absent, saver))
                .current();
    }

    private Optional<String> note(VectorSpace space, CodeIndex index) {
        List<String> notes = new ArrayList<>();
        if (index.missing() > 0) {
            String others = index.size() > 0
                    ? ""
                    : database.read(connection -> new VectorRows(connection, space).another())
                            .map(other -> ", but there are some of " + other)
                            .orElse("");
            notes.add(index.missing() + " of " + (index.missing() + index.size()) + " facts have no vector of " + space
                    + others + "; reembed makes them.");
        }
        if (index.unnamed() > 0) {
            notes.add(index.unnamed() + " imported vectors do not name their model and are taken for those of " + space
                    + "; reembed replaces them.");
        }
        return notes.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", notes));
    }

    /** One question. The likeliest facts are compared by cosine until enough of them have passed the filter. */
    private final class Search {

        private final VectorSpace space;
        private final CodeIndex index;
        private final float[] unit;
        private final FactFilter filter;
        private final int limit;
        private final int wanted;
        private final int estimated;

        Search(VectorSpace space, CodeIndex index, float[] unit, FactFilter filter, int limit) {
            this.space = space;
            this.index = index;
            this.unit = unit;
            this.filter = filter;
            this.limit = limit;
            double growth = Math.sqrt(Math.sqrt(Math.max(1.0, (double) index.size() / SMALL_STORE)));
            double coarseness = Math.max(1.0, (double) FAITHFUL_DIMENSIONS / space.dimensions());
            this.wanted = (int)
                    Math.min(index.size(), Math.max(COMPARED * growth * coarseness, (double) COMPARED_PER_HIT * limit));
            this.estimated = (int) Math.min(
                    index.size(),
                    Math.max(Math.max(ESTIMATED * coarseness, (double) index.size() / SHARE_ESTIMATED), 4.0 * wanted));
        }

        List<ScoredFact> run() {
            List<ScoredFact> scored =
                    filter.isStandard() ? compare(new CodeScan(index, unit, null).nearest(estimated)) : filtered();
            return scored.stream()
                    .sorted(Comparator.comparingDouble(ScoredFact::score)
                            .reversed()
                            .thenComparingLong(ScoredFact::factId))
                    .limit(limit)
                    .toList();
        }

        /** A filter that lets much through is asked about the likeliest facts only; of another one all facts are asked for. */
        private List<ScoredFact> filtered() {
            CodeScan all = new CodeScan(index, unit, CodeScan.places(index));
            List<ScoredFact> scored = compare(all.nearest(estimated));
            if (scored.size() >= wanted || estimated >= index.size()) {
                return scored;
            }
            long[] passing = database.read(connection -> new VectorRows(connection, space).passing(filter));
            CodeScan some = new CodeScan(index, unit, CodeScan.places(index, passing));
            return compare(some.nearest(estimated));
        }

        private List<ScoredFact> compare(long[] likeliest) {
            return database.read(connection -> {
                VectorRows rows = new VectorRows(connection, space);
                List<ScoredFact> scored = new ArrayList<>();
                int from = 0;
                while (from < likeliest.length && scored.size() < wanted) {
                    int to = Math.min(likeliest.length, from + wanted);
                    scored.addAll(rows.score(
                            Arrays.stream(likeliest, from, to).boxed().toList(), unit, filter));
                    from = to;
                    if (likeliest.length < index.size() && passesTooFew(scored.size(), from, likeliest.length)) {
                        break;
                    }
                }
                return scored;
            });
        }

        private boolean passesTooFew(int passed, int asked, int most) {
            return (double) passed / asked * most < wanted / 2.0;
        }
    }

    /** Waits until the codes are cached, if that has begun; a second call does nothing. */
    @Override
    public void close() {
        saver.shutdown();
        try {
            if (!saver.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                saver.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
