package io.lifeos.memory.postgres;

import io.lifeos.memory.archive.ArchiveSummary;
import io.lifeos.memory.archive.RowSecurity;
import io.lifeos.memory.archive.ScopeCount;
import io.lifeos.memory.archive.VectorGroup;
import io.lifeos.memory.archive.catalog.LeftOutRule;
import io.lifeos.memory.archive.catalog.MappedTable;
import io.lifeos.memory.archive.catalog.Selection;
import io.lifeos.memory.archive.row.FoundFields.Scope;
import io.lifeos.memory.archive.row.TableLayout;
import io.lifeos.memory.jdbc.Jdbc;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Counts the contents of a table, in PostgreSQL. */
final class SummaryReader {

    private final Jdbc jdbc;
    private final TableLayout table;
    private final Selection selection;
    private final SummaryQueries queries;

    SummaryReader(Jdbc jdbc, MappedTable mapped) {
        this.jdbc = jdbc;
        this.table = mapped.layout();
        this.selection = mapped.selection();
        this.queries = new SummaryQueries(mapped);
    }

    ArchiveSummary summary() throws SQLException {
        Tally tally = new Tally();
        List<SummaryQueries.Time> times = queries.times();
        jdbc.forEach(queries.rows(), row -> tally.add(row, times));
        List<String> reasons =
                selection.rules().stream().map(LeftOutRule::reason).toList();
        List<String> places = times.stream().map(SummaryQueries.Time::name).toList();
        return ArchiveSummary.builder()
                .rows(tally.rows)
                .selected(tally.selected)
                .leftOut(inOrder(tally.leftOut, reasons))
                .times(inOrder(tally.times, places))
                .withoutTime(tally.withoutTime)
                .withoutZone(tally.withoutZone)
                .assistantOutput(tally.assistant)
                .withoutEmbedding(tally.bare)
                .vectors(vectors())
                .rowSecurity(rowSecurity())
                .build();
    }

    List<ScopeCount> scopes() throws SQLException {
        List<ScopeCount> scopes = new ArrayList<>();
        for (Scope scope : queries.scopes()) {
            scopes.add(scope(scope));
        }
        return scopes;
    }

    /** The sums over the groups of rows. */
    private final class Tally {

        private final Map<String, Long> leftOut = new LinkedHashMap<>();
        private final Map<String, Long> times = new LinkedHashMap<>();
        private long rows;
        private long selected;
        private long withoutTime;
        private long withoutZone;
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
                SummaryQueries.Time place = places.get(time.getAsInt());
                times.merge(place.name(), number, Long::sum);
                withoutZone += place.assumed() ? number : 0;
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
        return sql.isEmpty()
                ? List.of()
                : jdbc.query(sql.get(), SummaryReader::vectorGroup, ArchiveSummary.MOST_GROUPS);
    }

    private static VectorGroup vectorGroup(ResultSet row) throws SQLException {
        return new VectorGroup(
                row.getInt(1),
                number(row, 2),
                Optional.ofNullable(row.getString(3)),
                row.getBoolean(4),
                row.getLong(5));
    }

    private ScopeCount scope(Scope scope) throws SQLException {
        Map<String, Long> values = new LinkedHashMap<>();
        long without = 0;
        long all = 0;
        for (ScopeValue value : jdbc.query(queries.scope(scope), ScopeValue::of, ScopeCount.MOST_VALUES + 1)) {
            all = value.values();
            if (value.text() == null) {
                without = value.rows();
            } else if (values.size() < ScopeCount.MOST_VALUES) {
                values.put(value.text(), value.rows());
            }
        }
        return new ScopeCount(scope.name(), values, all - values.size(), without);
    }

    /** A value of a scope, the rows that have it, and the number of values. */
    private record ScopeValue(@Nullable String text, long rows, long values) {

        static ScopeValue of(ResultSet row) throws SQLException {
            return new ScopeValue(row.getString(1), row.getLong(2), row.getLong(3));
        }
    }

    private RowSecurity rowSecurity() throws SQLException {
        return jdbc.first(
                        "SELECT relforcerowsecurity FROM pg_class WHERE oid = to_regclass(?) AND relrowsecurity",
                        row -> row.getBoolean(1) ? RowSecurity.FORCED : RowSecurity.ON,
                        table.qualifiedName())
                .orElse(RowSecurity.OFF);
    }

    private static OptionalInt number(ResultSet row, int column) throws SQLException {
        int number = row.getInt(column);
        return row.wasNull() ? OptionalInt.empty() : OptionalInt.of(number);
    }
}
