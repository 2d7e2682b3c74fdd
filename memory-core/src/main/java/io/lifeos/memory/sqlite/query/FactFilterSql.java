package io.lifeos.memory.sqlite.query;

import io.lifeos.memory.fact.FactFilter;
import io.lifeos.memory.fact.Owner;
import io.lifeos.memory.fact.StoredTime;
import io.lifeos.memory.jdbc.Jdbc;
import io.lifeos.memory.sqlite.table.OwnerTable;
import io.lifeos.memory.sqlite.table.StoredTimeSql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A {@link FactFilter} as a condition in SQLite's SQL, over the table {@code facts} under the alias {@code f}.
 *
 * @param condition an expression for WHERE, with a {@code ?} for each parameter
 * @param parameters the values of its placeholders, in order
 */
public record FactFilterSql(String condition, List<Object> parameters) {

    /** The sign keeps SQLite from an index that adopted files have, as nearly all facts are active. */
    private static final String ACTIVE = "+f.is_active = 1";

    private static final String NOT_BY_ASSISTANT = "f.is_assistant_output = 0";

    private static final String MENTIONING = "f.id IN (SELECT m.fact_id FROM entity_mentions m"
            + " JOIN entities e ON e.id = m.entity_id WHERE e.name IN (?, ?))";

    private static final String OWNED =
            "EXISTS (SELECT 1 FROM fact_owners o WHERE o.fact_id = f.id AND o.kind = ? AND o.id = ?)";

    /** The user who was stored as an owner, or else the one whom another program noted. */
    private static final String OF_USER =
            "coalesce((SELECT o.id FROM fact_owners o WHERE o.fact_id = f.id AND o.kind = 'user'), "
                    + OwnerTable.NOTED_USER + ") = ?";

    /** The facts that another program noted for a user. Only if it knows the user are the facts looked at. */
    private static final String NOTED_FOR =
            "SELECT n.id FROM user_identities u CROSS JOIN facts n ON n.user_id = u.id WHERE u.canonical_name = ?";

    /** Metadata may be any text, as other programs write it; only an object has members with names. */
    private static final String WITH_MEMBER =
            "EXISTS (SELECT 1 FROM json_each(CASE WHEN json_valid(f.metadata) THEN f.metadata END) j WHERE j.key = ?"
                    + " AND CASE j.type WHEN 'text' THEN j.value WHEN 'integer' THEN CAST(j.value AS TEXT)"
                    + " WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' END = ?)";

    /** Copies the parameters. */
    public FactFilterSql {
        parameters = List.copyOf(parameters);
    }

    /**
     * Renders a filter.
     *
     * @param filter the filter
     * @return its condition, which is never empty
     */
    public static FactFilterSql of(FactFilter filter) {
        List<String> conditions = new ArrayList<>();
        List<Object> parameters = new ArrayList<>();
        if (!filter.includesForgotten()) {
            conditions.add(ACTIVE);
        }
        if (!filter.includesAssistantOutputs()) {
            conditions.add(NOT_BY_ASSISTANT);
        }
        filter.from().ifPresent(from -> {
            // The day, in whatever spelling and offset, is compared as well, as there is an index for it.
            conditions.add(
                    "f.timestamp >= ? AND " + StoredTimeSql.IS_READABLE + " AND " + StoredTimeSql.TIME + " >= ?");
            parameters.add(StoredTime.day(from).minusDays(1).toString());
            parameters.add(StoredTime.format(from));
        });
        filter.to().ifPresent(to -> add(conditions, parameters, StoredTimeSql.TIME + " < ?", StoredTime.format(to)));
        filter.source().ifPresent(source -> add(conditions, parameters, "f.source = ?", source));
        filter.context().ifPresent(context -> add(conditions, parameters, "f.context = ?", context));
        filter.session().ifPresent(session -> add(conditions, parameters, "f.session_id = ?", session));
        filter.owners().forEach(owner -> addOwner(conditions, parameters, owner));
        if (filter.minConfidence() > 0) {
            add(conditions, parameters, "f.confidence >= ?", filter.minConfidence());
        }
        filter.metadata().forEach((name, value) -> {
            conditions.add(WITH_MEMBER);
            parameters.add(name);
            parameters.add(value);
        });
        filter.entity().ifPresent(name -> {
            conditions.add(MENTIONING);
            parameters.addAll(entitySpellings(name));
        });
        return new FactFilterSql(conditions.isEmpty() ? "1" : String.join(" AND ", conditions), parameters);
    }

    private static void addOwner(List<String> conditions, List<Object> parameters, Owner owner) {
        if (owner.kind() == Owner.Kind.USER) {
            add(conditions, parameters, OF_USER, owner.id());
        } else {
            add(conditions, parameters, OWNED, owner.kind().word());
            parameters.add(owner.id());
        }
    }

    /**
     * Renders a filter for reading all facts that it admits. It means the same, but begins with the index of owners, which
     * spares looking at the facts of all others; for some facts that are known, this would read the owner's whole list.
     *
     * @param filter the filter
     * @return its condition, which is never empty
     */
    public static FactFilterSql ofAll(FactFilter filter) {
        FactFilterSql each = of(filter);
        if (filter.owners().isEmpty()) {
            return each;
        }
        Owner owner = filter.owners().get(0);
        List<Object> parameters = new ArrayList<>(List.of(owner.kind().word(), owner.id()));
        String theirs = "SELECT o.fact_id FROM fact_owners o WHERE o.kind = ? AND o.id = ?";
        if (owner.kind() == Owner.Kind.USER) {
            theirs += " UNION ALL " + NOTED_FOR;
            parameters.add(owner.id());
        }
        parameters.addAll(each.parameters);
        return new FactFilterSql("f.id IN (" + theirs + ") AND " + each.condition, parameters);
    }

    private static void add(List<String> conditions, List<Object> parameters, String condition, Object parameter) {
        conditions.add(condition);
        parameters.add(parameter);
    }

    /**
     * Returns the names under which an entity may be stored: {@code @Anna} and {@code Anna} are the same.
     *
     * @param name the name
     * @return the name as it was given, then its other spelling
     */
    public static List<String> entitySpellings(String name) {
        return List.of(name, name.startsWith("@") && name.length() > 1 ? name.substring(1) : "@" + name);
    }

    /**
     * Returns those of some facts that the filter admits.
     *
     * @param connection a connection to the file
     * @param ids the ids of facts
     * @return the ids of those that are there and admitted
     */
    public Set<Long> admitted(Connection connection, Collection<Long> ids) throws SQLException {
        Set<Long> admitted = new HashSet<>();
        new Jdbc(connection)
                .forEach(
                        "SELECT f.id FROM facts f WHERE f.id IN (SELECT value FROM json_each(?)) AND " + condition,
                        row -> admitted.add(row.getLong(1)),
                        parametersAfter(Jdbc.ids(ids)));
        return admitted;
    }

    /**
     * Returns the parameters behind others, for a statement in which the condition stands last.
     *
     * @param before the values of the placeholders before the condition
     * @return these, then the condition's
     */
    public Object[] parametersAfter(Object... before) {
        return parametersBetween(List.of(before));
    }

    /**
     * Returns the parameters between others.
     *
     * @param before the values of the placeholders before the condition
     * @param after the values of those behind it
     * @return all values, in order
     */
    public Object[] parametersBetween(List<?> before, Object... after) {
        List<Object> all = new ArrayList<>(before);
        all.addAll(parameters);
        all.addAll(List.of(after));
        return all.toArray();
    }
}
