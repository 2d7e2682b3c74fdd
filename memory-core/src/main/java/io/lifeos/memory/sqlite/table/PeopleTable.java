package io.lifeos.memory.sqlite.table;

import io.lifeos.memory.fact.NewFact;
import io.lifeos.memory.fact.StoredTime;
import io.lifeos.memory.jdbc.Jdbc;
import io.lifeos.memory.json.Json;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The users whom the Python program knows by a number, and their sessions. Bound to a connection, as a {@link FactTable} is. */
final class PeopleTable {

    /**
     * A session that another program noted keeps all but the time of its last fact, and one of another user stays as it is.
     */
    private static final String NOTE_SESSION = "INSERT INTO sessions (id, user_id, platform, started_at, last_active)"
            + " VALUES (?, ?, 'system', ?, ?) ON CONFLICT (id) DO UPDATE SET"
            + " started_at = CASE WHEN platform = 'system' THEN min(started_at, excluded.started_at) ELSE started_at END,"
            + " last_active = CASE WHEN replace(last_active, 'T', ' ') > excluded.last_active THEN last_active"
            + " ELSE excluded.last_active END"
            + " WHERE user_id = excluded.user_id";

    private final Jdbc jdbc;

    PeopleTable(Connection connection) {
        this.jdbc = new Jdbc(connection);
    }

    /** Returns the numbers of users, by name; who has none yet gets one. */
    Map<String, Long> numbers(Set<String> names, Instant now) throws SQLException {
        Map<String, Long> numbers = find(names);
        List<String> unknown = names.stream()
                .filter(name -> !numbers.containsKey(name))
                .sorted()
                .toList();
        if (!unknown.isEmpty()) {
            jdbc.update(
                    "INSERT INTO user_identities (canonical_name, created_at, updated_at)"
                            + " SELECT value, ?2, ?2 FROM json_each(?1)",
                    Json.write(unknown),
                    StoredTime.format(now));
            numbers.putAll(find(unknown));
        }
        return numbers;
    }

    private Map<String, Long> find(Collection<String> names) throws SQLException {
        Map<String, Long> numbers = new HashMap<>();
        if (!names.isEmpty()) {
            jdbc.forEach(
                    "SELECT canonical_name, id FROM user_identities"
                            + " WHERE canonical_name IN (SELECT value FROM json_each(?))",
                    row -> numbers.put(row.getString(1), row.getLong(2)),
                    Json.write(names));
        }
        return numbers;
    }

    /** Notes the sessions in which facts of users came up, from the first to the last of them. */
    void noteSessions(Collection<NewFact> facts, Map<String, Long> numbers, Instant now) throws SQLException {
        Map<String, Session> sessions = new LinkedHashMap<>();
        for (NewFact fact : facts) {
            Long user = OwnerTable.user(fact).map(numbers::get).orElse(null);
            if (user != null && fact.sessionId().isPresent()) {
                Instant time = fact.happenedAt().orElse(now);
                sessions.merge(fact.sessionId().get(), new Session(user, time, time), Session::with);
            }
        }
        jdbc.batch(NOTE_SESSION, sessions.entrySet(), session -> new Object[] {
            session.getKey(),
            session.getValue().user,
            StoredTime.format(session.getValue().first),
            StoredTime.format(session.getValue().last)
        });
    }

    /** A session, which belongs to the user of its first fact. */
    private record Session(long user, Instant first, Instant last) {

        Session with(Session more) {
            return user != more.user
                    ? this
                    : new Session(
                            user,
                            first.isBefore(more.first) ? first : more.first,
                            last.isAfter(more.last) ? last : more.last);
        }
    }
}
