package io.lifeos.memory.recall;

import io.lifeos.memory.fact.CheckReturnValue;
import io.lifeos.memory.fact.Condition;
import io.lifeos.memory.fact.FactFilter;
import io.lifeos.memory.fact.NamedVector;
import io.lifeos.memory.fact.Owner;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A question to the memory, with the conditions that facts must meet. Bad values are refused at once, null with a
 * {@link NullPointerException}. A setting that is given again replaces the earlier one. Not safe for use by several threads.
 */
public final class RecallRequest {

    private static final int MOST_HITS = 10_000;

    final String question;
    private final Clock clock;
    private final Function<RecallQuery, RecallResult> memory;
    private final FactFilter.Builder filter = FactFilter.builder();

    @Nullable NamedVector embedding;

    int limit = 10;
    double minScore;
    RecallMode mode = RecallMode.AUTO;
    double keywordWeight = 1;
    double vectorWeight = 1;

    private RecallRequest(String question, Clock clock, Function<RecallQuery, RecallResult> memory) {
        this.question = require(question, "question");
        this.clock = require(clock, "clock");
        this.memory = require(memory, "memory");
    }

    /**
     * Creates a request, for implementors of {@code Memory}; everyone else calls {@code Memory.recall}.
     *
     * @param question any text
     * @param clock the clock that {@link #since(Duration)} counts back from, and by which facts expire
     * @param memory answers the query, in the thread that calls {@link #fetch()}
     * @return a request without conditions
     */
    @CheckReturnValue
    public static RecallRequest of(String question, Clock clock, Function<RecallQuery, RecallResult> memory) {
        return new RecallRequest(question, clock, memory);
    }

    /**
     * Limits the number of facts; by default 10.
     *
     * @param limit the number of facts to find at most, 1 to 10,000
     * @return this
     * @throws IllegalArgumentException if it is out of that range
     */
    @CheckReturnValue
    public RecallRequest limit(int limit) {
        this.limit = requireLimit(limit);
        return this;
    }

    /**
     * Checks a limit, for implementors of {@code Memory}.
     *
     * @param limit the number of facts to find at most
     * @return the limit
     * @throws IllegalArgumentException if it is not from 1 to 10,000
     */
    public static int requireLimit(int limit) {
        if (limit < 1 || limit > MOST_HITS) {
            throw new IllegalArgumentException("The limit is " + limit + "; it must be from 1 to " + MOST_HITS + ".");
        }
        return limit;
    }

    /**
     * Finds only facts that answer the question well enough by themselves; by default 0, which admits all. Hits are left out
     * before they are counted, so a limit is met if there are as many among those that words and vectors find, and keep their order.
     *
     * @param score the lowest {@link RecallHit#score()}, 0 to 1
     * @return this
     * @throws IllegalArgumentException if it is out of that range
     */
    @CheckReturnValue
    public RecallRequest minScore(double score) {
        if (!(score >= 0 && score <= 1)) {
            throw new IllegalArgumentException("The lowest score is " + score + "; it must be from 0 to 1.");
        }
        this.minScore = score;
        return this;
    }

    /**
     * Gives the question as a vector too, which is compared instead of one that the memory's embedder would make; so it needs
     * none. With a blank question, facts are found by the vector alone.
     *
     * @param model the name of the model that made it; only vectors of that model are compared
     * @param vector its components, at least one, each finite and not all zero; copied
     * @return this
     * @throws IllegalArgumentException if the name is blank or not valid Unicode, or the vector is empty, zero or not finite
     */
    @CheckReturnValue
    public RecallRequest embedding(String model, float[] vector) {
        this.embedding = new NamedVector(model, vector);
        return this;
    }

    /**
     * Finds only facts that happened at a time or later.
     *
     * @param from the time, in the years 1 to 9999 UTC
     * @return this
     * @throws IllegalArgumentException if it lies outside those years
     */
    @CheckReturnValue
    public RecallRequest since(Instant from) {
        filter.from(require(from, "earliest time")).to(null);
        return this;
    }

    /**
     * Finds only facts up to a certain age.
     *
     * @param age the greatest age, counted from this call; positive
     * @return this
     * @throws IllegalArgumentException if it is not positive, or reaches back before the year 1
     */
    @CheckReturnValue
    public RecallRequest since(Duration age) {
        if (require(age, "age").isZero() || age.isNegative()) {
            throw new IllegalArgumentException("The age is " + age + "; it must be positive.");
        }
        Instant now = clock.instant();
        if (age.compareTo(Duration.between(Instant.EPOCH.minus(719_162, ChronoUnit.DAYS), now)) > 0) {
            throw new IllegalArgumentException("The age " + age + " reaches back before the year 1.");
        }
        return since(now.minus(age));
    }

    /**
     * Finds only facts of the last days, each of 24 hours.
     *
     * @param days the number of days, at least 1
     * @return this
     * @throws IllegalArgumentException if it is less than 1, or reaches back before the year 1
     */
    @CheckReturnValue
    public RecallRequest lastDays(int days) {
        if (days < 1) {
            throw new IllegalArgumentException("The number of days is " + days + "; it must be at least 1.");
        }
        return since(Duration.ofDays(days));
    }

    /**
     * Finds only facts that happened between two times.
     *
     * @param from the earliest time
     * @param to the time before which they happened
     * @return this
     * @throws IllegalArgumentException if a time lies outside the years 1 to 9999 UTC, or the first is not before the second
     */
    @CheckReturnValue
    public RecallRequest between(Instant from, Instant to) {
        if (!require(from, "earliest time").isBefore(require(to, "end"))) {
            throw new IllegalArgumentException("The time " + from + " is not before " + to + ".");
        }
        filter.from(from).to(to);
        return this;
    }

    /**
     * Finds only facts from a source.
     *
     * @param source the name of the source, compared exactly
     * @return this
     */
    @CheckReturnValue
    public RecallRequest source(String source) {
        filter.source(source);
        return this;
    }

    /**
     * Finds only facts of a context.
     *
     * @param context the context, compared exactly
     * @return this
     */
    @CheckReturnValue
    public RecallRequest context(String context) {
        filter.context(context);
        return this;
    }

    /**
     * Finds only facts that mention an entity.
     *
     * @param name the name of the entity; {@code @SOL} and {@code SOL} are the same
     * @return this
     * @throws IllegalArgumentException if it is blank
     */
    @CheckReturnValue
    public RecallRequest entity(String name) {
        filter.entity(name);
        return this;
    }

    /**
     * Finds only facts of a session.
     *
     * @param session the id of the session, compared exactly
     * @return this
     */
    @CheckReturnValue
    public RecallRequest session(String session) {
        filter.session(session);
        return this;
    }

    /**
     * Finds only facts of an owner. Owners of several kinds must all be those of the fact; one of the same kind is replaced.
     *
     * @param owner the owner, such as {@code Owner.user("ann")}; facts without an owner of this kind are not found
     * @return this
     */
    @CheckReturnValue
    public RecallRequest owner(Owner owner) {
        filter.owner(owner);
        return this;
    }

    /**
     * Finds only facts whose metadata is a JSON object with a certain member. If this is called for several members, all of
     * them must be there.
     *
     * @param name the name of the member, compared exactly
     * @param value its value: a string as it is, an integer in digits, or {@code true} or {@code false}
     * @return this
     */
    @CheckReturnValue
    public RecallRequest where(String name, String value) {
        filter.metadata(name, value);
        return this;
    }

    /**
     * Finds only facts that meet a condition, beside all others. May be called again.
     *
     * @param condition the condition, such as {@code Condition.source("mail").or(Condition.session("s1"))}
     * @return this
     */
    @CheckReturnValue
    public RecallRequest where(Condition condition) {
        filter.where(condition);
        return this;
    }

    /**
     * Leaves out some facts, such as those that are known from an earlier result. They do not count towards the limit, nor for
     * the facts around them. May be called again, for more.
     *
     * @param ids the ids of the facts; none leaves out none
     * @return this
     */
    @CheckReturnValue
    public RecallRequest excluding(Collection<Long> ids) {
        filter.where(Condition.ids(require(ids, "list of ids")).not());
        return this;
    }

    /**
     * Finds only facts of at least a certain confidence; by default 0, which admits all.
     *
     * @param confidence the lowest confidence, 0 to 1
     * @return this
     * @throws IllegalArgumentException if it is out of that range
     */
    @CheckReturnValue
    public RecallRequest minConfidence(double confidence) {
        filter.minConfidence(confidence);
        return this;
    }

    /**
     * Includes forgotten facts, whether they have expired or not.
     *
     * @return this
     */
    @CheckReturnValue
    public RecallRequest includeForgotten() {
        filter.includeForgotten();
        return this;
    }

    /**
     * Includes facts that have expired; forgotten ones only with {@link #includeForgotten()}.
     *
     * @return this
     */
    @CheckReturnValue
    public RecallRequest includeExpired() {
        filter.includeExpired();
        return this;
    }

    /**
     * Includes facts that an assistant said. They are left out by default, so that an agent does not take its own words for
     * facts.
     *
     * @return this
     */
    @CheckReturnValue
    public RecallRequest includeAssistantOutputs() {
        filter.includeAssistantOutputs();
        return this;
    }

    /**
     * Sets whether words, vectors or both are searched; by default {@link RecallMode#AUTO}.
     *
     * @param mode the mode
     * @return this
     */
    @CheckReturnValue
    public RecallRequest mode(RecallMode mode) {
        this.mode = require(mode, "mode");
        return this;
    }

    /**
     * Sets the weights of words and vectors if both are searched; by default 1 and 1.
     *
     * @param keyword the weight of the words; finite, at least 0
     * @param vector the weight of the vectors; finite, at least 0
     * @return this
     * @throws IllegalArgumentException if a weight is less than 0 or not finite, or both are 0
     */
    @CheckReturnValue
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
     * @return the facts, best first, the mode that ran, and notes on what did not go as asked
     * @throws io.lifeos.memory.fact.StoreException if the file cannot be read
     * @throws IllegalStateException if the memory is closed, or is asked by vectors alone and has neither an embedder nor a
     *     vector of the question
     */
    public RecallResult fetch() {
        return memory.apply(new RecallQuery(this, filter.asOf(clock.instant()).build()));
    }

    private static <T> T require(T value, String name) {
        return Objects.requireNonNull(value, () -> "The " + name + " is null.");
    }
}
