package io.lifeos.memory;

import io.lifeos.memory.database.DatabaseManager;
import io.lifeos.memory.fact.CheckReturnValue;
import io.lifeos.memory.fact.Condition;
import io.lifeos.memory.fact.EntityType;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.FactFilter;
import io.lifeos.memory.fact.NewFact;
import io.lifeos.memory.fact.Owner;
import io.lifeos.memory.listing.FactGroup;
import io.lifeos.memory.listing.FactPage;
import io.lifeos.memory.listing.MemoryStatistics;
import io.lifeos.memory.listing.PageRequest;
import io.lifeos.memory.recall.EntitySummary;
import io.lifeos.memory.recall.RecallRequest;
import io.lifeos.memory.sqlite.query.EntitySearch;
import io.lifeos.memory.sqlite.query.FactFilterSql;
import io.lifeos.memory.sqlite.query.FactGroups;
import io.lifeos.memory.sqlite.query.FactList;
import io.lifeos.memory.sqlite.table.FactTable;
import io.lifeos.memory.sqlite.table.KeyTable;
import java.io.File;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The facts of one file that belong to all of some owners; without owners, all facts of the file. */
class FileMemory implements Memory {

    private static final int FACTS_READ_AT_ONCE = 500;

    private final MemoryParts parts;
    private final DatabaseManager database;
    private final List<Owner> scope;
    private final Saving saving;

    /**
     * Binds to the parts of a memory, which stay open when this is closed.
     *
     * @param scope at most one owner of each kind, in the order of kinds
     */
    FileMemory(MemoryParts parts, List<Owner> scope) {
        this.parts = parts;
        this.database = parts.database;
        this.scope = scope;
        this.saving = new Saving(parts, scope);
    }

    /** Stores facts in a scope. Two of one memory and scope are equal, so that each takes the requests of the other. */
    private record Saving(MemoryParts parts, List<Owner> scope) implements Function<List<NewFact>, List<Fact>> {

        @Override
        public List<Fact> apply(List<NewFact> facts) {
            for (NewFact fact : facts) {
                if (!fact.owners().containsAll(scope)) {
                    throw new IllegalArgumentException("A fact is to belong to " + fact.owners()
                            + ", but this memory holds only what belongs to " + scope
                            + "; nothing was stored; retain it in the memory that this one was scoped from.");
                }
            }
            return parts.writer.save(facts, keyScope());
        }

        /** Returns the scope as text, in which keys are unique: each owner's kind, the length of the id, and the id. */
        private String keyScope() {
            return scope.stream()
                    .map(owner -> owner.kind().word() + ":" + owner.id().length() + ":" + owner.id())
                    .collect(Collectors.joining(" "));
        }
    }

    @Override
    public Memory scoped(Owner owner, Owner... more) {
        return new FileMemory(parts, Owner.narrowed(scope, owner, more));
    }

    @Override
    @CheckReturnValue
    public RetainRequest retain(String content) {
        RetainRequest request = RetainRequest.of(content, parts.extractor, saving);
        for (Owner owner : scope) {
            request = request.owner(owner);
        }
        return request;
    }

    @Override
    public List<Fact> retainAll(List<RetainRequest> requests) {
        return RetainRequest.saveAll(requests, saving);
    }

    @Override
    public Optional<Fact> find(long id) {
        return database.read(connection -> contains(connection, id)
                ? Optional.ofNullable(
                        new FactTable(connection).find(List.of(id)).get(id))
                : Optional.empty());
    }

    private boolean contains(Connection connection, long id) throws SQLException {
        return scope.isEmpty()
                || !FactFilterSql.of(everything())
                        .admitted(connection, List.of(id))
                        .isEmpty();
    }

    private FactFilter everything() {
        return within(FactFilter.builder()
                .includeForgotten()
                .includeAssistantOutputs()
                .build());
    }

    private FactFilter within(FactFilter filter) {
        FactFilter.Builder narrowed = Objects.requireNonNull(filter, "The filter is null.").toBuilder();
        scope.forEach(owner -> narrowed.where(Condition.owner(owner)));
        return narrowed.build();
    }

    @Override
    public Optional<Fact> findByKey(String key) {
        KeyTable.Key here = new KeyTable.Key(saving.keyScope(), Objects.requireNonNull(key, "The key is null."));
        return database.read(connection -> new KeyTable(connection).find(here)).flatMap(this::find);
    }

    @Override
    @CheckReturnValue
    public RecallRequest recall(String question) {
        RecallRequest request = RecallRequest.of(question, parts.clock, parts::recall);
        return scope.isEmpty()
                ? request
                : request.where(
                        Condition.all(scope.stream().map(Condition::owner).toList()));
    }

    /** {@inheritDoc} Its entry in the daily log stays too. */
    @Override
    public boolean forget(long id) {
        boolean forgotten =
                database.transaction(connection -> contains(connection, id) && new FactTable(connection).forget(id));
        if (forgotten) {
            parts.listeners.forgotten(List.of(id));
        }
        return forgotten;
    }

    @Override
    public List<Fact> recent(int limit) {
        return first(FactFilter.standard(), limit);
    }

    @Override
    public List<Fact> factsAbout(String name, int limit) {
        return first(FactFilter.of(Condition.entity(name)), limit);
    }

    private List<Fact> first(FactFilter filter, int limit) {
        RecallRequest.requireLimit(limit);
        return database.read(connection -> new FactList(connection, within(filter)).first(limit));
    }

    @Override
    public Stream<Fact> facts(FactFilter filter) {
        FactFilter wanted = within(filter);
        return StreamSupport.stream(() -> chunks(wanted).spliterator(), 0, false)
                .flatMap(ids -> database.read(connection -> new FactList(connection, wanted).read(ids)).stream());
    }

    private Stream<List<Long>> chunks(FactFilter wanted) {
        long[] ids = database.read(connection -> new FactList(connection, wanted).ids());
        return IntStream.iterate(0, from -> from < ids.length, from -> from + FACTS_READ_AT_ONCE)
                .mapToObj(from -> Arrays.stream(ids, from, Math.min(ids.length, from + FACTS_READ_AT_ONCE))
                        .boxed()
                        .toList());
    }

    @Override
    public FactPage page(FactFilter filter, PageRequest request) {
        Objects.requireNonNull(request, "The request for a page is null.");
        return database.read(connection -> new FactList(connection, within(filter)).page(request));
    }

    @Override
    public long count() {
        return count(FactFilter.builder().includeAssistantOutputs().build());
    }

    @Override
    public long count(FactFilter filter) {
        return database.read(connection -> new FactList(connection, within(filter)).count());
    }

    @Override
    public Optional<EntitySummary> findEntity(String name) {
        Objects.requireNonNull(name, "The name of the entity is null.");
        return database.read(connection -> entities(connection).find(name));
    }

    @Override
    public Optional<EntitySummary> findEntity(String name, EntityType type) {
        Objects.requireNonNull(name, "The name of the entity is null.");
        Objects.requireNonNull(type, "The type of the entity is null.");
        return database.read(connection -> entities(connection).find(name, type));
    }

    @Override
    public List<EntitySummary> entities(EntityType type) {
        Objects.requireNonNull(type, "The type of the entities is null.");
        return database.read(connection -> entities(connection).all(type));
    }

    private EntitySearch entities(Connection connection) {
        return new EntitySearch(connection, within(FactFilter.standard()));
    }

    @Override
    public List<FactGroup<String>> sessions() {
        return database.read(connection -> groups(connection).sessions());
    }

    @Override
    public List<FactGroup<Owner>> owners() {
        return database.read(connection -> groups(connection).owners());
    }

    @Override
    public MemoryStatistics statistics() {
        return database.read(connection -> groups(connection)
                .statistics()
                .fileBytes(scope.isEmpty() ? OptionalLong.of(fileBytes()) : OptionalLong.empty())
                .build());
    }

    private long fileBytes() {
        File file = database.file().toFile();
        return file.length() + new File(file + "-wal").length();
    }

    private FactGroups groups(Connection connection) {
        return new FactGroups(connection, within(FactFilter.standard()));
    }

    /** Does nothing: the file is closed by whoever opened it. */
    @Override
    public void close() {}
}
