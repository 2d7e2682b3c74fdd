package io.lifeos.memory;

import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.NamedVector;
import io.lifeos.memory.fact.NewFact;
import io.lifeos.memory.fact.OnSameKey;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.fact.ValueRejectedException;
import io.lifeos.memory.sqlite.query.KnownFacts;
import io.lifeos.memory.sqlite.table.Expiry;
import io.lifeos.memory.sqlite.table.FactTable;
import io.lifeos.memory.sqlite.table.KeyTable;
import io.lifeos.memory.sqlite.table.VectorTable;
import io.lifeos.memory.sqlite.table.VectorTable.Text;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Stores facts in a transaction, each that has a key once. */
final class KeyedFacts {

    private final Connection connection;
    private final FactTable facts;
    private final KeyTable keys;
    private final VectorTable vectors;
    private final Expiry expiry;
    private final KnownFacts knownFacts;
    private final Superseding superseding;
    private final Instant now;
    private boolean contentsChanged;

    KeyedFacts(Connection connection, Instant now) {
        this.connection = connection;
        this.facts = new FactTable(connection);
        this.keys = new KeyTable(connection);
        this.vectors = new VectorTable(connection);
        this.expiry = new Expiry(connection);
        this.knownFacts = new KnownFacts(connection);
        this.superseding = new Superseding(connection, now);
        this.now = now;
    }

    /**
     * A fact to be stored.
     *
     * @param fact the fact
     * @param scope the scope in which its key is unique, and of which the facts are that it supersedes
     * @param vector what the embedder made of its content, beside the vector that it comes with; null if nothing
     * @param seen what was seen before the transaction of a fact that may be known; null if nothing
     */
    record Given(
            NewFact fact,
            Scope scope,
            @Nullable NamedVector vector,
            @Nullable Seen seen) {

        Optional<KeyTable.Key> key() {
            return fact.key().map(key -> new KeyTable.Key(scope.ofKeys(), key));
        }

        List<NamedVector> vectors() {
            return Stream.concat(fact.vector().stream(), Stream.ofNullable(vector))
                    .toList();
        }

        boolean replaces() {
            return fact.onSameKey() == OnSameKey.REPLACE;
        }

        boolean supersedes() {
            return !fact.supersedes().isEmpty();
        }

        Given with(NewFact other) {
            return new Given(other, scope, vector, seen);
        }

        Given with(@Nullable NamedVector made) {
            return new Given(fact, scope, made, seen);
        }
    }

    /**
     * What a search that may take long found, while others could write.
     *
     * @param known the fact that says the same; null if none did
     * @param highestId the highest id of a fact then
     */
    record Seen(@Nullable Long known, long highestId) {}

    /**
     * What became of it.
     *
     * @param fact the fact as it is stored
     * @param before what it was before it was replaced; null if it is new or was kept
     * @param written false if it was kept
     * @param forgotten the ids of the facts that it superseded and that were not forgotten before
     */
    record Outcome(Fact fact, @Nullable Fact before, boolean written, List<Long> forgotten) {}

    /** Stores facts as if one by one. */
    List<Outcome> save(List<Given> all) throws SQLException {
        List<Outcome> outcomes = new ArrayList<>(all.size());
        Together some = new Together();
        for (Given given : all) {
            if (some.mattersTo(given)) {
                outcomes.addAll(saveTogether(some.all));
                contentsChanged |= some.replaces;
                some = new Together();
            }
            some.add(given);
        }
        outcomes.addAll(saveTogether(some.all));
        return outcomes;
    }

    /** Facts of which none depends on what becomes of another. */
    private static final class Together {

        private final List<Given> all = new ArrayList<>();
        private final Set<KeyTable.Key> keys = new HashSet<>();
        private final Set<String> contents = new HashSet<>();
        private boolean replaces;
        private boolean supersedes;

        boolean mattersTo(Given given) {
            boolean looks = given.fact.unlessKnown() || given.supersedes();
            return given.key().filter(keys::contains).isPresent()
                    || (given.fact.unlessKnown() && contents.contains(given.fact.content()))
                    || (replaces && looks)
                    || (supersedes && (looks || given.key().isPresent()));
        }

        void add(Given given) {
            all.add(given);
            given.key().ifPresent(keys::add);
            contents.add(given.fact.content());
            replaces |= given.replaces();
            supersedes |= given.supersedes();
        }
    }

    private List<Outcome> saveTogether(List<Given> all) throws SQLException {
        List<@Nullable Long> known = known(all);
        List<Given> added = new ArrayList<>();
        Map<Long, Given> replaced = new LinkedHashMap<>();
        for (int i = 0; i < all.size(); i++) {
            Long id = known.get(i);
            if (id == null) {
                added.add(superseding.prepared(all.get(i)));
            } else if (all.get(i).replaces()) {
                replaced.put(id, all.get(i));
            }
        }
        List<Long> ids = known.stream().filter(Objects::nonNull).toList();
        Map<Long, Fact> before = ids.isEmpty() ? Map.of() : facts.findReadable(ids);
        Map<Long, Fact> after = replace(replaced);
        List<Outcome> inserted = insert(added);
        int next = 0;
        List<Outcome> outcomes = new ArrayList<>(all.size());
        for (int i = 0; i < all.size(); i++) {
            Long id = known.get(i);
            if (id == null) {
                outcomes.add(inserted.get(next++));
            } else if (all.get(i).replaces()) {
                outcomes.add(new Outcome(Objects.requireNonNull(after.get(id)), before.get(id), true, List.of()));
            } else {
                outcomes.add(new Outcome(kept(before.get(id), id, all.get(i)), null, false, List.of()));
            }
        }
        return outcomes;
    }

    /** Returns for each the id of the fact that has its key, or that makes it known; null if it is to be stored. */
    List<@Nullable Long> known(List<Given> all) throws SQLException {
        List<@Nullable Long> known = new ArrayList<>(all.size());
        for (Given given : all) {
            Optional<KeyTable.Key> key = given.key();
            if (given.fact.unlessKnown()) {
                known.add(known(given.fact, given.seen).orElse(null));
            } else {
                known.add(key.isPresent() ? taken(key.get(), given.scope).orElse(null) : null);
            }
        }
        return known;
    }

    /** The key of a fact that was given to somebody else since is free, and goes to the next fact that is stored under it. */
    private Optional<Long> taken(KeyTable.Key key, Scope scope) throws SQLException {
        Optional<Long> id = keys.find(key);
        return id.isPresent() && scope.contains(connection, id.get()) ? id : Optional.empty();
    }

    /** Of what was seen only the rest is looked at again, so that the write lock is not held while all facts are searched. */
    private Optional<Long> known(NewFact fact, @Nullable Seen seen) throws SQLException {
        if (seen == null || contentsChanged) {
            return knownFacts.find(fact, now);
        }
        if (seen.known == null) {
            return knownFacts.findAfter(fact, now, seen.highestId);
        }
        return knownFacts.isKnownBy(fact, now, seen.known) ? Optional.of(seen.known) : knownFacts.find(fact, now);
    }

    /** Looks for what is known before a transaction. */
    List<Given> lookedUp(List<Given> all) throws SQLException {
        List<@Nullable Long> known = known(all);
        long highestId = knownFacts.highestId();
        List<Given> found = new ArrayList<>(all.size());
        for (int i = 0; i < all.size(); i++) {
            found.add(
                    new Given(all.get(i).fact, all.get(i).scope, all.get(i).vector, new Seen(known.get(i), highestId)));
        }
        return found;
    }

    private Map<Long, Fact> replace(Map<Long, Given> replaced) throws SQLException {
        if (replaced.isEmpty()) {
            return Map.of();
        }
        Map<Long, NewFact> values = new LinkedHashMap<>();
        replaced.forEach((id, given) ->
                values.put(id, given.fact.happenedAt().isPresent() ? given.fact : given.fact.withHappenedAt(now)));
        facts.update(values, now);
        expiry.set(values);
        for (long id : replaced.keySet()) {
            facts.remember(id);
        }
        storeVectors(replaced);
        try {
            return facts.find(List.copyOf(replaced.keySet()));
        } catch (StoreException e) {
            throw new ValueRejectedException("The fact was not replaced, and stays as it was. " + e.getMessage(), e);
        }
    }

    private List<Outcome> insert(List<Given> added) throws SQLException {
        List<Long> ids = facts.insert(added.stream().map(Given::fact).toList(), now);
        List<Outcome> inserted = new ArrayList<>(ids.size());
        Map<KeyTable.Key, Long> newKeys = new LinkedHashMap<>();
        Map<Long, Given> byId = new LinkedHashMap<>();
        for (int i = 0; i < ids.size(); i++) {
            long id = ids.get(i);
            Given given = added.get(i);
            given.key().ifPresent(key -> newKeys.put(key, id));
            byId.put(id, given);
            inserted.add(new Outcome(stored(id, given.fact), null, true, superseding.complete(given, id)));
        }
        keys.insert(newKeys);
        storeVectors(byId);
        return inserted;
    }

    /** Returns a new fact as reading it would, without reading it. */
    private Fact stored(long id, NewFact fact) {
        return Fact.builder(id, fact.content(), fact.happenedAt().orElse(now))
                .context(fact.context().orElse(null))
                .source(fact.source().orElse(null))
                // SQLite has no negative zero.
                .confidence(fact.confidence() + 0.0)
                .assistantOutput(fact.assistantOutput())
                .sessionId(fact.sessionId().orElse(null))
                .metadata(fact.metadata().orElse(null))
                .entities(fact.mentions().stream()
                        .map(mention -> mention.entity().name())
                        .distinct()
                        .toList())
                .owners(fact.owners())
                .recordedAt(now)
                .expiresAt(fact.expiresAt().orElse(null))
                .key(fact.key().orElse(null))
                .build();
    }

    private void storeVectors(Map<Long, Given> stored) throws SQLException {
        List<Text> texts = new ArrayList<>();
        List<NamedVector> made = new ArrayList<>();
        stored.forEach((id, given) -> {
            for (NamedVector vector : given.vectors()) {
                texts.add(new Text(id, given.fact.content()));
                made.add(vector);
            }
        });
        if (!made.isEmpty()) {
            vectors.put(texts, made);
        }
    }

    /** Only the one who asks for a fact in which another program left what is no time is told of it. */
    private Fact kept(@Nullable Fact fact, long id, Given given) throws SQLException {
        if (fact != null) {
            return fact;
        }
        try {
            return Objects.requireNonNull(facts.find(List.of(id)).get(id));
        } catch (StoreException e) {
            String what = given.fact
                    .key()
                    .map(key -> "A fact with the key \"" + key + "\"")
                    .orElse("The same fact");
            throw new ValueRejectedException(what + " is stored already, so none was stored. " + e.getMessage(), e);
        }
    }
}
