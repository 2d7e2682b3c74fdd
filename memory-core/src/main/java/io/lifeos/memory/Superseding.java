package io.lifeos.memory;

import io.lifeos.memory.KeyedFacts.Given;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.Owner;
import io.lifeos.memory.sqlite.table.FactTable;
import io.lifeos.memory.sqlite.table.SuccessorTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lets new facts take the place of stored ones, in a transaction. */
final class Superseding {

    private final Connection connection;
    private final FactTable facts;
    private final SuccessorTable successors;
    private final Instant now;

    Superseding(Connection connection, Instant now) {
        this.connection = connection;
        this.facts = new FactTable(connection);
        this.successors = new SuccessorTable(connection);
        this.now = now;
    }

    /** Checks that a new fact may take the place of those that it names, and has it belong to whom they belonged to. */
    Given prepared(Given given) throws SQLException {
        List<Long> ids = given.fact().supersedes();
        if (ids.isEmpty()) {
            return given;
        }
        List<Owner> inherited = new ArrayList<>();
        for (long id : ids) {
            Fact fact = given.scope().contains(connection, id)
                    ? facts.find(List.of(id)).get(id)
                    : null;
            if (fact == null) {
                throw new IllegalArgumentException("This memory has no fact " + id
                        + " that could be superseded; nothing was stored; look for the fact's id again.");
            }
            Optional<Long> successor = successors.of(id);
            if (successor.isPresent()) {
                String by = given.scope().contains(connection, successor.get())
                        ? "fact " + successor.get()
                        : "a fact that is not in this memory";
                throw new IllegalArgumentException("Fact " + id + " was superseded by " + by
                        + " already; nothing was stored; look at history(" + id + "), and supersede its last fact.");
            }
            inherited.addAll(fact.owners());
        }
        inherited.removeIf(owner -> given.fact().owners().stream().anyMatch(own -> own.kind() == owner.kind()));
        for (Owner owner : inherited) {
            if (inherited.stream().anyMatch(other -> other.kind() == owner.kind() && !other.equals(owner))) {
                throw new IllegalArgumentException("Facts " + ids + " belong to different owners of one kind, such as "
                        + owner + "; nothing was stored; say by owner(...) whose the new fact is.");
            }
        }
        inherited.addAll(given.fact().owners());
        return given.with(given.fact().withOwners(inherited));
    }

    /** Forgets what a new fact supersedes; returns the ids of those that were not forgotten before. */
    List<Long> complete(Given given, long id) throws SQLException {
        for (long superseded : given.fact().supersedes()) {
            successors.insert(superseded, id, now);
        }
        return given.fact().supersedes().isEmpty()
                ? List.of()
                : facts.forget(given.fact().supersedes());
    }
}
