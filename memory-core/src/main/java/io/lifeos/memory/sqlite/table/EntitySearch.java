package io.lifeos.memory.sqlite.table;

import io.lifeos.memory.fact.EntityType;
import io.lifeos.memory.fact.FactFilter;
import io.lifeos.memory.fact.StoredTime;
import io.lifeos.memory.jdbc.Jdbc;
import io.lifeos.memory.recall.EntitySummary;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Looks entities up by name. To be used within one read. */
public final class EntitySearch {

    private final Connection connection;

    public EntitySearch(Connection connection) {
        this.connection = connection;
    }

    /** Sums an entity up: of several under these names, the one that was spelled as here, then the oldest. */
    public Optional<EntitySummary> find(String name) throws SQLException {
        FactFilterSql mentioning =
                FactFilterSql.of(FactFilter.builder().entity(name).build());
        List<String> names = FactFilterSql.entitySpellings(name);
        return new Jdbc(connection)
                .first(
                        "SELECT e.name, e.type, count(f.id), max(CASE WHEN " + StoredTimeSql.IS_READABLE + " THEN "
                                + StoredTimeSql.TIME
                                + " END) FROM (SELECT name, type FROM entities WHERE name IN (?, ?)"
                                + " ORDER BY name = ? DESC, id LIMIT 1) e LEFT JOIN facts f ON "
                                + mentioning.condition() + " GROUP BY e.name",
                        row -> EntitySummary.of(
                                row.getString(1),
                                EntityType.valueOf(row.getString(2).toUpperCase(Locale.ROOT)),
                                row.getLong(3),
                                Optional.ofNullable(row.getString(4)).map(StoredTime::parse)),
                        mentioning.parametersAfter(names.get(0), names.get(1), name));
    }
}
