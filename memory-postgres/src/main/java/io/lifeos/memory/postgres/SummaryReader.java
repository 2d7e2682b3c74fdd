package io.lifeos.memory.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Has PostgreSQL count what a table holds. */
final class SummaryReader {

    private final Connection connection;
    private final TableLayout table;
    private final Selection selection;
    private final SummaryQueries queries;

    SummaryReader(Connection connection, CatalogTable catalog, TableLayout table, Selection selection) {
        this.connection = connection;
        this.table = table;
        this.selection = selection;
        this.queries = new SummaryQueries(catalog, table, selection);
    }

    ArchiveSummary summary() throws SQLException {
        Tally tally = new Tally();
        List<SummaryQueries.Time> times = queries.times();
        try (PreparedStatement statement = connection.prepareStatement(queries.rows());
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                tally.add(row, times);
            }
        }
        return new ArchiveSummary(
                tally.rows,
                tally.selected,
                inOrder(
                        tally.leftOut,
                        selection.rules().stream().map(LeftOutRule::reason).toList()),
                inOrder(
                        tally.times,
                        times.stream().map(SummaryQueries.Time::name).toList()),
                tally.withoutTime,
                tally.assistant,
                tally.bare,
                vectors(),
                rowSecurity());
    }

    List<ScopeCount> scopes() throws SQLException {
        List<ScopeCount> scopes = new ArrayList<>();
        for (String scope : queries.scopes()) {
            scopes.add(scope(scope));
        }
        return scopes;
    }

    /** What is added up over the groups of rows. */
    private final class Tally {

        private final Map<String, Long> leftOut = new LinkedHashMap<>();
        private final Map<String, Long> times = new LinkedHashMap<>();
        private long rows;
        private long selected;
        private long withoutTime;
        private long bare;
        private long assistant;

        void add(ResultSet group, List<SummaryQueries.Time> places) throws SQLException {
            long number = group.getLong(3);
            rows += number;
            OptionalInt reason = number(group, 1);
            if (reason.isPresent()) {
                leftOut.merge(selection.rules().get(reason.getAsInt()).reason(), number, Long::sum);
                return;
            }
            selected += number;
            bare += group.getLong(4);
            assistant += group.getLong(5);
            OptionalInt time = number(group, 2);
            if (time.isPresent()) {
                times.merge(places.get(time.getAsInt()).name(), number, Long::sum);
            } else {
                withoutTime += number;
            }
        }
    }

    private static Map<String, Long> inOrder(Map<String, Long> counts, List<String> names) {
        Map<String, Long> ordered = new LinkedHashMap<>();
        names.stream().filter(counts::containsKey).forEach(name -> ordered.put(name, counts.get(name)));
        return ordered;
    }

    private List<VectorGroup> vectors() throws SQLException {
        Optional<String> sql = queries.vectors();
        if (sql.isEmpty()) {
            return List.of();
        }
        try (PreparedStatement statement = connection.prepareStatement(sql.get())) {
            statement.setInt(1, ArchiveSummary.MOST_GROUPS);
            try (ResultSet row = statement.executeQuery()) {
                List<VectorGroup> groups = new ArrayList<>();
                while (row.next()) {
                    groups.add(new VectorGroup(
                            row.getInt(1),
                            number(row, 2),
                            Optional.ofNullable(row.getString(3)),
                            row.getBoolean(4),
                            row.getLong(5)));
                }
                return groups;
            }
        }
    }

    private ScopeCount scope(String scope) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(queries.scope(scope))) {
            statement.setInt(1, ScopeCount.MOST_VALUES + 1);
            try (ResultSet row = statement.executeQuery()) {
                Map<String, Long> values = new LinkedHashMap<>();
                long without = 0;
                long all = 0;
                while (row.next()) {
                    @Nullable String value = row.getString(1);
                    all = row.getLong(3);
                    if (value == null) {
                        without = row.getLong(2);
                    } else if (values.size() < ScopeCount.MOST_VALUES) {
                        values.put(value, row.getLong(2));
                    }
                }
                return new ScopeCount(scope, values, all - values.size(), without);
            }
        }
    }

    private RowSecurity rowSecurity() throws SQLException {
        String sql = "SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE oid = to_regclass(?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, table.qualifiedName());
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next() || !row.getBoolean(1)) {
                    return RowSecurity.OFF;
                }
                return row.getBoolean(2) ? RowSecurity.FORCED : RowSecurity.ON;
            }
        }
    }

    private static OptionalInt number(ResultSet row, int column) throws SQLException {
        int number = row.getInt(column);
        return row.wasNull() ? OptionalInt.empty() : OptionalInt.of(number);
    }
}
