package io.lifeos.memory.sqlite.table;

import io.lifeos.memory.fact.NewFact;
import io.lifeos.memory.fact.Owner;
import io.lifeos.memory.jdbc.Jdbc;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The owners of facts. Bound to a connection, as a {@link FactTable} is. */
public final class OwnerTable {

    /** A person whom another program noted beside a fact (f), by the number that {@code user_identities} gave them. */
    public static final String NOTED_USER = "(SELECT u.canonical_name FROM user_identities u WHERE u.id = f.user_id)";

    /**
     * The value of {@code user_id} in a fact that is rewritten: the number of its user, if there is one; null if the fact had
     * another, who is no longer its owner; otherwise what another program noted stays. Parameters: true if there is a user,
     * and the user's number.
     */
    static final String NEW_NUMBER = "CASE WHEN ? THEN ? WHEN EXISTS"
            + " (SELECT 1 FROM fact_owners o WHERE o.fact_id = facts.id AND o.kind = 'user') THEN NULL ELSE user_id END";

    private final Connection connection;
    private final Jdbc jdbc;

    OwnerTable(Connection connection) {
        this.connection = connection;
        this.jdbc = new Jdbc(connection);
    }

    /**
     * Adds the owners of facts that have none yet.
     *
     * @param ids the ids of the facts
     * @param facts the facts, by id
     */
    void insert(Collection<Long> ids, Map<Long, NewFact> facts) throws SQLException {
        try (BulkInsert insert = new BulkInsert(connection, "fact_owners", "fact_id", "kind", "id")) {
            for (Long id : ids) {
                for (Owner owner : Objects.requireNonNull(facts.get(id)).owners()) {
                    insert.add(id, owner.kind().word(), owner.id());
                }
            }
            insert.finish();
        }
    }

    void delete(Collection<Long> factIds) throws SQLException {
        jdbc.update("DELETE FROM fact_owners WHERE fact_id IN (SELECT value FROM json_each(?))", Jdbc.ids(factIds));
    }

    /** Reads the owners of facts in the order of kinds, by fact; the facts are given by a query of their ids. */
    Map<Long, List<Owner>> find(String factIds, Object... parameters) throws SQLException {
        Map<Long, List<Owner>> owners = new HashMap<>();
        jdbc.forEach(
                "SELECT fact_id, kind, id FROM fact_owners WHERE fact_id IN (" + factIds + ")",
                row -> {
                    String id = row.getString(3);
                    // Another program may have left a blank id, which names nobody.
                    if (!id.isBlank()) {
                        Owner.Kind kind = Owner.Kind.valueOf(row.getString(2).toUpperCase(Locale.ROOT));
                        owners.computeIfAbsent(row.getLong(1), fact -> new ArrayList<>(2))
                                .add(new Owner(kind, id));
                    }
                },
                parameters);
        owners.values().forEach(each -> each.sort(Comparator.comparing(Owner::kind)));
        return owners;
    }

    /**
     * Tells the Python program of the users of facts, and of their sessions.
     *
     * @param facts facts that are about to be stored
     * @param now the time of a fact that has none
     * @return the numbers by which the program knows the users, by name; who had none got one
     */
    Map<String, Long> noteUsers(Collection<NewFact> facts, Instant now) throws SQLException {
        Set<String> names = new HashSet<>();
        facts.forEach(fact -> user(fact).ifPresent(names::add));
        if (names.isEmpty()) {
            return Map.of();
        }
        PeopleTable people = new PeopleTable(connection);
        Map<String, Long> numbers = people.numbers(names, now);
        people.noteSessions(facts, numbers, now);
        return numbers;
    }

    /**
     * Does so for facts that are about to be rewritten, of which one that is given no time keeps its own.
     *
     * @param facts the new values, by id
     * @param now the time of users who are new
     * @return the numbers of the users, by name
     */
    Map<String, Long> noteUsersOfStored(Map<Long, NewFact> facts, Instant now) throws SQLException {
        List<Long> keeping = facts.entrySet().stream()
                .filter(fact -> fact.getValue().happenedAt().isEmpty()
                        && fact.getValue().sessionId().isPresent()
                        && user(fact.getValue()).isPresent())
                .map(Map.Entry::getKey)
                .toList();
        Map<Long, NewFact> timed = new LinkedHashMap<>(facts);
        if (!keeping.isEmpty()) {
            new FactTable(connection)
                    .findReadable(keeping)
                    .forEach((id, stored) ->
                            timed.computeIfPresent(id, (same, fact) -> fact.withHappenedAt(stored.happenedAt())));
        }
        return noteUsers(timed.values(), now);
    }

    /** Returns the fact's user. */
    static Optional<String> user(NewFact fact) {
        return fact.owners().stream()
                .filter(owner -> owner.kind() == Owner.Kind.USER)
                .map(Owner::id)
                .findFirst();
    }
}
