package io.lifeos.memory.sqlite.table;

import io.lifeos.memory.fact.Owner;
import io.lifeos.memory.fact.StoredTime;
import io.lifeos.memory.jdbc.Jdbc;
import io.lifeos.memory.preference.Preference;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What people prefer, in the Python program's table. Bound to a connection, as a {@link FactTable} is. */
public final class PreferenceTable {

    /** Another program may have left nothing in the last four. */
    private static final String SELECT = "SELECT u.canonical_name, p.category, p.preference_key, p.preference_value,"
            + " coalesce(p.confidence, 0.5), coalesce(p.evidence_count, 1), p.created_at, p.updated_at"
            + " FROM preferences p JOIN user_identities u ON u.id = p.user_id";

    private static final String OF_USER = " WHERE u.canonical_name = ?";
    private static final String OF_KEY = OF_USER + " AND p.category = ? AND p.preference_key = ?";

    private final Connection connection;
    private final Jdbc jdbc;

    /**
     * Binds the table to a connection.
     *
     * @param connection the connection that a read or a transaction gives
     */
    public PreferenceTable(Connection connection) {
        this.connection = connection;
        this.jdbc = new Jdbc(connection);
    }

    /**
     * Finds a preference.
     *
     * @param user the user's name
     * @param category the category
     * @param key the key
     * @return the preference, if there is one
     */
    public Optional<Preference> find(String user, String category, String key) throws SQLException {
        return jdbc.first(SELECT + OF_KEY, PreferenceTable::preference, user, category, key);
    }

    /**
     * Lists the preferences of a user.
     *
     * @param user the user's name
     * @return the preferences, by category and key
     */
    public List<Preference> of(String user) throws SQLException {
        return jdbc.query(
                SELECT + OF_USER + " ORDER BY p.category, p.preference_key", PreferenceTable::preference, user);
    }

    /**
     * Lists the preferences of all users.
     *
     * @return the preferences, by user, category and key; those of a blank name, which names nobody, are left out
     */
    public List<Preference> all() throws SQLException {
        List<Preference> all = new ArrayList<>();
        jdbc.forEach(SELECT + " ORDER BY u.canonical_name, p.category, p.preference_key", row -> {
            if (!row.getString(1).isBlank()) {
                all.add(preference(row));
            }
        });
        return all;
    }

    private static Preference preference(ResultSet row) throws SQLException {
        return Preference.of(
                Owner.user(row.getString(1)),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getDouble(5),
                row.getLong(6),
                time(row.getString(7)),
                time(row.getString(8)));
    }

    private static Optional<Instant> time(@Nullable String stored) {
        try {
            return Optional.ofNullable(stored).map(StoredTime::parse);
        } catch (DateTimeParseException leftByAnotherProgram) {
            return Optional.empty();
        }
    }

    /**
     * Stores a preference, in place of one with the same user, category and key. The user becomes known, if need be.
     *
     * @param preference the preference, whose times are given
     */
    public void put(Preference preference) throws SQLException {
        Instant now = preference.statedAt().orElseThrow();
        String user = preference.user().id();
        jdbc.update(
                "INSERT INTO preferences (user_id, category, preference_key, preference_value, confidence,"
                        + " evidence_count, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?7, ?7)"
                        + " ON CONFLICT (user_id, category, preference_key) DO UPDATE SET"
                        + " preference_value = excluded.preference_value, confidence = excluded.confidence,"
                        + " evidence_count = excluded.evidence_count, updated_at = excluded.updated_at",
                Objects.requireNonNull(
                        new PeopleTable(connection).numbers(Set.of(user), now).get(user)),
                preference.category(),
                preference.key(),
                preference.value(),
                preference.confidence(),
                preference.evidence(),
                StoredTime.format(now));
    }

    /**
     * Deletes a preference.
     *
     * @param user the user's name
     * @param category the category
     * @param key the key
     * @return true if there was one
     */
    public boolean delete(String user, String category, String key) throws SQLException {
        return jdbc.update(
                        "DELETE FROM preferences WHERE category = ? AND preference_key = ? AND user_id ="
                                + " (SELECT u.id FROM user_identities u WHERE u.canonical_name = ?)",
                        category,
                        key,
                        user)
                == 1;
    }
}
