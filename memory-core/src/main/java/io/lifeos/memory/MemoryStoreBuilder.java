package io.lifeos.memory;

import io.lifeos.memory.database.DatabaseManager;
import io.lifeos.memory.database.Durability;
import io.lifeos.memory.fact.EntityExtractor;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.recall.Embedder;
import io.lifeos.memory.recall.VectorSearch;
import io.lifeos.memory.workspace.Workspace;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a memory; each has a default. A null setting is refused with a {@link NullPointerException}. Not safe for use
 * by several threads.
 */
public final class MemoryStoreBuilder {

    @Nullable Path root;

    Clock clock = Clock.systemUTC();
    EntityExtractor entityExtractor = EntityExtractor.standard();
    Durability durability = Durability.FULL;

    @Nullable Embedder embedder;

    boolean embedInBackground;
    boolean emptyIfAbsent;
    boolean allowForeignTriggers;

    @Nullable Function<DatabaseManager, VectorSearch> vectorSearch;

    final List<MemoryListener> listeners = new ArrayList<>();

    MemoryStoreBuilder() {}

    /**
     * Sets the folder; by default {@link MemoryStore#defaultRoot()}.
     *
     * @param root the folder
     * @return this
     */
    public MemoryStoreBuilder root(Path root) {
        this.root = requireSetting(root, "root");
        return this;
    }

    /**
     * Sets the clock; by default the system's clock.
     *
     * @param clock a clock
     * @return this
     */
    public MemoryStoreBuilder clock(Clock clock) {
        this.clock = requireSetting(clock, "clock");
        return this;
    }

    /**
     * Sets the extractor of the entities in a fact; by default {@link EntityExtractor#standard()}.
     *
     * @param entityExtractor an extractor
     * @return this
     */
    public MemoryStoreBuilder entityExtractor(EntityExtractor entityExtractor) {
        this.entityExtractor = requireSetting(entityExtractor, "entity extractor");
        return this;
    }

    /**
     * Sets the failures that a commit survives; by default {@link Durability#FULL}.
     *
     * @param durability the durability
     * @return this
     */
    public MemoryStoreBuilder durability(Durability durability) {
        this.durability = requireSetting(durability, "durability");
        return this;
    }

    /**
     * Sets the embedder of facts and questions; by default there is none, and facts are found by their words only. Use
     * the same model whenever the memory is opened. Migrated vectors are searched too if they name this model, or name none
     * and have as many dimensions.
     *
     * @param embedder an embedder
     * @return this
     */
    public MemoryStoreBuilder embedder(Embedder embedder) {
        this.embedder = requireSetting(embedder, "embedder");
        return this;
    }

    /**
     * Sets whether a retained fact is embedded in the background, with others in a batch; by default it is embedded
     * before it is stored, by the caller's thread. Up to 1,000 facts wait, then the callers do. {@link
     * MemoryStore#reembed} makes the vectors of facts that still wait when the process dies.
     *
     * @param embedInBackground true to embed in the background
     * @return this
     */
    public MemoryStoreBuilder embedInBackground(boolean embedInBackground) {
        this.embedInBackground = embedInBackground;
        return this;
    }

    /**
     * Sets a search of vectors outside the file, such as {@code MigratedVectorSearch} for embeddings on a server; by
     * default the vectors in the file are searched. The embedder's vectors of new facts are stored in the file either way.
     *
     * @param vectorSearch creates the search once the file is open; the caller closes anything that the search holds
     * @return this
     */
    public MemoryStoreBuilder vectorSearch(Function<DatabaseManager, VectorSearch> vectorSearch) {
        this.vectorSearch = requireSetting(vectorSearch, "vector search");
        return this;
    }

    /**
     * Adds a listener, which is told what is done with this memory and its scopes; by default there is none. May be called
     * again; each is told, in this order.
     *
     * @param listener a listener
     * @return this
     */
    public MemoryStoreBuilder listener(MemoryListener listener) {
        this.listeners.add(requireSetting(listener, "listener"));
        return this;
    }

    /**
     * Sets whether {@link #openReadOnly()} gives a memory without facts where there is none, instead of refusing; false by
     * default. For a look ahead, such as a dry run of a first migration.
     *
     * @param emptyIfAbsent true to read an absent memory as an empty one
     * @return this
     */
    public MemoryStoreBuilder emptyIfAbsent(boolean emptyIfAbsent) {
        this.emptyIfAbsent = emptyIfAbsent;
        return this;
    }

    /**
     * Sets whether a file is opened on whose tables another program put what would run with the memory's own statements:
     * triggers, indexes that are unique, partial or over expressions, clauses such as {@code ON CONFLICT REPLACE}, generated
     * columns. By default it is refused with their names, as they can delete or change facts; for reading only, just generated
     * columns are. What another program keeps on tables of its own, plain indexes and views are always welcome.
     *
     * @param allow true if they are known and meant to run; a check then does not name them
     * @return this
     */
    public MemoryStoreBuilder allowForeignTriggers(boolean allow) {
        this.allowForeignTriggers = allow;
        return this;
    }

    /**
     * Opens the memory: creates what is missing in its folder, and completes daily logs that a crash left behind. A daily
     * log that cannot be written is reported as a warning, and tried again by later saves, and when the memory is next opened.
     *
     * <p>A memory of the Python program that this library succeeds is adopted: a {@linkplain
     * DatabaseManager#copyBeforeAdoption() copy} is made beside its file, then what the file lacks is added, and nothing in
     * it is removed or rewritten, so that the program can go on using it. That takes the write lock for up to 4 s with a
     * million facts. Its folders and files are {@linkplain Workspace#makePrivate made private}. Both are logged. After a crash
     * at any point, the file is either as it was or adopted.
     *
     * <p>A memory of an earlier version of this library gets what came later, in one transaction that takes a moment whatever
     * its size; the earlier version refuses it from then on.
     *
     * @return the open memory
     * @throws io.lifeos.memory.fact.IncompatibleStoreException if its file is of a newer version or of another
     *     program
     * @throws io.lifeos.memory.fact.DamagedStoreException if its file is damaged, or lost while its logs are there; it
     *     was left as it is
     * @throws io.lifeos.memory.fact.StoreLockedException if another program holds the file's write lock for 10 s
     * @throws StoreException if the folder or the file cannot be written, or its tables have {@linkplain
     *     #allowForeignTriggers(boolean) triggers of others}
     * @throws IllegalArgumentException if the embedder has a blank model name, or no dimensions
     */
    public MemoryStore open() {
        return new MemoryOpener(this).open();
    }

    /**
     * Opens the memory for reading only, as {@link MemoryStore#openReadOnly(Path)} does, with the other settings made
     * here.
     *
     * @return the open memory
     * @throws io.lifeos.memory.fact.IncompatibleStoreException if its file is of a newer version or of another
     *     program
     * @throws StoreException if there is no memory, unless {@link #emptyIfAbsent(boolean)} says otherwise, or its file cannot
     *     be read
     */
    public MemoryStore openReadOnly() {
        return new MemoryOpener(this).openReadOnly();
    }

    private static <T> T requireSetting(T value, String name) {
        return Objects.requireNonNull(value, () -> "The " + name + " is null; leave it out to keep the default.");
    }
}
