package io.lifeos.memory.sqlite.query;

import io.lifeos.memory.fact.Condition;
import io.lifeos.memory.fact.EntityType;
import io.lifeos.memory.fact.FactFilter;
import io.lifeos.memory.fact.StoredTime;
import io.lifeos.memory.jdbc.Jdbc;
import io.lifeos.memory.recall.EntitySummary;
import io.lifeos.memory.sqlite.table.EntityTable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks entities up by name. Use it within one read. */
public final class EntitySearch {

    private static final String LATEST =
            "max(CASE WHEN " + StoredTimeSql.IS_READABLE + " THEN " + StoredTimeSql.TIME + " END)";

    /** A mention without a type of its own has that of its entity's row. */
    private static final String TYPE = "coalesce(m.type, e.type)";

    /** A row of the type "other" may stand for entities of other types only. */
    private static final String HAS_TYPE = "(EXISTS (SELECT 1 FROM entity_mentions m WHERE m.entity_id = e.id AND "
            + TYPE + " = ?) OR e.type = ? AND (e.type <> 'other'"
            + " OR NOT EXISTS (SELECT 1 FROM entity_mentions m WHERE m.entity_id = e.id)))";

    /** Two spellings of a name are one entity. */
    private static final String SPELLED = "CASE WHEN e.name GLOB '@?*' THEN substr(e.name, 2) ELSE e.name END";

    private final Jdbc jdbc;
    private final FactFilter counted;
    private final FactFilterSql known;

    /**
     * Binds the search to a connection.
     *
     * @param connection a connection to the file
     * @param scope the facts that are counted; entities that only others mention are unknown, and those that only forgotten
     *     or expired facts of the scope or an assistant's mention are known
     */
    public EntitySearch(Connection connection, FactFilter scope) {
        this.jdbc = new Jdbc(connection);
        this.counted = scope;
        this.known = FactFilterSql.of(scope.toBuilder()
                .includeForgotten()
                .includeExpired()
                .includeAssistantOutputs()
                .build());
    }

    /**
     * Finds an entity by its name. Of several under its two spellings, the one that is spelled as the name is taken, then the
     * oldest.
     *
     * @param name the name
     * @return a summary, if there is such an entity
     */
    public Optional<EntitySummary> find(String name) throws SQLException {
        List<Object> parameters = new ArrayList<>(known.parameters());
        String type = "(SELECT " + TYPE + mentionsOf("e", known.condition()) + " ORDER BY m.fact_id LIMIT 1)";
        String first = first(name, Optional.empty(), parameters);
        return summary("coalesce(" + type + ", e.type)", first, Condition.entity(name), parameters);
    }

    /**
     * Finds an entity by its name and type, as {@link #find(String)} does.
     *
     * @param name the name
     * @param type the type that its mentions have
     * @return a summary, if there is such an entity
     */
    public Optional<EntitySummary> find(String name, EntityType type) throws SQLException {
        List<Object> parameters = new ArrayList<>(List.of(type.name()));
        String first = first(name, Optional.of(type.name()), parameters);
        return summary("?", first, Condition.entity(name, type), parameters);
    }

    /** Selects the entity of a name and perhaps a type; within a scope only if a fact of it mentions the entity so. */
    private String first(String name, Optional<String> type, List<Object> parameters) {
        parameters.addAll(FactFilterSql.entitySpellings(name));
        String condition = "1";
        if (!counted.isStandard()) {
            parameters.addAll(known.parameters());
            type.ifPresent(parameters::add);
            String typed = type.isPresent() ? " AND " + TYPE + " = ?" : "";
            condition = "EXISTS (SELECT 1" + mentionsOf("e", known.condition()) + typed + ")";
        } else if (type.isPresent()) {
            parameters.addAll(List.of(type.get(), type.get()));
            condition = HAS_TYPE;
        }
        parameters.add(name);
        return "SELECT e.id, e.name, e.type FROM entities e WHERE e.name IN (?, ?) AND " + condition
                + " ORDER BY e.name = ? DESC, e.id LIMIT 1";
    }

    private static String mentionsOf(String entity, String condition) {
        return " FROM entity_mentions m JOIN facts f ON f.id = m.fact_id WHERE m.entity_id = " + entity + ".id AND "
                + condition;
    }

    private Optional<EntitySummary> summary(String type, String entity, Condition mentioned, List<Object> parameters)
            throws SQLException {
        FactFilterSql mentioning =
                FactFilterSql.of(counted.toBuilder().where(mentioned).build());
        return jdbc.first(
                "SELECT e.name, " + type + ", count(f.id), " + LATEST + " FROM (" + entity + ") e LEFT JOIN facts f ON "
                        + mentioning.condition() + " GROUP BY e.name",
                EntitySearch::summary,
                mentioning.parametersBetween(parameters));
    }

    /**
     * Lists the entities of a type that facts mention, the most mentioned first. Two spellings of a name are one entity, which
     * has the spelling that was first.
     *
     * @param type the type that the mentions have
     * @return a summary of each
     */
    public List<EntitySummary> all(EntityType type) throws SQLException {
        FactFilterSql wanted = FactFilterSql.ofAll(counted);
        return jdbc.query(
                "SELECT n.name, ?, t.facts, t.latest FROM (SELECT min(e.id) AS first, count(DISTINCT f.id) AS facts, "
                        + LATEST + " AS latest FROM entity_mentions m JOIN entities e ON e.id = m.entity_id"
                        + " JOIN facts f ON f.id = m.fact_id WHERE " + TYPE + " = ? AND " + wanted.condition()
                        + " GROUP BY " + SPELLED + ") t JOIN entities n ON n.id = t.first"
                        + " ORDER BY t.facts DESC, n.name",
                EntitySearch::summary,
                wanted.parametersAfter(type.name(), type.name()));
    }

    private static EntitySummary summary(ResultSet row) throws SQLException {
        return EntitySummary.of(
                row.getString(1),
                EntityTable.type(row.getString(2)),
                row.getLong(3),
                Optional.ofNullable(row.getString(4)).map(StoredTime::parse));
    }
}
