package io.lifeos.memory.recall;

import io.lifeos.memory.fact.EntityType;
import io.lifeos.memory.fact.UtcText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;

/** The names under which an entity may be stored: {@code @SOL} and {@code SOL} are the same. */
final class EntityNames {

    /** The ids of facts that mention an entity; the parameters are its {@link #spellings}. */
    static final String MENTIONING =
            "SELECT m.fact_id FROM entity_mentions m JOIN entities e ON e.id = m.entity_id" + " WHERE e.name IN (?, ?)";

    private EntityNames() {}

    static String requireText(String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("The name of the entity is blank.");
        }
        return name;
    }

    /** The name as it was given, then its other spelling. */
    static Object[] spellings(String name) {
        return new Object[] {name, name.startsWith("@") && name.length() > 1 ? name.substring(1) : "@" + name};
    }

    /** What is known of an entity: of several under these names, the one that was spelled as here, then the oldest. */
    static Optional<KnownEntity> find(Connection connection, String name) throws SQLException {
        Object[] names = spellings(name);
        try (PreparedStatement select = connection.prepareStatement("SELECT e.name, e.type, count(f.id), max(CASE WHEN "
                + FactTime.IS_READABLE + " THEN " + FactTime.SQL + " END)"
                + " FROM (SELECT name, type FROM entities WHERE name IN (?1, ?2) ORDER BY name = ?1 DESC, id LIMIT 1) e"
                + " LEFT JOIN facts f ON f.id IN (" + MENTIONING.replace("(?, ?)", "(?1, ?2)") + ") AND "
                + FactFilter.standard().condition() + " GROUP BY e.name")) {
            select.setObject(1, names[0]);
            select.setObject(2, names[1]);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new KnownEntity(
                                row.getString(1),
                                EntityType.valueOf(row.getString(2).toUpperCase(Locale.ROOT)),
                                row.getLong(3),
                                Optional.ofNullable(row.getString(4)).map(UtcText::parse)))
                        : Optional.empty();
            }
        }
    }
}
