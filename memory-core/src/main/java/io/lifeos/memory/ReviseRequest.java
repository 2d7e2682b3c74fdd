package io.lifeos.memory;

import io.lifeos.memory.fact.CheckReturnValue;
import io.lifeos.memory.fact.EntityExtractor;
import io.lifeos.memory.fact.EntityType;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.Mention;
import io.lifeos.memory.fact.NamedVector;
import io.lifeos.memory.fact.NewFact;
import io.lifeos.memory.fact.Owner;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A change of a stored fact, in place: what is not named stays as it is when this is {@linkplain #save() saved}. Bad values
 * are refused at once, null with a {@link NullPointerException} unless it is allowed. Not safe for use by several threads.
 */
public final class ReviseRequest {

    final long id;
    final EntityExtractor extractor;
    private final Function<FactRevision, Fact> store;
    final List<Consumer<NewFact.Builder>> changes = new ArrayList<>();
    final List<Mention> given = new ArrayList<>();

    @Nullable String content;

    @Nullable NamedVector vector;

    private ReviseRequest(long id, EntityExtractor extractor, Function<FactRevision, Fact> store) {
        this.id = id;
        this.extractor = require(extractor, "extractor");
        this.store = require(store, "store");
    }

    /**
     * Creates a request, for implementors of {@link Memory}; everyone else calls {@link Memory#revise}.
     *
     * @param id the id of the fact
     * @param extractor finds the entities that a new content mentions
     * @param store rewrites the fact, and returns it as it is stored then
     * @return a request to add to
     */
    @CheckReturnValue
    public static ReviseRequest of(long id, EntityExtractor extractor, Function<FactRevision, Fact> store) {
        return new ReviseRequest(id, extractor, store);
    }

    /**
     * Changes the text to remember. The fact then mentions the entities that are found in it, beside those that were given.
     *
     * @param content the text; not blank
     * @return this
     * @throws IllegalArgumentException if it is blank
     */
    @CheckReturnValue
    public ReviseRequest content(String content) {
        if (require(content, "content").isBlank()) {
            throw new IllegalArgumentException(
                    "The new content is blank; nothing was changed; forget a fact that says" + " nothing any more.");
        }
        this.content = content;
        return this;
    }

    /**
     * Changes the context that the fact belongs to.
     *
     * @param context a few words, or null for none
     * @return this
     */
    @CheckReturnValue
    public ReviseRequest context(@Nullable String context) {
        return with(fact -> fact.context(context));
    }

    /**
     * Changes the origin of the fact.
     *
     * @param source a name, such as {@code mail}, or null for none
     * @return this
     */
    @CheckReturnValue
    public ReviseRequest source(@Nullable String source) {
        return with(fact -> fact.source(source));
    }

    /**
     * Changes the time at which it happened. Its entry moves to the daily log of that day in UTC.
     *
     * @param happenedAt a time in the years 1 to 9999 UTC; truncated to the microsecond
     * @return this
     * @throws IllegalArgumentException if it lies outside those years
     */
    @CheckReturnValue
    public ReviseRequest happenedAt(Instant happenedAt) {
        Instant kept = RequestValues.time(require(happenedAt, "time"));
        return with(fact -> fact.happenedAt(kept));
    }

    /**
     * Changes the confidence in the fact.
     *
     * @param confidence 0 to 1
     * @return this
     * @throws IllegalArgumentException if it is out of that range
     */
    @CheckReturnValue
    public ReviseRequest confidence(double confidence) {
        // A builder of its own refuses a bad value at once.
        NewFact.of("").confidence(confidence);
        return with(fact -> fact.confidence(confidence));
    }

    /**
     * Changes the session in which it came up.
     *
     * @param session the session's id, or null for none
     * @return this
     */
    @CheckReturnValue
    public ReviseRequest session(@Nullable String session) {
        return with(fact -> fact.sessionId(session));
    }

    /**
     * Changes the metadata as a whole; it is kept exactly as it is written.
     *
     * @param json one JSON value, or null for none
     * @return this
     * @throws IllegalArgumentException if it is not JSON
     */
    @CheckReturnValue
    public ReviseRequest metadata(@Nullable String json) {
        String kept = json == null ? null : RequestValues.json(json);
        return with(fact -> fact.metadata(kept));
    }

    /**
     * Changes the metadata as a whole, which is kept as a JSON object.
     *
     * @param metadata names and values; values are strings, numbers, booleans, null, or maps and lists of these
     * @return this
     * @throws IllegalArgumentException if a value cannot be written as JSON
     */
    @CheckReturnValue
    public ReviseRequest metadata(Map<String, ?> metadata) {
        String json = RequestValues.json(require(metadata, "metadata"));
        return with(fact -> fact.metadata(json));
    }

    /**
     * Changes the time from which on the fact is not recalled. An expired fact with a later time is recalled again.
     *
     * @param expiresAt a time in the years 1 to 9999 UTC, truncated to the microsecond, or null to have it recalled for ever
     * @return this
     * @throws IllegalArgumentException if it lies outside those years
     */
    @CheckReturnValue
    public ReviseRequest expiresAt(@Nullable Instant expiresAt) {
        Instant kept = expiresAt == null ? null : RequestValues.time(expiresAt);
        return with(fact -> fact.expiresAt(kept));
    }

    /**
     * Adds an entity that the fact is about, beside those that it mentions already. May be called again.
     *
     * @param name its name, such as {@code @anna}
     * @return this
     * @throws IllegalArgumentException if the name is blank
     */
    @CheckReturnValue
    public ReviseRequest entity(String name) {
        given.add(Mention.given(require(name, "name of the entity")));
        return this;
    }

    /**
     * Adds an entity of a known type that the fact is about, beside those that it mentions already. May be called again.
     *
     * @param name its name, such as {@code Apollo}
     * @param type its type, such as {@code EntityType.of("project")}
     * @return this
     * @throws IllegalArgumentException if the name is blank
     */
    @CheckReturnValue
    public ReviseRequest entity(String name, EntityType type) {
        given.add(Mention.given(require(name, "name of the entity"), require(type, "type of the entity")));
        return this;
    }

    /**
     * Sets an owner of the fact, who replaces the one of the same kind, if there is one.
     *
     * @param owner the owner, such as {@code Owner.user("ann")}
     * @return this
     */
    @CheckReturnValue
    public ReviseRequest owner(Owner owner) {
        Owner kept = require(owner, "owner");
        return with(fact -> fact.owner(kept));
    }

    /**
     * Gives the vector of the content as it is to be. If it is of the embedder's model, the embedder is not called.
     *
     * @param model the name of the model that made it
     * @param vector its components, at least one, each finite and not all zero; copied
     * @return this
     * @throws IllegalArgumentException if the name is blank or not valid Unicode, or the vector is empty, zero or not finite
     */
    @CheckReturnValue
    public ReviseRequest embedding(String model, float[] vector) {
        this.vector = new NamedVector(model, vector);
        return this;
    }

    private ReviseRequest with(Consumer<NewFact.Builder> change) {
        changes.add(change);
        return this;
    }

    /**
     * Rewrites the fact, with its full-text entry and mentions, in one transaction, then brings the daily logs in step: that of
     * its day, or of both days if its time changed. What others changed meanwhile and this request does not name stays. A new
     * content gets a new vector of the embedder; the vectors of other models that were made of the old one are dropped, and
     * a migrated one counts no longer. A migrated fact counts as edited here, so that a run leaves it alone. A forgotten fact
     * stays forgotten; its id and its key stay. One that another program stored counts as stored here from now on. If the embedder or a log fails, that is reported as a warning, as for {@link
     * RetainRequest#save()}. A repeated call has the same effect.
     *
     * @return the fact as it is stored
     * @throws IllegalArgumentException if the memory that made this request has no fact with this id, or if a text is not valid
     *     Unicode, the vector is of the embedder's model but of other dimensions, or an owner would take the fact out of that
     *     memory; nothing was changed
     * @throws io.lifeos.memory.fact.StoreLockedException if another program holds the write lock for 10 s; nothing was
     *     changed
     * @throws io.lifeos.memory.fact.StoreException if the fact cannot be read or the file cannot be written; nothing was
     *     changed, unless, as the message then says, the commit itself failed
     * @throws IllegalStateException if the memory is closed or read-only
     */
    public Fact save() {
        return store.apply(new FactRevision(this));
    }

    private static <T> T require(T value, String name) {
        return Objects.requireNonNull(value, () -> "The " + name + " is null; nothing was changed.");
    }
}
