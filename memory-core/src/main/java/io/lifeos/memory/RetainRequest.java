package io.lifeos.memory;

import io.lifeos.memory.fact.CheckReturnValue;
import io.lifeos.memory.fact.EntityExtractor;
import io.lifeos.memory.fact.EntityType;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.Mention;
import io.lifeos.memory.fact.NamedVector;
import io.lifeos.memory.fact.NewFact;
import io.lifeos.memory.fact.OnSameKey;
import io.lifeos.memory.fact.Owner;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * A fact about to be stored. Bad values are refused at once, null with a {@link NullPointerException}. Not safe for use by
 * several threads.
 */
public final class RetainRequest {

    private final String content;
    private final EntityExtractor extractor;
    private final Function<List<NewFact>, List<Fact>> store;
    private final NewFact.Builder fact;
    private final List<Mention> given = new ArrayList<>();

    private RetainRequest(String content, EntityExtractor extractor, Function<List<NewFact>, List<Fact>> store) {
        if (require(content, "content").isBlank()) {
            throw new IllegalArgumentException("There is nothing to retain: the content is blank.");
        }
        this.content = content;
        this.extractor = require(extractor, "extractor");
        this.store = require(store, "store");
        this.fact = NewFact.of(content);
    }

    /**
     * Creates a request, for implementors of {@link Memory}; everyone else calls {@link Memory#retain}.
     *
     * @param content the text to remember; not blank
     * @param extractor finds the entities that the content mentions
     * @param store stores facts, all or none, and returns them as they are stored, in the same order; equal for all
     *     requests of one memory, by which {@link #saveAll} tells them from those of another
     * @return a request to add to
     * @throws IllegalArgumentException if the content is blank
     */
    @CheckReturnValue
    public static RetainRequest of(
            String content, EntityExtractor extractor, Function<List<NewFact>, List<Fact>> store) {
        return new RetainRequest(content, extractor, store);
    }

    /**
     * Stores the facts of several requests at once, for implementors of {@link Memory}; everyone else calls
     * {@link Memory#retainAll}.
     *
     * @param requests the requests, all made with this {@code store}
     * @param store stores the facts
     * @return what {@code store} returns
     * @throws IllegalArgumentException if a request was made by another memory, or a text is not valid Unicode; nothing was
     *     stored
     */
    public static List<Fact> saveAll(List<RetainRequest> requests, Function<List<NewFact>, List<Fact>> store) {
        require(store, "store");
        List<NewFact> facts =
                new ArrayList<>(require(requests, "list of requests").size());
        for (RetainRequest request : requests) {
            String place = "Request " + (facts.size() + 1) + " of " + requests.size();
            RetainRequest given = Objects.requireNonNull(request, () -> place + " is null; nothing was stored.");
            if (!given.store.equals(store)) {
                throw new IllegalArgumentException(
                        place + " was made by another memory, or for other owners; nothing was"
                                + " stored; make each request by the memory that is to store it.");
            }
            facts.add(request.build(place));
        }
        return store.apply(facts);
    }

    /**
     * Sets the context that the fact belongs to.
     *
     * @param context a few words
     * @return this
     */
    @CheckReturnValue
    public RetainRequest context(String context) {
        fact.context(require(context, "context"));
        return this;
    }

    /**
     * Sets the origin of the fact.
     *
     * @param source a name, such as {@code mail}
     * @return this
     */
    @CheckReturnValue
    public RetainRequest source(String source) {
        fact.source(require(source, "source"));
        return this;
    }

    /**
     * Adds an entity that the fact is about, beside those found in its content. May be called again.
     *
     * @param name its name, such as {@code @anna}
     * @return this
     * @throws IllegalArgumentException if the name is blank
     */
    @CheckReturnValue
    public RetainRequest entity(String name) {
        given.add(Mention.given(require(name, "name of the entity")));
        return this;
    }

    /**
     * Adds an entity of a known type that the fact is about. May be called again; of two entities with the same name, the
     * first stays.
     *
     * @param name its name, such as {@code Apollo}
     * @param type its type, such as {@code EntityType.of("project")}
     * @return this
     * @throws IllegalArgumentException if the name is blank
     */
    @CheckReturnValue
    public RetainRequest entity(String name, EntityType type) {
        given.add(Mention.given(require(name, "name of the entity"), require(type, "type of the entity")));
        return this;
    }

    /**
     * Sets an owner of the fact, who replaces an earlier one of the same kind. By default the fact has no owner. A
     * {@linkplain io.lifeos.memory.recall.RecallRequest#owner recall} may ask for the facts of an owner alone.
     *
     * @param owner the owner, such as {@code Owner.user("ann")}
     * @return this
     */
    @CheckReturnValue
    public RetainRequest owner(Owner owner) {
        fact.owner(owner);
        return this;
    }

    /**
     * Sets the confidence in the fact; by default 1.
     *
     * @param confidence 0 to 1
     * @return this
     * @throws IllegalArgumentException if it is out of that range
     */
    @CheckReturnValue
    public RetainRequest confidence(double confidence) {
        fact.confidence(confidence);
        return this;
    }

    /**
     * Sets the time at which it happened; by default now. The fact goes into the daily log of that day in UTC.
     *
     * @param happenedAt a time in the years 1 to 9999 UTC; truncated to the microsecond
     * @return this
     * @throws IllegalArgumentException if it lies outside those years
     */
    @CheckReturnValue
    public RetainRequest happenedAt(Instant happenedAt) {
        fact.happenedAt(RequestValues.time(require(happenedAt, "time")));
        return this;
    }

    /**
     * Sets the metadata, which is kept exactly as it is written.
     *
     * @param json one JSON value
     * @return this
     * @throws IllegalArgumentException if it is not JSON
     */
    @CheckReturnValue
    public RetainRequest metadata(String json) {
        fact.metadata(RequestValues.json(require(json, "metadata")));
        return this;
    }

    /**
     * Sets the metadata, which is kept as a JSON object.
     *
     * @param metadata names and values; values are strings, numbers, booleans, null, or maps and lists of these
     * @return this
     * @throws IllegalArgumentException if a value cannot be written as JSON
     */
    @CheckReturnValue
    public RetainRequest metadata(Map<String, ?> metadata) {
        fact.metadata(RequestValues.json(require(metadata, "metadata")));
        return this;
    }

    /**
     * Sets the session in which it came up.
     *
     * @param session the session's id
     * @return this
     */
    @CheckReturnValue
    public RetainRequest session(String session) {
        fact.sessionId(require(session, "session"));
        return this;
    }

    /**
     * Marks the fact as said by an assistant, or not; by default it is not.
     *
     * @param assistantOutput true if an assistant said it
     * @return this
     */
    @CheckReturnValue
    public RetainRequest assistantOutput(boolean assistantOutput) {
        fact.assistantOutput(assistantOutput);
        return this;
    }

    /**
     * Sets the time from which on the fact is left out of recalls and lists, as a forgotten one is, by the memory's clock; by
     * default never. It stays stored, and is found by its id and by whoever includes expired facts.
     *
     * @param expiresAt a time in the years 1 to 9999 UTC; truncated to the microsecond
     * @return this
     * @throws IllegalArgumentException if it lies outside those years
     * @see Memory#forgetExpired()
     */
    @CheckReturnValue
    public RetainRequest expiresAt(Instant expiresAt) {
        fact.expiresAt(RequestValues.time(require(expiresAt, "time of expiry")));
        return this;
    }

    /**
     * Has this fact take the place of a stored one, which is forgotten in the same transaction; {@link Memory#history} shows
     * both. The new fact belongs to the owners of the old one too, unless it names others of their kinds. May be called again:
     * one fact may supersede several. A forgotten or expired fact may be superseded, one that has been superseded may not, so
     * that of two who do it at once the second learns of the first.
     *
     * @param id the id of the stored fact, which must be one of the memory that made this request; that is looked at when
     *     this is saved
     * @return this
     * @see Memory#supersede
     */
    @CheckReturnValue
    public RetainRequest supersedes(long id) {
        fact.supersedes(id);
        return this;
    }

    /**
     * Has nothing stored if the memory says the same already: if a fact that would be recalled has exactly this content and
     * exactly these owners, was said by an assistant only if this one is, and does not expire before it, that fact is
     * returned as it is. Two processes that say the same at once store one fact. Other values, such as the source, do not
     * matter. Finding out takes a look into the full-text index; the rarer the words, the shorter.
     *
     * @return this
     */
    @CheckReturnValue
    public RetainRequest unlessKnown() {
        fact.unlessKnown();
        return this;
    }

    /**
     * Sets a key of the caller's own, such as the id of a message: if this memory has a fact with this key, that one is
     * returned as it is, even if it was forgotten, and nothing is stored. So a call that is repeated, because it is not known
     * whether the first one arrived, stores one fact, whatever threads and processes make it.
     *
     * @param key the key; not blank, and compared exactly. Unique in the memory that made this request
     * @return this
     * @throws IllegalArgumentException if the key is blank or not valid Unicode
     * @see Memory#findByKey
     */
    @CheckReturnValue
    public RetainRequest key(String key) {
        return key(key, OnSameKey.KEEP);
    }

    /**
     * Sets a key of the caller's own, and what becomes of the fact that has it already.
     *
     * <pre>{@code
     * memory.retain("Ann likes tea").key("ann/drink", OnSameKey.REPLACE).save();
     * memory.retain("Ann likes coffee").key("ann/drink", OnSameKey.REPLACE).save(); // the same fact, with a new content
     * }</pre>
     *
     * @param key the key; not blank, and compared exactly. Unique in the memory that made this request
     * @param onSameKey whether the stored fact stays as it is or is rewritten, with its log entry and its vector; its time is
     *     then the new one, by default that of the call
     * @return this
     * @throws IllegalArgumentException if the key is blank or not valid Unicode
     */
    @CheckReturnValue
    public RetainRequest key(String key, OnSameKey onSameKey) {
        fact.key(key, onSameKey);
        return this;
    }

    /**
     * Gives the vector of the content, which the caller has already. If it is of the embedder's model, the embedder is not
     * called for this fact. A recall by vectors finds the fact by it if the question's vector is of the same model.
     *
     * @param model the name of the model that made it
     * @param vector its components, at least one, each finite and not all zero; copied
     * @return this
     * @throws IllegalArgumentException if the name is blank or not valid Unicode, or the vector is empty, zero or not finite
     */
    @CheckReturnValue
    public RetainRequest embedding(String model, float[] vector) {
        fact.vector(new NamedVector(model, vector));
        return this;
    }

    /**
     * Stores the fact, with its full-text entry and mentions, in one transaction, then writes its daily log. When this
     * returns, the fact is safe. If the log cannot be written, that is reported as a warning, and made good by a later save, or
     * when the memory is next opened. If the embedder fails, that is reported as a warning, and the fact is stored without a
     * vector. A second call stores a second fact, unless it has a {@linkplain #key(String) key} or is stored {@linkplain
     * #unlessKnown() unless known}.
     *
     * @return the fact as it is stored
     * @throws IllegalArgumentException if a text is not valid Unicode, or its {@linkplain #embedding vector} is of the
     *     embedder's model but of other dimensions; or if it {@linkplain #supersedes supersedes} a fact that is not there or was
     *     superseded already, or that belongs to another owner than a second one, or replaces a fact besides; or if it is to be
     *     stored unless known and has a key or supersedes a fact; nothing was stored
     * @throws io.lifeos.memory.fact.StoreLockedException if another program holds the write lock for 10 s; nothing was
     *     stored
     * @throws io.lifeos.memory.fact.StoreException if the file cannot be written; nothing was stored, unless, as the message
     *     then says, the commit itself failed
     * @throws IllegalStateException if the memory is closed or read-only
     */
    public Fact save() {
        return store.apply(List.of(build())).get(0);
    }

    private NewFact build() {
        return fact.mentions(extractor.mentions(given, content)).build();
    }

    private NewFact build(String place) {
        try {
            return build();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(place + ": " + e.getMessage(), e);
        }
    }

    private static <T> T require(T value, String name) {
        return Objects.requireNonNull(value, () -> "The " + name + " is null; nothing was stored.");
    }
}
