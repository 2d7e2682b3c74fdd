package io.lifeos.memory;

import io.lifeos.memory.fact.CheckReturnValue;
import io.lifeos.memory.fact.EntityType;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.FactFilter;
import io.lifeos.memory.fact.Owner;
import io.lifeos.memory.listing.FactGroup;
import io.lifeos.memory.listing.FactPage;
import io.lifeos.memory.listing.MemoryStatistics;
import io.lifeos.memory.listing.PageRequest;
import io.lifeos.memory.preference.Preferences;
import io.lifeos.memory.recall.EntitySummary;
import io.lifeos.memory.recall.RecallRequest;
import io.lifeos.memory.reflect.ReflectionPeriod;
import io.lifeos.memory.reflect.ReflectionReport;
import io.lifeos.memory.reflect.Reflector;
import io.lifeos.memory.report.ErasureReport;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A long-term memory of facts. {@link MemoryStore} keeps one in a local folder. Implementations are safe for use by several
 * threads.
 *
 * <p>Each method throws {@link io.lifeos.memory.fact.StoreException} if the memory cannot be read or written,
 * {@link IllegalStateException} if it is closed, and {@link NullPointerException} if an argument is null.
 */
public interface Memory extends AutoCloseable {

    /**
     * Returns a view that reads and writes only what belongs to all of some owners, so that a host cannot forget the filter.
     * It knows neither the facts of others nor those without an owner; what is retained in it belongs to its owners. All
     * of its methods are bound to them: {@link #find}, {@link #forget} and {@link #findEntity} too, and keys are unique
     * within it. Only the rarity of words, by which hits are ordered, is that of the whole memory. Scopes may be narrowed
     * further. Closing the view does nothing.
     *
     * <pre>{@code
     * Memory anns = memory.scoped(Owner.user("ann"));
     * anns.retain("Ann likes tea").save();
     * anns.recall("tea").fetch();
     * }</pre>
     *
     * @param owner an owner that each fact must have
     * @param more further owners that it must have, of other kinds
     * @return the view
     * @throws IllegalArgumentException if two of these owners, or of this memory's, are of one kind
     */
    Memory scoped(Owner owner, Owner... more);

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
     * Starts to build a fact that takes the place of a stored one: when it is {@linkplain RetainRequest#save() saved}, the stored
     * one is forgotten, and {@link #history} shows both. Use {@link #revise} if a fact was recorded wrongly, this if it was
     * true until now. One that was {@linkplain #unforget remembered again} since may be superseded again, by its next successor.
     *
     * <pre>{@code
     * memory.supersede(fact.id(), "Ann lives in Rome").source("mail").save();
     * }</pre>
     *
     * @param id the id of the stored fact, as {@link RetainRequest#supersedes} takes it
     * @param content the text to remember instead; not blank
     * @return a request to add to
     * @throws IllegalArgumentException if the content is blank
     */
    @CheckReturnValue
    default RetainRequest supersede(long id, String content) {
        return retain(content).supersedes(id);
    }

    /**
     * Returns how a fact came to be what it is now: the facts whose place it took, directly or in turn, the fact itself, and
     * the one that took its place, and so on, even if they were forgotten. A fact that was revised in place is there once, as
     * it is now. Facts whose times, left by another program, cannot be read are left out.
     *
     * @param id the id of any of them
     * @return the facts, from the first to the last; only the fact if it superseded none and none superseded it; empty if there
     *     is no such fact
     */
    List<Fact> history(long id);

    /**
     * Starts to change a stored fact in place; {@link ReviseRequest#save()} does it. What the request does not name stays.
     *
     * <pre>{@code
     * memory.revise(fact.id()).content("Anna moved the Atlas review to Friday").confidence(1).save();
     * }</pre>
     *
     * @param id the id of the fact, which may be forgotten
     * @return a request to add to
     */
    @CheckReturnValue
    ReviseRequest revise(long id);

    /**
     * Starts a question to the memory; {@link RecallRequest#fetch()} asks it. Facts that were forgotten, that have
     * expired or that an assistant said are not recalled unless the request includes them.
     *
     * @param question any text
     * @return a request to narrow
     */
    @CheckReturnValue
    RecallRequest recall(String question);

    /**
     * Finds a fact by its id, even if it was forgotten or has expired.
     *
     * @param id the id
     * @return the fact, if there is one
     */
    Optional<Fact> find(long id);

    /**
     * Finds the fact that was retained under a {@linkplain RetainRequest#key(String) key}, even if it was forgotten or has
     * expired.
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
     * Forgets all facts that a filter admits, in steps of some thousands, so that others may write between them. If it fails,
     * those of the steps before stay forgotten, and a repeated call forgets the rest.
     *
     * @param filter the facts that are meant; those that an assistant said only if it includes them
     * @return the number of those that were not forgotten yet
     */
    long forget(FactFilter filter);

    /**
     * Forgets all facts that have {@linkplain RetainRequest#expiresAt expired} by this memory's clock, as {@link
     * #forget(FactFilter)} does, so that programs that know nothing of expiry leave them out too.
     *
     * @return the number of facts that were forgotten
     */
    long forgetExpired();

    /**
     * Undoes {@link #forget(long)}: the fact is recalled again, as it was. So does a fact that a run of a migration forgot; the
     * next run that is told to forget what is gone from its source forgets it again. One that has expired is recalled only once it
     * is {@linkplain ReviseRequest#expiresAt revised} too. Doing it again does nothing.
     *
     * @param id the id
     * @return true if there was such a fact and it was forgotten
     */
    boolean unforget(long id);

    /**
     * Erases facts for good, as data protection asks for: what the memory knows of them, and of a user whose last fact goes, is
     * deleted and overwritten, so that nobody can recall or recover it, and no migration brings it back. What cannot be reached
     * from here, such as backups, is named in the report. There is no way back; {@link #forget(long)} has one.
     *
     * <p>If a filter with no other condition than that of one owner, a user, finds no facts, and none of the user's is left, then
     * what the memory knows of the user without facts, such as preferences, is erased too.
     *
     * <p>The facts are gone together for each reader, some hundred at a time. A call that is interrupted, or whose process dies,
     * may be repeated, and is finished when the memory is next opened.
     *
     * <pre>{@code
     * ErasureReport report = memory.erase(FactFilter.builder()
     *         .owner(Owner.user("ann"))
     *         .includeForgotten()
     *         .includeExpired()
     *         .includeAssistantOutputs()
     *         .build());
     * }</pre>
     *
     * @param filter which facts; forgotten ones, expired ones, and those of an assistant, only if it includes them
     * @return what was erased, what is still to be done, and what cannot be reached
     * @throws io.lifeos.memory.fact.StoreLockedException if another program holds the file's write lock for 10 s; the facts that
     *     were erased before that are gone
     */
    ErasureReport erase(FactFilter filter);

    /**
     * Returns the latest facts, without those that were forgotten, have expired or that an assistant said.
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
     * Returns the latest facts that mention an entity, without those that were forgotten, have expired or that an assistant said.
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

    /**
     * Lists the entities of a type that facts mention, without facts that were forgotten, have expired or that an assistant said. Two
     * spellings of a name, {@code @SOL} and {@code SOL}, are one entity.
     *
     * @param type the type that the mentions have
     * @return a summary of each, the most mentioned first
     */
    List<EntitySummary> entities(EntityType type);

    /**
     * Returns the facts that a filter admits, the latest first, as they are read: in one go the ids, 8 to 16 bytes each, then
     * 500 facts at a time. Nothing is held open meanwhile, so the stream need not be closed; a fact that no longer passes the
     * filter when its turn comes is left out. Facts whose times, left by another program, cannot be read are left out too.
     *
     * @param filter the facts that are wanted
     * @return a stream, to be used once
     */
    Stream<Fact> facts(FactFilter filter);

    /**
     * Returns a page of the facts that a filter admits, the latest first; facts of one time are ordered by id, the highest
     * first. Facts whose times, left by another program, cannot be read are left out.
     *
     * <pre>{@code
     * FactPage page = memory.page(filter, PageRequest.first(50));
     * page.next().ifPresent(next -> show(memory.page(filter, next)));
     * }</pre>
     *
     * @param filter the facts that are wanted
     * @param request which page
     * @return the facts, and the request for the next page
     */
    FactPage page(FactFilter filter, PageRequest request);

    /** {@return the number of facts that are neither forgotten nor expired, including those that an assistant said} */
    long count();

    /**
     * Counts the facts that a filter admits, including those whose times cannot be read.
     *
     * @param filter the facts that are meant
     * @return their number
     */
    long count(FactFilter filter);

    /**
     * Counts the facts of each session; facts without a session are left out.
     *
     * @return the sessions, the latest first
     */
    List<FactGroup<String>> sessions();

    /**
     * Counts the facts of each owner; facts without an owner are left out, and one with several owners counts for each.
     *
     * @return the owners, in the order of kinds, and those of one kind with the most facts first
     */
    List<FactGroup<Owner>> owners();

    /**
     * Counts what is in the memory. Takes as long as reading the times of all facts.
     *
     * @return the numbers of facts, by source, session and owner, of vectors, and the size of the file
     */
    MemoryStatistics statistics();

    /**
     * Tells whether the memory can be read, at the cost of one small read, for a health probe. Never throws.
     *
     * @return false if it is closed, its file cannot be read, or is another one than the one that was opened
     */
    boolean isUsable();

    /**
     * Gives what a person prefers, and takes what they state. In a {@linkplain #scoped scope}, the person must be one of its
     * owners; preferences are the person's, whatever other owners the scope has.
     *
     * @param user the person, an owner of the kind user
     * @return the person's preferences; none are there until one is stated
     * @throws IllegalArgumentException if the owner is no user, or none of this scope's
     */
    Preferences preferences(Owner user);

    /**
     * Looks back on a period: gives its facts to a reflector, retains the facts that it concludes, and writes what it says into
     * files for people to read: a section on the period in {@code memory.md}, and one on each entity in a file below
     * {@code bank/entities/}, each file whole or not at all. Nothing happens, and the reflector is not asked, if its facts and
     * preferences are the same as the last time. If they changed, the sections are renewed where they stand, and the
     * conclusions are rewritten in place, under their old ids. All else in these files stays as it is, byte by byte; a section
     * whose text a person changed stays too, and the new one follows it. After a crash, at whatever step, a repeated call
     * completes it and doubles nothing; of several threads and processes one reflects at a time.
     *
     * <p>A {@linkplain #scoped scope} reflects on its own facts, has sections of its own, whose headings name its owners, and its
     * conclusions belong to it. The files are those of the whole folder, as the daily logs are, so whoever may read the folder
     * reads the sections of all scopes.
     *
     * <p>Conclusions have the source "reflection" and happened when the latest fact of the period did. They are facts like
     * others, but no reflection is made of them.
     *
     * @param period a day or a week
     * @param reflector whoever draws the conclusions
     * @return what was done
     * @throws IllegalArgumentException if the name of the reflector is blank
     * @throws io.lifeos.memory.fact.StoreLockedException if another process reflects for 10 s; nothing was written
     * @throws io.lifeos.memory.fact.StoreException if a file cannot be read or written; what was written before stays, and
     *     a repeated call continues
     * @throws IllegalStateException if this is closed or read-only
     */
    ReflectionReport reflect(ReflectionPeriod period, Reflector reflector);

    /** Closes the memory. A second call does nothing. */
    @Override
    void close();
}
