package io.lifeos.memory.recall.ranking;

import io.lifeos.memory.concurrent.Workers;
import io.lifeos.memory.database.DatabaseManager;
import io.lifeos.memory.fact.NamedVector;
import io.lifeos.memory.fact.SourceUnavailableException;
import io.lifeos.memory.recall.Embedder;
import io.lifeos.memory.recall.RecallHit;
import io.lifeos.memory.recall.RecallMode;
import io.lifeos.memory.recall.RecallQuery;
import io.lifeos.memory.recall.RecallResult;
import io.lifeos.memory.recall.ScoredFact;
import io.lifeos.memory.recall.VectorMatches;
import io.lifeos.memory.recall.VectorSearch;
import io.lifeos.memory.sqlite.Tokenizer;
import io.lifeos.memory.sqlite.query.FactList;
import io.lifeos.memory.sqlite.query.SessionTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the questions to one memory by words and vectors. Safe for use by several threads. */
public final class Recall implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Recall.class);

    private static final int FEWEST_CANDIDATES = 100;

    /** Of so few facts, those of one owner among a thousand, each is looked at faster than the lists of all. */
    private static final int FEW = 1_000;

    private final DatabaseManager database;
    private final Executor workers;
    private final @Nullable Embedder embedder;
    private final VectorSearch vectors;
    private final Tokenizer tokenizer = new Tokenizer();
    private final DocumentFrequencies documentFrequencies = new DocumentFrequencies();

    /**
     * Prepares to answer questions.
     *
     * @param database the file, which stays the caller's to close
     * @param workers runs one half of a question while the caller runs the other; may use the caller's thread
     * @param embedder turns questions into vectors; null to look at words only unless a question comes with its vector
     * @param vectors finds the nearest vectors
     */
    public Recall(DatabaseManager database, Executor workers, @Nullable Embedder embedder, VectorSearch vectors) {
        this.database = database;
        this.workers = workers;
        this.embedder = embedder;
        this.vectors = vectors;
    }

    /**
     * Answers a question: looks at vectors in the caller's thread while a worker looks for words, as either takes half of the
     * time.
     *
     * @param query the question
     * @return what was found
     */
    public RecallResult answer(RecallQuery query) {
        requireVectorIfNeeded(query);
        List<String> notes = new ArrayList<>();
        FutureTask<ByWords> words = new FutureTask<>(() -> byWords(query));
        if (wantsVectors(query) && wantsWords(query)) {
            workers.execute(words);
        } else {
            words.run();
        }
        Optional<Nearness> nearness = nearness(query, notes);
        ByWords found = Workers.join(words);
        if (wantsWords(query) && !found.asked()) {
            notes.add("The question holds no word to look for.");
        }
        Optional<RecallMode> mode = mode(found.asked(), nearness.isPresent());
        List<RecallHit> hits = mode.isEmpty() ? List.of() : hits(query, found, nearness, notes);
        return RecallResult.of(hits, query.mode(), mode, notes);
    }

    /** Nothing could ever be found so, which looks like a memory that knows nothing. */
    private void requireVectorIfNeeded(RecallQuery query) {
        if (query.mode() == RecallMode.VECTOR
                && embedder == null
                && query.embedding().isEmpty()) {
            throw new IllegalStateException(
                    "A recall by vectors alone needs an embedder or a vector of the question, and this memory was opened"
                            + " without an embedder; open it with MemoryStore.builder().embedder(...), give the vector by"
                            + " embedding(...), or ask it by RecallMode.AUTO.");
        }
    }

    private static boolean wantsWords(RecallQuery query) {
        boolean vectorAlone = query.question().isBlank() && query.embedding().isPresent();
        return query.mode() != RecallMode.VECTOR && !(vectorAlone && wantsVectors(query));
    }

    private static boolean wantsVectors(RecallQuery query) {
        return query.mode() != RecallMode.KEYWORD;
    }

    /** Returns the number of facts that each leg hands to the ranking. */
    private static int candidates(RecallQuery query) {
        return Math.max(FEWEST_CANDIDATES, 2 * query.limit());
    }

    /**
     * The facts that the words of a question found.
     *
     * @param asked true if the question has words and they were looked at
     * @param matches the facts that hold them
     * @param best the best of these that the filter admits
     */
    private record ByWords(boolean asked, KeywordMatches matches, Collection<Long> best) {}

    private ByWords byWords(RecallQuery query) {
        return database.read(connection -> {
            Map<String, String> words = wantsWords(query) ? tokenizer.terms(QueryWords.of(query.question())) : Map.of();
            Optional<Set<Long>> few = new FactList(connection, query.filter()).ifAtMost(FEW);
            KeywordMatches matches = KeywordMatches.read(connection, words, documentFrequencies, tokenizer, few);
            Set<Long> best = matches.best(connection, query.filter(), candidates(query), query.minScore());
            return new ByWords(!words.isEmpty(), matches, best);
        });
    }

    private static Optional<RecallMode> mode(boolean words, boolean vectors) {
        if (words && vectors) {
            return Optional.of(RecallMode.HYBRID);
        }
        return words ? Optional.of(RecallMode.KEYWORD) : vectors ? Optional.of(RecallMode.VECTOR) : Optional.empty();
    }

    /** Returns the facts nearest to the question, or empty and a note if vectors cannot be compared. */
    private Optional<Nearness> nearness(RecallQuery query, List<String> notes) {
        Optional<NamedVector> given = query.embedding();
        if (!wantsVectors(query)) {
            given.ifPresent(
                    vector -> notes.add("The vector of the question was not looked at, as words alone were asked."));
            return Optional.empty();
        }
        if (given.isPresent()) {
            return nearness(query, given.get().model(), given.get().components(), notes);
        }
        if (embedder == null) {
            notes.add("Vectors were not looked at: no embedder is set.");
            return Optional.empty();
        }
        if (query.question().isBlank()) {
            notes.add("Vectors were not looked at: the question is blank.");
            return Optional.empty();
        }
        float[] question;
        try {
            question = embed(embedder, query.question());
        } catch (RuntimeException | Error e) {
            LOG.debug("The embedder failed", e);
            notes.add("Vectors were not looked at: the embedder " + embedder.model() + " failed with "
                    + e.getClass().getSimpleName() + ".");
            return Optional.empty();
        }
        return nearness(query, embedder.model(), question, notes);
    }

    private Optional<Nearness> nearness(RecallQuery query, String model, float[] question, List<String> notes) {
        try {
            VectorMatches matches = vectors.nearest(question, model, query.filter(), candidates(query));
            matches.note().ifPresent(notes::add);
            boolean couldNot = matches.facts().isEmpty() && matches.note().isPresent();
            return couldNot ? Optional.empty() : Optional.of(new Nearness(vectors, model, question, matches.facts()));
        } catch (SourceUnavailableException e) {
            notes.add("Vectors were not looked at: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static float[] embed(Embedder embedder, String question) {
        float[] vector =
                embedder.embed(List.of(question), Embedder.Purpose.QUESTION).get(0);
        if (vector.length != embedder.dimensions()) {
            throw new IllegalStateException("The embedder " + embedder.model() + " gave " + vector.length
                    + " dimensions, not " + embedder.dimensions() + ".");
        }
        return vector;
    }

    private List<RecallHit> hits(RecallQuery query, ByWords words, Optional<Nearness> nearness, List<String> notes) {
        List<ScoredFact> nearest = nearness.map(Nearness::nearest).orElse(List.of());
        Set<Long> candidates = new HashSet<>(words.best());
        nearest.forEach(fact -> candidates.add(fact.factId()));
        Ranking ranking = database.read(connection -> {
            SessionNeighbours neighbours =
                    SessionNeighbours.read(new SessionTable(connection), candidates, query.filter());
            return new Ranking(
                    query, neighbours, words.matches().relevance(neighbours), VectorRelevance.of(nearest, neighbours));
        });
        return new Hits(query, ranking, words.matches().shares(), nearness).read(database, notes);
    }

    /** Closes what it holds beside the file. A second call does nothing. */
    @Override
    public void close() {
        tokenizer.close();
    }
}
