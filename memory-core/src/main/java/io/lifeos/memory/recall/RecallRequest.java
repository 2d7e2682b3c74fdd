package io.lifeos.memory.recall;

import io.lifeos.memory.fact.UtcText;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A question to the memory, and which facts may answer it. Bad values are refused at once. Each setting that is given again
 * replaces what it was. Not safe for use by several threads.
 */
public final class RecallRequest {

    private static final int MOST_HITS = 10_000;

    private final Recall recall;
    private final Clock clock;
    private final String question;
    private int limit = 10;
    private RecallMode mode = RecallMode.AUTO;
    private double keywordWeight = 1;
    private double vectorWeight = 1;
    private @Nullable Instant from;
    private @Nullable Instant to;
    private @Nullable String source;
    private @Nullable String context;
    private @Nullable String entity;
    private @Nullable String session;
    private double minConfidence;
    private boolean forgotten;
    private boolean assistantOutputs;

    RecallRequest(Recall recall, Clock clock, String question) {
        this.recall = recall;
        this.clock = clock;
        this.question = Objects.requireNonNull(question, "question");
    }

    /**
     * Says how many facts to find at most; by default 10.
     *
     * @param limit 1 to 10,000
     * @return this
     * @throws IllegalArgumentException if it is outside
     */
    public RecallRequest limit(int limit) {
        this.limit = requireLimit(limit);
        return this;
    }

    static int requireLimit(int limit) {
        if (limit < 1 || limit > MOST_HITS) {
            throw new IllegalArgumentException("The limit is " + limit + "; it must be from 1 to " + MOST_HITS + ".");
        }
        return limit;
    }

    /**
     * Finds only what happened at a time or later.
     *
     * @param from the time, in the years 1 to 9999 UTC
     * @return this
     * @throws IllegalArgumentException if it lies outside
     */
    public RecallRequest since(Instant from) {
        this.from = FactTime.atOrAfter(from);
        this.to = null;
        return this;
    }

    /**
     * Finds only what happened lately.
     *
     * @param age how long ago at most, counted from this call; positive
     * @return this
     * @throws IllegalArgumentException if it is not positive, or reaches back before the year 1
     */
    public RecallRequest since(Duration age) {
        if (age.isZero() || age.isNegative()) {
            throw new IllegalArgumentException("The age is " + age + "; it must be positive.");
        }
        Instant now = clock.instant();
        if (age.compareTo(Duration.between(Instant.EPOCH.minus(719_162, ChronoUnit.DAYS), now)) > 0) {
            throw new IllegalArgumentException("The age " + age + " reaches back before the year 1.");
        }
        return since(now.minus(age));
    }

    /**
     * Finds only what happened in the last days of 24 hours each.
     *
     * @param days how many; at least 1
     * @return this
     * @throws IllegalArgumentException if it is less than 1, or reaches back before the year 1
     */
    public RecallRequest lastDays(int days) {
        return since(Duration.ofDays(days));
    }

    /**
     * Finds only what happened between two times.
     *
     * @param from the earliest time
     * @param to the time before which it happened
     * @return this
     * @throws IllegalArgumentException if a time lies outside the years 1 to 9999 UTC, or the first is not before the second
     */
    public RecallRequest between(Instant from, Instant to) {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("The time " + from + " is not before " + to + ".");
        }
        this.from = FactTime.atOrAfter(from);
        this.to = FactTime.atOrAfter(to);
        return this;
    }

    /**
     * Finds only facts from a source.
     *
     * @param source its name, exactly
     * @return this
     */
    public RecallRequest source(String source) {
        this.source = Objects.requireNonNull(source, "source");
        return this;
    }

    /**
     * Finds only facts that belong somewhere.
     *
     * @param context the words, exactly
     * @return this
     */
    public RecallRequest context(String context) {
        this.context = Objects.requireNonNull(context, "context");
        return this;
    }

    /**
     * Finds only facts that mention an entity.
     *
     * @param name its name; {@code @SOL} and {@code SOL} are the same
     * @return this
     * @throws IllegalArgumentException if it is blank
     */
    public RecallRequest entity(String name) {
        this.entity = EntityNames.requireText(name);
        return this;
    }

    /**
     * Finds only facts of a session.
     *
     * @param session its id, exactly
     * @return this
     */
    public RecallRequest session(String session) {
        this.session = Objects.requireNonNull(session, "session");
        return this;
    }

    /**
     * Finds only facts that are sure enough; by default all.
     *
     * @param confidence 0 to 1
     * @return this
     * @throws IllegalArgumentException if it is outside
     */
    public RecallRequest minConfidence(double confidence) {
        if (!(confidence >= 0.0 && confidence <= 1.0)) {
            throw new IllegalArgumentException("The confidence is " + confidence + "; it must be from 0 to 1.");
        }
        this.minConfidence = confidence;
        return this;
    }

    /**
     * Finds forgotten facts too.
     *
     * @return this
     */
    public RecallRequest includeForgotten() {
        this.forgotten = true;
        return this;
    }

    /**
     * Finds what an assistant said too. It is left out by default, so that an agent does not take its own words for facts.
     *
     * @return this
     */
    public RecallRequest includeAssistantOutputs() {
        this.assistantOutputs = true;
        return this;
    }

    /**
     * Says how to look for facts; by default {@link RecallMode#AUTO}.
     *
     * @param mode the mode
     * @return this
     */
    public RecallRequest mode(RecallMode mode) {
        this.mode = Objects.requireNonNull(mode, "mode");
        return this;
    }

    /**
     * Says how much each leg counts when both run; by default 1 and 1.
     *
     * @param keyword the weight of the words; finite, at least 0
     * @param vector the weight of the vectors; finite, at least 0
     * @return this
     * @throws IllegalArgumentException if a weight is less than 0 or not finite, or both are 0
     */
    public RecallRequest weights(double keyword, double vector) {
        if (!(keyword >= 0 && vector >= 0 && keyword + vector > 0 && Double.isFinite(keyword + vector))) {
            throw new IllegalArgumentException("The weights are " + keyword + " and " + vector
                    + "; both must be finite and at least 0, and one of them above.");
        }
        this.keywordWeight = keyword;
        this.vectorWeight = vector;
        return this;
    }

    /**
     * Finds the facts. Reads only, never waits for a writer, and may be repeated.
     *
     * @return the facts, best first; how they were found, and what could not be looked at
     * @throws io.lifeos.memory.fact.StoreException if the file cannot be read
     * @throws IllegalStateException if the memory is closed
     */
    public RecallResult fetch() {
        return recall.fetch(new RecallQuery(question, limit, mode, keywordWeight, vectorWeight, filter()));
    }

    private FactFilter filter() {
        List<String> always = new ArrayList<>();
        if (!forgotten) {
            always.add(FactFilter.ACTIVE);
        }
        if (!assistantOutputs) {
            always.add(FactFilter.NOT_OF_ASSISTANT);
        }
        FactFilter filter = new FactFilter(always.isEmpty() ? "1" : String.join(" AND ", always), List.of());
        // The day, in whatever spelling and offset, is compared as well, as there is an index for it.
        filter = from == null
                ? filter
                : filter.and(
                        "f.timestamp >= ? AND " + FactTime.IS_READABLE + " AND " + FactTime.SQL + " >= ?",
                        UtcText.day(from).minusDays(1).toString(),
                        UtcText.format(from));
        filter = to == null ? filter : filter.and(FactTime.SQL + " < ?", UtcText.format(to));
        filter = source == null ? filter : filter.and("f.source = ?", source);
        filter = context == null ? filter : filter.and("f.context = ?", context);
        filter = session == null ? filter : filter.and("f.session_id = ?", session);
        filter = minConfidence == 0 ? filter : filter.and("f.confidence >= ?", minConfidence);
        return entity == null
                ? filter
                : filter.and("f.id IN (" + EntityNames.MENTIONING + ")", EntityNames.spellings(entity));
    }
}
