package io.lifeos.memory.recall.ranking;

import io.lifeos.memory.concurrent.Workers;
import io.lifeos.memory.database.DatabaseManager;
import io.lifeos.memory.fact.EntityType;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.SourceUnavailableException;
import io.lifeos.memory.jdbc.Chunks;
import io.lifeos.memory.recall.Embedder;
import io.lifeos.memory.recall.EntitySummary;
import io.lifeos.memory.recall.RecallHit;
import io.lifeos.memory.recall.RecallMode;
import io.lifeos.memory.recall.RecallQuery;
import io.lifeos.memory.recall.RecallRequest;
import io.lifeos.memory.recall.RecallResult;
import io.lifeos.memory.recall.ScoredFact;
import io.lifeos.memory.recall.VectorMatches;
import io.lifeos.memory.recall.VectorSearch;
import io.lifeos.memory.sqlite.Tokenizer;
import io.lifeos.memory.sqlite.query.EntitySearch;
import io.lifeos.memory.sqlite.query.LatestFacts;
import io.lifeos.memory.sqlite.query.SessionTable;
import io.lifeos.memory.sqlite.table.FactTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    private final DatabaseManager database;
    private final Clock clock;
    private final Executor workers;
    private final @Nullable Embedder embedder;
    private final @Nullable VectorSearch vectors;
    private final Tokenizer tokenizer = new Tokenizer();
    private final DocumentFrequencies documentFrequencies = new DocumentFrequencies();

    /**
     * Prepares to answer questions.
     *
     * @param database the file, which stays the caller's to close
     * @param clock the clock
     * @param workers runs one half of a question while the caller runs the other; may use the caller's thread
     * @param embedder turns questions into vectors; null to look at words only
     * @param vectors finds the nearest vectors; null to look at words only
     */
    public Recall(
            DatabaseManager database,
            Clock clock,
            Executor workers,
            @Nullable Embedder embedder,
            @Nullable VectorSearch vectors) {
        this.database = database;
        this.clock = clock;
        this.workers = workers;
        this.embedder = embedder;
        this.vectors = vectors;
    }

    /**
     * Begins a question.
     *
     * @param question any text
     * @return a request to narrow
     */
    public RecallRequest ask(String question) {
        return RecallRequest.of(question, clock, this::fetch);
    }

    /**
     * Returns the facts that happened last.
     *
     * @param limit the largest number of facts, 1 to 10,000
     * @return the facts, the latest first
     * @throws IllegalArgumentException if the limit is outside
     */
    public List<Fact> recent(int limit) {
        return database.read(connection -> new LatestFacts(connection).all(RecallRequest.requireLimit(limit)));
    }

    /**
     * Returns the latest facts that mention an entity.
     *
     * @param name its name; {@code @SOL} and {@code SOL} are the same
     * @param limit the largest number of facts, 1 to 10,000
     * @return the facts, the latest first
     * @throws IllegalArgumentException if the name is blank or the limit outside
     */
    public List<Fact> factsAbout(String name, int limit) {
        requireName(name);
        return database.read(
                connection -> new LatestFacts(connection).mentioning(name, RecallRequest.requireLimit(limit)));
    }

    /**
     * Finds an entity by its name.
     *
     * @param name its name; {@code @SOL} and {@code SOL} are the same
     * @return its summary; empty if no fact ever mentioned it
     * @throws IllegalArgumentException if the name is blank
     */
    public Optional<EntitySummary> findEntity(String name) {
        requireName(name);
        return database.read(connection -> new EntitySearch(connection).find(name));
    }

    /**
     * Finds an entity by its name and type.
     *
     * @param name its name; {@code @SOL} and {@code SOL} are the same
     * @param type the type that its mentions have
     * @return a summary; empty if no fact ever mentioned it with this type
     * @throws IllegalArgumentException if the name is blank
     */
    public Optional<EntitySummary> findEntity(String name, EntityType type) {
        requireName(name);
        Objects.requireNonNull(type, "The type of the entity is null.");
        return database.read(connection -> new EntitySearch(connection).find(name, type));
    }

    private static void requireName(String name) {
        Objects.requireNonNull(name, "The name of the entity is null.");
    }

    /** Looks at vectors in the caller's thread while a worker looks for words, as either takes half of the time. */
    private RecallResult fetch(RecallQuery query) {
        requireEmbedderFor(query.mode());
        List<String> notes = new ArrayList<>();
        FutureTask<ByWords> words = new FutureTask<>(() -> byWords(query));
        if (wantsVectors(query) && wantsWords(query)) {
            workers.execute(words);
        } else {
            words.run();
        }
        Optional<List<ScoredFact>> nearest = wantsVectors(query) ? nearest(query, notes) : Optional.empty();
        ByWords found = Workers.join(words);
        if (wantsWords(query) && !found.asked()) {
            notes.add("The question holds no word to look for.");
        }
        Optional<RecallMode> mode = mode(found.asked(), nearest.isPresent());
        List<RecallHit> hits = mode.isEmpty()
                ? List.of()
                : database.read(connection -> hits(connection, query, found, nearest.orElse(List.of()), notes));
        return RecallResult.of(hits, query.mode(), mode, notes);
    }

    /** Nothing could ever be found so, which looks like a memory that knows nothing. */
    private void requireEmbedderFor(RecallMode mode) {
        if (mode == RecallMode.VECTOR && (embedder == null || vectors == null)) {
            throw new IllegalStateException(
                    "A recall by vectors alone needs an embedder, and this memory was opened without"
                            + " one; open it with MemoryStore.builder().embedder(...), or ask it by RecallMode.AUTO.");
        }
    }

    private static boolean wantsWords(RecallQuery query) {
        return query.mode() != RecallMode.VECTOR;
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
            KeywordMatches matches = KeywordMatches.read(connection, words, documentFrequencies);
            return new ByWords(!words.isEmpty(), matches, matches.best(connection, query.filter(), candidates(query)));
        });
    }

    private static Optional<RecallMode> mode(boolean words, boolean vectors) {
        if (words && vectors) {
            return Optional.of(RecallMode.HYBRID);
        }
        return words ? Optional.of(RecallMode.KEYWORD) : vectors ? Optional.of(RecallMode.VECTOR) : Optional.empty();
    }

    /** Returns the facts nearest to the question, or empty and a note if vectors cannot be compared. */
    private Optional<List<ScoredFact>> nearest(RecallQuery query, List<String> notes) {
        if (embedder == null || vectors == null) {
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
        try {
            VectorMatches matches = vectors.nearest(question, embedder.model(), query.filter(), candidates(query));
            matches.note().ifPresent(notes::add);
            boolean couldNot = matches.facts().isEmpty() && matches.note().isPresent();
            return couldNot ? Optional.empty() : Optional.of(matches.facts());
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

    private List<RecallHit> hits(
            Connection connection, RecallQuery query, ByWords words, List<ScoredFact> nearest, List<String> notes)
            throws SQLException {
        Set<Long> candidates = new HashSet<>(words.best());
        nearest.forEach(fact -> candidates.add(fact.factId()));
        SessionNeighbours neighbours = SessionNeighbours.read(new SessionTable(connection), candidates, query.filter());
        Ranking ranking = new Ranking(
                query, neighbours, words.matches().relevance(neighbours), VectorRelevance.of(nearest, neighbours));
        return read(connection, ranking, query.limit(), notes);
    }

    /** Reads the best facts; the next one takes the place of a fact that cannot be read. */
    private static List<RecallHit> read(Connection connection, Ranking ranking, int limit, List<String> notes)
            throws SQLException {
        List<RecallHit> hits = new ArrayList<>();
        List<Long> unreadable = new ArrayList<>();
        for (List<Ranking.Place> some : Chunks.of(ranking.places(), limit)) {
            if (hits.size() == limit) {
                break;
            }
            Map<Long, Fact> facts = new FactTable(connection)
                    .findReadable(some.stream().map(Ranking.Place::fact).toList());
            for (Ranking.Place place : some) {
                Fact fact = facts.get(place.fact());
                if (fact == null) {
                    unreadable.add(place.fact());
                } else if (hits.size() < limit) {
                    hits.add(RecallHit.of(fact, ranking.keyword(fact.id()), ranking.vector(fact.id()), place.score()));
                }
            }
        }
        if (!unreadable.isEmpty()) {
            notes.add("Left out, as their times cannot be read: facts " + unreadable
                    + ". They were left as they are; correct them in the file.");
        }
        return hits;
    }

    /** Closes what it holds beside the file. A second call does nothing. */
    @Override
    public void close() {
        tokenizer.close();
    }
}
