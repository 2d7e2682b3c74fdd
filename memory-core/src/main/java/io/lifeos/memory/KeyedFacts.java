package io.lifeos.memory;

import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.NamedVector;
import io.lifeos.memory.fact.NewFact;
import io.lifeos.memory.fact.OnSameKey;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.fact.ValueRejectedException;
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

    private final FactTable facts;
    private final KeyTable keys;
    private final VectorTable vectors;
    private final Expiry expiry;
    private final Instant now;

    KeyedFacts(Connection connection, Instant now) {
        this.facts = new FactTable(connection);
        this.keys = new KeyTable(connection);
        this.vectors = new VectorTable(connection);
        this.expiry = new Expiry(connection);
        this.now = now;
    }

    /**
     * A fact to be stored.
     *
     * @param fact the fact
     * @param scope the scope in which its key is unique
     * @param vector what the embedder made of its content, beside the vector that it comes with; null if nothing
     */
    record Given(NewFact fact, String scope, @Nullable NamedVector vector) {

        Optional<KeyTable.Key> key() {
            return fact.key().map(key -> new KeyTable.Key(scope, key));
        }

        List<NamedVector> vectors() {
            return Stream.concat(fact.vector().stream(), Stream.ofNullable(vector))
                    .toList();
        }

        boolean replaces() {
            return fact.onSameKey() == OnSameKey.REPLACE;
        }
    }

    /**
     * What became of it.
     *
     * @param fact the fact as it is stored
     * @param before what it was before it was replaced; null if it is new or was kept
     * @param written false if it was kept
     */
    record Outcome(Fact fact, @Nullable Fact before, boolean written) {}

    /** Stores facts as if one by one. */
    List<Outcome> save(List<Given> all) throws SQLException {
        List<Outcome> outcomes = new ArrayList<>(all.size());
        List<Given> some = new ArrayList<>();
        Set<KeyTable.Key> taken = new HashSet<>();
        for (Given given : all) {
            KeyTable.Key key = given.key().orElse(null);
            if (key != null && !taken.add(key)) {
                outcomes.addAll(saveEachKeyOnce(some));
                some.clear();
                taken.clear();
                taken.add(key);
            }
            some.add(given);
        }
        outcomes.addAll(saveEachKeyOnce(some));
        return outcomes;
    }

    private List<Outcome> saveEachKeyOnce(List<Given> all) throws SQLException {
        Map<KeyTable.Key, Long> known = known(all);
        List<Given> added = new ArrayList<>();
        Map<Long, Given> replaced = new LinkedHashMap<>();
        for (Given given : all) {
            Long id = known(known, given);
            if (id == null) {
                added.add(given);
            } else if (given.replaces()) {
                replaced.put(id, given);
            }
        }
        Map<Long, Fact> before = known.isEmpty() ? Map.of() : facts.findReadable(List.copyOf(known.values()));
        Map<Long, Fact> after = replace(replaced);
        List<Fact> inserted = insert(added);
        int next = 0;
        List<Outcome> outcomes = new ArrayList<>(all.size());
        for (Given given : all) {
            Long id = known(known, given);
            if (id == null) {
                outcomes.add(new Outcome(inserted.get(next++), null, true));
            } else if (given.replaces()) {
                outcomes.add(new Outcome(Objects.requireNonNull(after.get(id)), before.get(id), true));
            } else {
                outcomes.add(new Outcome(kept(before.get(id), id, given), null, false));
            }
        }
        return outcomes;
    }

    private Map<KeyTable.Key, Long> known(List<Given> all) throws SQLException {
        Set<KeyTable.Key> asked = new HashSet<>();
        all.forEach(given -> given.key().ifPresent(asked::add));
        return keys.find(asked);
    }

    private static @Nullable Long known(Map<KeyTable.Key, Long> known, Given given) {
        return given.key().map(known::get).orElse(null);
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

    private List<Fact> insert(List<Given> added) throws SQLException {
        List<Long> ids = facts.insert(added.stream().map(Given::fact).toList(), now);
        List<Fact> inserted = new ArrayList<>(ids.size());
        Map<KeyTable.Key, Long> newKeys = new LinkedHashMap<>();
        Map<Long, Given> byId = new LinkedHashMap<>();
        for (int i = 0; i < ids.size(); i++) {
            long id = ids.get(i);
            Given given = added.get(i);
            given.key().ifPresent(key -> newKeys.put(key, id));
            byId.put(id, given);
            inserted.add(stored(id, given.fact));
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
            throw new ValueRejectedException(
                    "A fact with the key \"" + given.fact.key().orElseThrow()
                            + "\" is stored already, so none was stored. " + e.getMessage(),
                    e);
        }
    }
}
