package io.lifeos.memory;

import io.lifeos.memory.KeyedFacts.Outcome;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.NamedVector;
import io.lifeos.memory.fact.NewFact;
import io.lifeos.memory.recall.vector.EmbeddingService;
import io.lifeos.memory.sqlite.table.Expiry;
import io.lifeos.memory.sqlite.table.FactTable;
import io.lifeos.memory.sqlite.table.VectorTable;
import io.lifeos.memory.sqlite.table.VectorTable.Text;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rewrites facts of a scope in place. */
record Revising(MemoryParts parts, Scope scope) implements Function<FactRevision, Fact> {

    @Override
    public Fact apply(FactRevision revision) {
        long start = System.nanoTime();
        parts.database.requireWritable();
        EmbeddingService embeddings = parts.embeddings;
        boolean needsVector = embeddings != null && embeddings.needsVector(revision.vector());
        Optional<String> embedded = revision.content().filter(content -> needsVector);
        NamedVector made = embeddings == null || embedded.isEmpty()
                ? null
                : embeddings.beforeStoring(List.of(embedded.get())).get(0);
        Fact fact = parts.writer
                .commit((connection, now) -> List.of(revise(connection, now, revision, made)))
                .get(0)
                .fact();
        if (embeddings != null && embedded.isPresent()) {
            embeddings.afterStoring(fact);
        }
        parts.listeners.retained(List.of(fact), Listeners.since(start));
        return fact;
    }

    private Outcome revise(Connection connection, Instant now, FactRevision revision, @Nullable NamedVector made)
            throws SQLException {
        long id = revision.id();
        FactTable facts = new FactTable(connection);
        Optional<Fact> before = scope.contains(connection, id)
                ? Optional.ofNullable(facts.find(List.of(id)).get(id))
                : Optional.empty();
        if (before.isEmpty()) {
            throw new IllegalArgumentException(
                    "This memory has no fact " + id + ", so nothing was changed; look for the fact's id again.");
        }
        NewFact revised = revision.appliedTo(before.get(), facts.mentions(id));
        scope.requireOwnersOf(revised);
        facts.update(id, revised, now);
        new Expiry(connection).set(Map.of(id, revised));
        if (before.get().recordedAt().isEmpty()) {
            // It has an entry in its daily log from now on.
            facts.markRecorded(Map.of(id, now));
        }
        List<NamedVector> vectors = Stream.concat(revision.vector().stream(), Stream.ofNullable(made))
                .toList();
        new VectorTable(connection)
                .put(
                        vectors.stream()
                                .map(vector -> new Text(id, revised.content()))
                                .toList(),
                        vectors);
        Map<Long, Fact> after = facts.find(List.of(id));
        return new Outcome(Objects.requireNonNull(after.get(id)), before.get(), true, List.of());
    }
}
