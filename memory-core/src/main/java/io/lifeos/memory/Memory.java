package io.lifeos.memory;

import io.lifeos.memory.fact.CheckReturnValue;
import io.lifeos.memory.fact.EntityType;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.recall.EntitySummary;
import io.lifeos.memory.recall.RecallRequest;
import java.util.List;
import java.util.Optional;

/**
 * A long-term memory of facts. {@link MemoryStore} keeps one in a local folder. Implementations are safe for use by several
 * threads.
 *
 * <p>Each method throws {@link io.lifeos.memory.fact.StoreException} if the memory cannot be read or written,
 * {@link IllegalStateException} if it is closed, and {@link NullPointerException} if an argument is null.
 */
public interface Memory extends AutoCloseable {

    /**
     * Starts to build a fact; {@link RetainRequest#save()} stores it.
     *
     * @param content the text to remember; not blank
     * @return a request to add to
     * @throws IllegalArgumentException if the content is blank
     */
    @CheckReturnValue
    RetainRequest retain(String content);

    /**
     * Stores the facts of several requests at once: all of them or, if this throws, none. A thousand facts take a fraction of
     * the time of a thousand calls of {@link RetainRequest#save()}; an embedder is given many contents at a time.
     *
     * <pre>{@code
     * memory.retainAll(lines.stream().map(memory::retain).toList());
     * }</pre>
     *
     * @param requests requests that this memory made, not saved yet
     * @return the facts as they are stored, in the order of the requests; ids of new facts ascend
     * @throws IllegalArgumentException if a request was made by another memory, a text is not valid Unicode, or a vector is of
     *     the embedder's model but of other dimensions; nothing was stored
     */
    List<Fact> retainAll(List<RetainRequest> requests);

    /**
     * Starts a question to the memory; {@link RecallRequest#fetch()} asks it. Facts that were forgotten or that an assistant
     * said are not recalled unless the request includes them.
     *
     * @param question any text
     * @return a request to narrow
     */
    @CheckReturnValue
    RecallRequest recall(String question);

    /**
     * Finds a fact by its id, even if it was forgotten.
     *
     * @param id the id
     * @return the fact, if there is one
     */
    Optional<Fact> find(long id);

    /**
     * Finds the fact that was retained under a {@linkplain RetainRequest#key(String) key}, even if it was forgotten.
     *
     * @param key the key, compared exactly
     * @return the fact, if there is one
     */
    Optional<Fact> findByKey(String key);

    /**
     * Forgets a fact: it is no longer recalled, but stays stored. Forgetting it again does nothing.
     *
     * @param id the id
     * @return true if there was such a fact and it was not forgotten yet
     */
    boolean forget(long id);

    /**
     * Returns the latest facts, without those that were forgotten or that an assistant said.
     *
     * @param limit the largest number of facts, 1 to 10,000
     * @return the facts, the latest first
     * @throws IllegalArgumentException if the limit is out of that range
     */
    List<Fact> recent(int limit);

    /**
     * Returns the latest ten facts that mention an entity, as {@link #factsAbout(String, int)} does.
     *
     * @param name the name of the entity
     * @return the facts, the latest first
     * @throws IllegalArgumentException if the name is blank
     */
    default List<Fact> factsAbout(String name) {
        return factsAbout(name, 10);
    }

    /**
     * Returns the latest facts that mention an entity, without those that were forgotten or that an assistant said.
     *
     * @param name the name of the entity; {@code @SOL} and {@code SOL} are the same
     * @param limit the largest number of facts, 1 to 10,000
     * @return the facts, the latest first
     * @throws IllegalArgumentException if the name is blank, or the limit is out of that range
     */
    List<Fact> factsAbout(String name, int limit);

    /**
     * Finds an entity by its name, whatever its type. If its mentions differ in type, the summary names the type of the
     * oldest fact.
     *
     * @param name the name; {@code @SOL} and {@code SOL} are the same
     * @return its type, the number of facts that mention it and the time of the latest; empty if no fact ever mentioned it
     * @throws IllegalArgumentException if the name is blank
     */
    Optional<EntitySummary> findEntity(String name);

    /**
     * Finds an entity by its name and type.
     *
     * @param name the name; {@code @SOL} and {@code SOL} are the same
     * @param type the type that its mentions have
     * @return the number of facts that mention it with this type and the time of the latest; empty if no fact ever did
     * @throws IllegalArgumentException if the name is blank
     */
    Optional<EntitySummary> findEntity(String name, EntityType type);

    /** {@return the number of facts that are not forgotten, including those that an assistant said} */
    long count();

    /** Closes the memory. A second call does nothing. */
    @Override
    void close();
}
