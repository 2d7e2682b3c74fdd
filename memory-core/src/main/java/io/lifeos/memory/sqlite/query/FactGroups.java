package io.lifeos.memory.sqlite.query;

import io.lifeos.memory.fact.FactFilter;
import io.lifeos.memory.fact.Owner;
import io.lifeos.memory.fact.StoredTime;
import io.lifeos.memory.jdbc.Jdbc;
import io.lifeos.memory.jdbc.RowMapper;
import io.lifeos.memory.listing.FactGroup;
import io.lifeos.memory.listing.MemoryStatistics;
import io.lifeos.memory.listing.VectorModel;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Counts the facts that a filter admits, by what they have in common. Use it within one read. */
public final class FactGroups {

    private static final String READABLE_TIME =
            "CASE WHEN " + StoredTimeSql.IS_TIME + " THEN " + StoredTimeSql.TIME + " END";

    /** Of two owners of the kind user, the one who was stored counts, not the one whom another program noted. */
    private static final String OWNED = "SELECT o.fact_id AS fact_id, o.kind AS kind, o.id AS id FROM fact_owners o"
            + " UNION ALL SELECT n.id, 'user', u.canonical_name FROM user_identities u"
            + " CROSS JOIN facts n ON n.user_id = u.id WHERE NOT EXISTS"
            + " (SELECT 1 FROM fact_owners o WHERE o.fact_id = n.id AND o.kind = 'user')";

    private static final String IN_ORDER_OF_KINDS =
            "CASE w.kind WHEN 'user' THEN 1 WHEN 'agent' THEN 2 WHEN 'run' THEN 3 ELSE 4 END, count(*) DESC, w.id";

    private final Jdbc jdbc;
    private final FactFilterSql remembered;
    private final FactFilterSql all;

    /**
     * Binds to a connection.
     *
     * @param connection a connection to the file
     * @param scope the facts that are looked at; whether it includes forgotten or expired ones does not matter
     */
    public FactGroups(Connection connection, FactFilter scope) {
        this.jdbc = new Jdbc(connection);
        FactFilter.Builder filter = scope.toBuilder().includeAssistantOutputs();
        this.remembered = FactFilterSql.ofAll(filter.build());
        this.all =
                FactFilterSql.ofAll(filter.includeForgotten().includeExpired().build());
    }

    /** Counts the facts of each session, the latest first. */
    public List<FactGroup<String>> sessions() throws SQLException {
        return groups("f.session_id", "max(" + READABLE_TIME + ") DESC, f.session_id");
    }

    /** Counts the facts of each source, most first. */
    public List<FactGroup<String>> sources() throws SQLException {
        return groups("f.source", "count(*) DESC, f.source");
    }

    private List<FactGroup<String>> groups(String column, String order) throws SQLException {
        return jdbc.query(
                "SELECT count(*), min(" + READABLE_TIME + "), max(" + READABLE_TIME + "), " + column
                        + " FROM facts f WHERE " + column + " IS NOT NULL AND " + remembered.condition() + " GROUP BY "
                        + column + " ORDER BY " + order,
                row -> group(row.getString(4), row),
                remembered.parametersAfter());
    }

    /** Counts the facts of each owner, in the order of kinds, most first. */
    public List<FactGroup<Owner>> owners() throws SQLException {
        List<FactGroup<Owner>> owners = new ArrayList<>();
        jdbc.forEach(
                "SELECT count(*), min(" + READABLE_TIME + "), max(" + READABLE_TIME + "), w.kind, w.id FROM (" + OWNED
                        + ") w JOIN facts f ON f.id = w.fact_id WHERE " + remembered.condition()
                        + " GROUP BY w.kind, w.id ORDER BY " + IN_ORDER_OF_KINDS,
                row -> {
                    // Another program may have left a blank id, which names nobody.
                    if (!row.getString(5).isBlank()) {
                        Owner.Kind kind = Owner.Kind.valueOf(row.getString(4).toUpperCase(Locale.ROOT));
                        owners.add(group(new Owner(kind, row.getString(5)), row));
                    }
                },
                remembered.parametersAfter());
        return owners;
    }

    private static <K> FactGroup<K> group(K key, ResultSet row) throws SQLException {
        return FactGroup.of(key, row.getLong(1), time(row.getString(2)), time(row.getString(3)));
    }

    private static Optional<Instant> time(@Nullable String stored) {
        return Optional.ofNullable(stored).map(StoredTime::parse);
    }

    /** Begins statistics with everything but the size of the file. */
    public MemoryStatistics.Builder statistics() throws SQLException {
        FactGroup<String> total = jdbc.one(
                "SELECT count(*), min(" + READABLE_TIME + "), max(" + READABLE_TIME + ") FROM facts f WHERE "
                        + remembered.condition(),
                row -> group("", row),
                remembered.parametersAfter());
        String everything = "SELECT count(*) FROM facts f WHERE " + all.condition();
        long forgotten = jdbc.number(everything + " AND f.is_active = 0", all.parametersAfter());
        long unforgotten = jdbc.number(everything, all.parametersAfter()) - forgotten;
        return MemoryStatistics.builder()
                .facts(total.facts())
                .forgotten(forgotten)
                .expired(unforgotten - total.facts())
                .first(total.first())
                .last(total.last())
                .sources(sources())
                .sessions(sessions())
                .owners(owners())
                .models(models());
    }

    /** Counts the vectors of each model, those made here and those that were migrated. */
    private List<VectorModel> models() throws SQLException {
        RowMapper<VectorModel> model = row -> new VectorModel(
                Optional.of(row.getString(1)).filter(name -> !name.isEmpty()), row.getInt(2), row.getLong(3));
        return jdbc.query(
                "SELECT coalesce(v.model, ''), v.dimensions, count(*) FROM (SELECT fact_id, model, dimensions"
                        + " FROM fact_vectors UNION ALL SELECT fact_id, model, dimensions FROM fact_embeddings"
                        + " WHERE embedding IS NOT NULL) v JOIN facts f ON f.id = v.fact_id WHERE " + all.condition()
                        + " GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2",
                model,
                all.parametersAfter());
    }
}
