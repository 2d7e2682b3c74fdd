package io.lifeos.memory;

import io.lifeos.memory.fact.Condition;
import io.lifeos.memory.fact.FactFilter;
import io.lifeos.memory.fact.NewFact;
import io.lifeos.memory.fact.Owner;
import io.lifeos.memory.sqlite.query.FactFilterSql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The facts of a file that belong to all of some owners.
 *
 * @param owners at most one of each kind, in the order of kinds; none for all facts
 * @param clock the clock by which facts expire
 */
record Scope(List<Owner> owners, Clock clock) {

    Scope {
        owners = List.copyOf(owners);
    }

    Scope narrowed(Owner owner, Owner... more) {
        return new Scope(Owner.narrowed(owners, owner, more), clock);
    }

    /** Returns what a filter admits of these facts, now unless it names another moment. */
    FactFilter within(FactFilter filter) {
        FactFilter.Builder narrowed = Objects.requireNonNull(filter, "The filter is null.").toBuilder();
        owners.forEach(owner -> narrowed.where(Condition.owner(owner)));
        return narrowed.asOf(filter.asOf().orElseGet(clock::instant)).build();
    }

    /** Tells whether a fact, forgotten or expired or not, is one of these; without owners it need not exist. */
    boolean contains(Connection connection, long id) throws SQLException {
        return owners.isEmpty()
                || !FactFilterSql.of(everything())
                        .admitted(connection, List.of(id))
                        .isEmpty();
    }

    /** Returns what admits all of these facts, forgotten or expired or not. */
    FactFilter everything() {
        return within(FactFilter.builder()
                .includeForgotten()
                .includeExpired()
                .includeAssistantOutputs()
                .build());
    }

    void requireOwnersOf(NewFact fact) {
        if (!fact.owners().containsAll(owners)) {
            throw new IllegalArgumentException("A fact is to belong to " + fact.owners()
                    + ", but this memory holds only what belongs to " + owners
                    + "; nothing was stored; retain it in the memory that this one was scoped from.");
        }
    }

    /** Returns the scope as text, in which keys are unique: each owner's kind, the length of the id, and the id. */
    String ofKeys() {
        return owners.stream()
                .map(owner -> owner.kind().word() + ":" + owner.id().length() + ":" + owner.id())
                .collect(Collectors.joining(" "));
    }
}
