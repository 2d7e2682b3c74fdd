package io.lifeos.memory.sqlite.query;

import io.lifeos.memory.fact.Condition;
import io.lifeos.memory.fact.FactFilter;
import io.lifeos.memory.fact.MetadataMember;
import io.lifeos.memory.fact.Owner;
import io.lifeos.memory.fact.StoredTime;
import io.lifeos.memory.jdbc.Jdbc;
import io.lifeos.memory.json.Json;
import io.lifeos.memory.sqlite.table.OwnerTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
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

    private static final String UNEXPIRED = "(f.expires_at IS NULL OR f.expires_at > ?)";

    private static final String UNEXPIRED_OR_FORGOTTEN =
            "(f.expires_at IS NULL OR f.is_active = 0 OR f.expires_at > ?)";

    private static final String NOT_BY_ASSISTANT = "f.is_assistant_output = 0";

    private static final String MENTIONING = "f.id IN (SELECT m.fact_id FROM entity_mentions m"
            + " JOIN entities e ON e.id = m.entity_id WHERE e.name IN (?, ?)";

    /** A mention without a type of its own has that of its entity's row. */
    private static final String OF_TYPE = " AND coalesce(m.type, e.type) = ?";

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
            "EXISTS (SELECT 1 FROM json_each(CASE WHEN json_valid(f.metadata) THEN f.metadata END) j WHERE j.key = ?";

    private static final String READS_AS = " AND CASE j.type WHEN 'text' THEN j.value WHEN 'integer' THEN"
            + " CAST(j.value AS TEXT) WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' END = ?";

    /** Some of the values, a JSON array, that the member is compared with is of the same kind, and passes. */
    private static final String COMPARED = " AND EXISTS (SELECT 1 FROM json_each(?) w WHERE (w.type = j.type"
            + " OR w.type IN ('integer', 'real') AND j.type IN ('integer', 'real')) AND ";

    private static final int PARTS_AT_A_LEVEL = 100;

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
        if (!filter.includesExpired()) {
            conditions.add(filter.includesForgotten() ? UNEXPIRED_OR_FORGOTTEN : UNEXPIRED);
            parameters.add(moment(filter.asOf().orElseGet(Instant::now)));
        }
        if (!filter.includesAssistantOutputs()) {
            conditions.add(NOT_BY_ASSISTANT);
        }
        for (Condition part : partsOf(filter)) {
            conditions.add(render(part, parameters));
        }
        return new FactFilterSql(conditions.isEmpty() ? "1" : joined(conditions, " AND "), parameters);
    }

    /** Returns a moment as text that sorts among times; a clock may show one that none of them can be. */
    private static String moment(Instant moment) {
        Instant kept = moment.truncatedTo(ChronoUnit.MICROS);
        return StoredTime.canHold(kept) ? StoredTime.format(kept) : kept.isBefore(Instant.EPOCH) ? "" : "~";
    }

    /** Returns what must be met, first what is told by the row alone, then what other tables must be asked for. */
    private static List<Condition> partsOf(FactFilter filter) {
        List<Condition> parts =
                filter.condition() instanceof Condition.All all ? all.conditions() : List.of(filter.condition());
        return parts.stream()
                .sorted(Comparator.comparingInt(FactFilterSql::cost))
                .toList();
    }

    private static int cost(Condition condition) {
        Class<?> kind = condition.getClass();
        return 1
                + List.of(
                                Condition.OwnedBy.class,
                                Condition.HasMember.class,
                                Condition.Mentions.class,
                                Condition.Not.class,
                                Condition.All.class,
                                Condition.Any.class)
                        .indexOf(kind);
    }

    /** Renders a condition so that it can stand between AND and OR. Where SQL knows neither true nor false, it is not met. */
    private static String render(Condition condition, List<Object> parameters) {
        if (condition instanceof Condition.All all) {
            return joined(all.conditions(), " AND ", "1", parameters);
        }
        if (condition instanceof Condition.Any any) {
            return joined(any.conditions(), " OR ", "0", parameters);
        }
        if (condition instanceof Condition.Not not) {
            return "(" + render(not.condition(), parameters) + ") IS NOT TRUE";
        }
        if (condition instanceof Condition.HasMember member) {
            return member(member, parameters);
        }
        if (condition instanceof Condition.Mentions mentions) {
            return mentions(mentions, parameters);
        }
        if (condition instanceof Condition.OwnedBy owned) {
            return owned(owned.owner(), parameters);
        }
        if (condition instanceof Condition.HappenedFrom from) {
            // The day, in whatever spelling and offset, is compared as well, as there is an index for it.
            parameters.add(StoredTime.day(from.time()).minusDays(1).toString());
            parameters.add(StoredTime.format(from.time()));
            return "(f.timestamp >= ? AND " + StoredTimeSql.IS_READABLE + " AND " + StoredTimeSql.TIME + " >= ?)";
        }
        return compared(condition, parameters);
    }

    private static String compared(Condition condition, List<Object> parameters) {
        if (condition instanceof Condition.HappenedBefore before) {
            return with(parameters, StoredTime.format(before.time()), StoredTimeSql.TIME + " < ?");
        }
        if (condition instanceof Condition.HasSource source) {
            return with(parameters, source.name(), "f.source = ?");
        }
        if (condition instanceof Condition.HasContext context) {
            return with(parameters, context.text(), "f.context = ?");
        }
        if (condition instanceof Condition.InSession session) {
            return with(parameters, session.id(), "f.session_id = ?");
        }
        if (condition instanceof Condition.HasId id) {
            return with(parameters, Jdbc.ids(id.ids()), "f.id IN (SELECT value FROM json_each(?))");
        }
        if (condition instanceof Condition.ConfidenceAtLeast atLeast) {
            return with(parameters, atLeast.confidence(), "f.confidence >= ?");
        }
        if (condition instanceof Condition.SaidByAssistant) {
            return "f.is_assistant_output = 1";
        }
        throw new IllegalArgumentException("The file knows no condition such as " + condition + ".");
    }

    private static String with(List<Object> parameters, Object parameter, String condition) {
        parameters.add(parameter);
        return condition;
    }

    private static String joined(List<Condition> parts, String word, String none, List<Object> parameters) {
        return parts.isEmpty()
                ? none
                : "("
                        + joined(
                                parts.stream()
                                        .map(part -> render(part, parameters))
                                        .toList(),
                                word)
                        + ")";
    }

    /** Joins many parts in halves, as each level of an expression counts, and SQLite takes 1,000. */
    private static String joined(List<String> parts, String word) {
        if (parts.size() <= PARTS_AT_A_LEVEL) {
            return String.join(word, parts);
        }
        int half = parts.size() / 2;
        return "(" + joined(parts.subList(0, half), word) + ")" + word + "("
                + joined(parts.subList(half, parts.size()), word) + ")";
    }

    private static String mentions(Condition.Mentions mentions, List<Object> parameters) {
        parameters.addAll(entitySpellings(mentions.name()));
        mentions.type().ifPresent(type -> parameters.add(type.name()));
        return MENTIONING + (mentions.type().isPresent() ? OF_TYPE : "") + ")";
    }

    private static String member(Condition.HasMember member, List<Object> parameters) {
        parameters.add(member.name());
        if (member.test() == MetadataMember.Test.EXISTS) {
            return WITH_MEMBER + ")";
        }
        if (member.test() == MetadataMember.Test.READS_AS) {
            return with(parameters, member.values().get(0), WITH_MEMBER + READS_AS + ")");
        }
        String passes = switch (member.test()) {
            case LESS -> "j.value < w.value";
            case AT_MOST -> "j.value <= w.value";
            case GREATER -> "j.value > w.value";
            case AT_LEAST -> "j.value >= w.value";
            case PREFIX -> "substr(j.value, 1, length(w.value)) = w.value";
            case EQUAL, READS_AS, EXISTS -> "j.value = w.value";
        };
        return with(parameters, Json.write(member.values()), WITH_MEMBER + COMPARED + passes + "))");
    }

    private static String owned(Owner owner, List<Object> parameters) {
        if (owner.kind() == Owner.Kind.USER) {
            return with(parameters, owner.id(), OF_USER);
        }
        parameters.add(owner.kind().word());
        return with(parameters, owner.id(), OWNED);
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
