package io.lifeos.memory;

import io.lifeos.memory.bank.Bank;
import io.lifeos.memory.concurrent.Uninterrupted;
import io.lifeos.memory.database.DatabaseManager;
import io.lifeos.memory.erase.Erasure;
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
import io.lifeos.memory.preference.Preferences;
import io.lifeos.memory.recall.EntitySummary;
import io.lifeos.memory.recall.RecallRequest;
import io.lifeos.memory.reflect.ReflectionPeriod;
import io.lifeos.memory.reflect.ReflectionReport;
import io.lifeos.memory.reflect.Reflector;
import io.lifeos.memory.report.ErasureReport;
import io.lifeos.memory.sqlite.query.EntitySearch;
import io.lifeos.memory.sqlite.query.FactFilterSql;
import io.lifeos.memory.sqlite.query.FactGroups;
import io.lifeos.memory.sqlite.query.FactList;
import io.lifeos.memory.sqlite.table.FactTable;
import io.lifeos.memory.sqlite.table.KeyTable;
import io.lifeos.memory.sqlite.table.SuccessorTable;
import java.io.File;
import java.sql.Connection;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The facts of one file that belong to all of some owners; without owners, all facts of the file. */
class FileMemory implements Memory {

    private static final int FACTS_READ_AT_ONCE = 500;

    private final MemoryParts parts;
    private final DatabaseManager database;
    private final Scope scope;
    private final Saving saving;
    private final Forgetting forgetting;

    /** Binds to the parts of a memory, which stay open when this is closed. */
    FileMemory(MemoryParts parts, Scope scope) {
        this.parts = parts;
        this.database = parts.database;
        this.scope = scope;
        this.saving = new Saving(parts, scope);
        this.forgetting = new Forgetting(parts, scope);
    }

    /** Stores facts in a scope. Two of one memory and scope are equal, so that each takes the requests of the other. */
    private record Saving(MemoryParts parts, Scope scope) implements Function<List<NewFact>, List<Fact>> {

        @Override
        public List<Fact> apply(List<NewFact> facts) {
            facts.forEach(scope::requireOwnersOf);
            return parts.writer.save(facts, scope);
        }
    }

    @Override
    public Memory scoped(Owner owner, Owner... more) {
        return new FileMemory(parts, scope.narrowed(owner, more));
    }

    @Override
    @CheckReturnValue
    public RetainRequest retain(String content) {
        RetainRequest request = RetainRequest.of(content, parts.extractor, saving);
        for (Owner owner : scope.owners()) {
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
        return database.read(connection -> scope.contains(connection, id)
                ? Optional.ofNullable(
                        new FactTable(connection).find(List.of(id)).get(id))
                : Optional.empty());
    }

    @Override
    public Optional<Fact> findByKey(String key) {
        KeyTable.Key here = new KeyTable.Key(scope.ofKeys(), Objects.requireNonNull(key, "The key is null."));
        return database.read(connection -> new KeyTable(connection).find(here)).flatMap(this::find);
    }

    @Override
    @CheckReturnValue
    public ReviseRequest revise(long id) {
        return ReviseRequest.of(id, parts.extractor, new Revising(parts, scope));
    }

    @Override
    public List<Fact> history(long id) {
        return database.read(connection -> {
            FactFilterSql own = FactFilterSql.of(scope.everything());
            List<Long> line = new SuccessorTable(connection).line(id);
            Set<Long> admitted = own.admitted(connection, line);
            Map<Long, Fact> facts = new FactTable(connection).findReadable(List.copyOf(admitted));
            return admitted.contains(id)
                    ? line.stream().map(facts::get).filter(Objects::nonNull).toList()
                    : List.of();
        });
    }

    @Override
    @CheckReturnValue
    public RecallRequest recall(String question) {
        RecallRequest request = RecallRequest.of(question, parts.clock, parts::recall);
        return scope.owners().isEmpty()
                ? request
                : request.where(Condition.all(
                        scope.owners().stream().map(Condition::owner).toList()));
    }

    /** {@inheritDoc} Its entry in the daily log stays too. */
    @Override
    public boolean forget(long id) {
        return forgetting.forget(id);
    }

    /** {@inheritDoc} Their entries in the daily logs stay too. */
    @Override
    public long forget(FactFilter filter) {
        return forgetting.forget(filter);
    }

    @Override
    public long forgetExpired() {
        return forgetting.forgetExpired();
    }

    @Override
    public boolean unforget(long id) {
        return forgetting.remember(id);
    }

    @Override
    public ErasureReport erase(FactFilter filter) {
        FactFilter wanted = scope.within(filter);
        return Uninterrupted.call(
                () -> new Erasure(parts.workspace, parts.database, parts.clock).erase(wanted, parts.listeners::erased));
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
        return database.read(connection -> new FactList(connection, scope.within(filter)).first(limit));
    }

    @Override
    public Stream<Fact> facts(FactFilter filter) {
        FactFilter wanted = scope.within(filter);
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
        return database.read(connection -> new FactList(connection, scope.within(filter)).page(request));
    }

    @Override
    public long count() {
        return count(FactFilter.builder().includeAssistantOutputs().build());
    }

    @Override
    public long count(FactFilter filter) {
        return database.read(connection -> new FactList(connection, scope.within(filter)).count());
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
        return new EntitySearch(connection, scope.within(FactFilter.standard()));
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
                .fileBytes(scope.owners().isEmpty() ? OptionalLong.of(fileBytes()) : OptionalLong.empty())
                .build());
    }

    private long fileBytes() {
        File file = database.file().toFile();
        return file.length() + new File(file + "-wal").length();
    }

    private FactGroups groups(Connection connection) {
        return new FactGroups(connection, scope.within(FactFilter.standard()));
    }

    @Override
    public boolean isUsable() {
        return parts.isUsable();
    }

    @Override
    public Preferences preferences(Owner user) {
        return new FilePreferences(parts, scope, Objects.requireNonNull(user, "The user is null; name a person."));
    }

    @Override
    public ReflectionReport reflect(ReflectionPeriod period, Reflector reflector) {
        return new Reflecting(parts, scope, this, new Bank(parts.workspace)).run(period, reflector);
    }

    /** Does nothing: the file is closed by whoever opened it. */
    @Override
    public void close() {}
}
