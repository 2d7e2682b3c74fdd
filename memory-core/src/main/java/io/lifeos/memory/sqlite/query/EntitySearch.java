package io.lifeos.memory.sqlite.query;

import io.lifeos.memory.fact.Entity;
import io.lifeos.memory.fact.EntityType;
import io.lifeos.memory.fact.FactFilter;
import io.lifeos.memory.fact.StoredTime;
import io.lifeos.memory.jdbc.Jdbc;
import io.lifeos.memory.recall.EntitySummary;
import io.lifeos.memory.sqlite.table.StoredTimeSql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Looks entities up by name. Use it within one read. */
public final class EntitySearch {

    private static final String LATEST =
            "max(CASE WHEN " + StoredTimeSql.IS_READABLE + " THEN " + StoredTimeSql.TIME + " END)";

    /** A mention without a type of its own has that of its entity's row. */
    private static final String TYPE_OF_THE_FIRST_MENTION = "coalesce((SELECT coalesce(m.type, e.type)"
            + " FROM entity_mentions m WHERE m.entity_id = e.id ORDER BY m.fact_id LIMIT 1), e.type)";

    private static final String MENTIONING_WITH_TYPE = "f.id IN (SELECT m.fact_id FROM entity_mentions m"
            + " JOIN entities e ON e.id = m.entity_id WHERE e.name IN (?, ?) AND coalesce(m.type, e.type) = ?)";

    /** A row of the type "other" may stand for entities of other types only. */
    private static final String HAS_TYPE = "(EXISTS (SELECT 1 FROM entity_mentions m WHERE m.entity_id = e.id"
            + " AND coalesce(m.type, e.type) = ?) OR e.type = ? AND (e.type <> 'other'"
            + " OR NOT EXISTS (SELECT 1 FROM entity_mentions m WHERE m.entity_id = e.id)))";

    private final Jdbc jdbc;

    /**
     * Binds the search to a connection.
     *
     * @param connection a connection to the file
     */
    public EntitySearch(Connection connection) {
        this.jdbc = new Jdbc(connection);
    }

    /**
     * Finds an entity by its name. Of several under its two spellings, the one that is spelled as the name is taken, then the
     * oldest.
     *
     * @param name the name
     * @return a summary, if there is such an entity
     */
    public Optional<EntitySummary> find(String name) throws SQLException {
        FactFilterSql mentioning =
                FactFilterSql.of(FactFilter.builder().entity(name).build());
        List<String> names = FactFilterSql.entitySpellings(name);
        return jdbc.first(
                "SELECT e.name, " + TYPE_OF_THE_FIRST_MENTION + ", count(f.id), " + LATEST
                        + " FROM (SELECT id, name, type FROM entities WHERE name IN (?, ?)"
                        + " ORDER BY name = ? DESC, id LIMIT 1) e LEFT JOIN facts f ON " + mentioning.condition()
                        + " GROUP BY e.name",
                row -> summary(row, type(row.getString(2))),
                mentioning.parametersAfter(names.get(0), names.get(1), name));
    }

    /**
     * Finds an entity by its name and type, as {@link #find(String)} does.
     *
     * @param name the name
     * @param type the type that its mentions have
     * @return a summary, if there is such an entity
     */
    public Optional<EntitySummary> find(String name, EntityType type) throws SQLException {
        Entity entity = new Entity(name, type);
        String standard = FactFilterSql.of(FactFilter.standard()).condition();
        List<String> names = FactFilterSql.entitySpellings(entity.name());
        return jdbc.first(
                "SELECT e.name, NULL, count(f.id), " + LATEST
                        + " FROM (SELECT e.id, e.name FROM entities e WHERE e.name IN (?, ?) AND " + HAS_TYPE
                        + " ORDER BY e.name = ? DESC, e.id LIMIT 1) e LEFT JOIN facts f ON " + standard + " AND "
                        + MENTIONING_WITH_TYPE + " GROUP BY e.name",
                row -> summary(row, type),
                names.get(0),
                names.get(1),
                type.name(),
                type.name(),
                name,
                names.get(0),
                names.get(1),
                type.name());
    }

    private static EntitySummary summary(ResultSet row, EntityType type) throws SQLException {
        return EntitySummary.of(
                row.getString(1),
                type,
                row.getLong(3),
                Optional.ofNullable(row.getString(4)).map(StoredTime::parse));
    }

    /** Reads a type; another program may have stored something else there. */
    private static EntityType type(String stored) {
        try {
            return EntityType.of(stored);
        } catch (IllegalArgumentException noType) {
            return EntityType.OTHER;
        }
    }
}
