package io.lifeos.memory.postgres;

import io.lifeos.memory.archive.catalog.CatalogColumn;
import io.lifeos.memory.archive.catalog.CatalogTable;
import io.lifeos.memory.archive.catalog.Fields;
import io.lifeos.memory.archive.catalog.LeftOutRule;
import io.lifeos.memory.archive.catalog.MappedTable;
import io.lifeos.memory.archive.catalog.RoleFinder;
import io.lifeos.memory.archive.catalog.RowSql;
import io.lifeos.memory.archive.catalog.Selection;
import io.lifeos.memory.archive.known.Speaker;
import io.lifeos.memory.archive.profile.ColumnRole;
import io.lifeos.memory.archive.row.FoundFields.Scope;
import io.lifeos.memory.archive.row.TableLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The statements that count the rows of a table, which they call {@code a}, without reading any of them out. */
final class SummaryQueries {

    /** A day, or a number of seconds or smaller units since 1970. */
    private static final String TIME = "([0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{9,16}([^0-9]|$))";

    private final CatalogTable catalog;
    private final TableLayout table;
    private final Fields fields;
    private final Selection selection;
    private final Optional<CatalogColumn> embedding;
    private final Optional<CatalogColumn> metadata;

    SummaryQueries(MappedTable mapped) {
        this.catalog = mapped.catalog();
        this.table = mapped.layout();
        this.fields = mapped.fields();
        this.selection = mapped.selection();
        this.embedding = fields.column(ColumnRole.EMBEDDING);
        this.metadata = fields.column(ColumnRole.METADATA);
    }

    /**
     * Counts all rows. Columns: the place in the selection's rules of the first one that leaves the row out, or NULL; the
     * place of its time in {@link #times()}, or NULL; rows; rows without a vector; rows that an assistant said.
     */
    String rows() {
        String bare = embedding
                .map(column -> RowSql.column(column.name()) + " IS NULL")
                .orElse("TRUE");
        String counted =
                firstOf(selection.rules().stream().map(LeftOutRule::sql).toList()) + " AS reason, "
                        + firstOf(times().stream().map(Time::sql).toList()) + " AS time, "
                        + bare + " AS bare, " + assistant() + " AS assistant";
        return "SELECT reason, time, count(*), count(*) FILTER (WHERE bare), count(*) FILTER (WHERE assistant)"
                + " FROM (SELECT " + counted + from() + ") AS counted GROUP BY reason, time";
    }

    /**
     * A place where the time of a row may stand.
     *
     * @param name the column, or {@code column->>member}
     * @param sql the condition under which it stands there
     * @param assumed true if it names no zone then
     */
    record Time(String name, String sql, boolean assumed) {}

    /** The places where the time of a row may stand, the preferred one first. */
    List<Time> times() {
        Stream<Time> columns = table.times().keySet().stream()
                .flatMap(name -> catalog.column(name).stream())
                .flatMap(SummaryQueries::times);
        Stream<Time> members =
                metadata.stream().flatMap(json -> table.timeMembers().stream().flatMap(member -> times(json, member)));
        return Stream.concat(columns, members).toList();
    }

    /**
     * Counts selected rows by their vectors, the most frequent first. Columns: dimensions, declared size or NULL, model or
     * NULL, true if the last number is zero, rows. Parameter: the largest number of groups.
     *
     * @return the statement; empty if no vectors are read
     */
    Optional<String> vectors() {
        return embedding.map(column -> {
            boolean array = column.isArray();
            String value = RowSql.column(column.name());
            String numbers = array ? value : value + "::" + column.typeSchema() + ".vector::real[]";
            String vector = "SELECT " + dimensions(column) + " AS dimensions, " + numbers + " AS numbers, "
                    + declared() + " AS declared, " + model() + " AS model" + from()
                    + " WHERE " + value + " IS NOT NULL AND " + selection.condition();
            return "SELECT dimensions, declared, model, zero, count(*) FROM (SELECT dimensions, declared, model,"
                    + " coalesce(numbers[dimensions] = 0, FALSE) AS zero FROM (" + vector + ") AS vector) AS counted"
                    + " GROUP BY dimensions, declared, model, zero"
                    + " ORDER BY count(*) DESC, dimensions, declared, model, zero LIMIT ?";
        });
    }

    /** The scopes that can be looked at. */
    List<Scope> scopes() {
        return table.found().scopes().stream()
                .filter(scope -> scope.places().stream()
                        .allMatch(place -> place.isColumn()
                                || metadata.filter(CatalogColumn::isJson).isPresent()
                                || scope.ofOwner()))
                .toList();
    }

    /**
     * Counts selected rows by a scope, those without it first. Columns: its value or NULL, rows, number of values.
     * Parameter: the largest number of values.
     */
    String scope(Scope scope) {
        String value = scope.places().stream()
                .map(place -> scope.ofOwner() ? visible(fields.sqlOfOwner(place)) : fields.sql(place))
                .collect(Collectors.joining(", ", "coalesce(", ")"));
        return "SELECT value, count(*), count(value) OVER () FROM (SELECT " + value + " AS value" + from() + " WHERE "
                + selection.condition()
                + ") AS counted GROUP BY value ORDER BY value IS NOT NULL, count(*) DESC, value LIMIT ?";
    }

    private static String visible(String text) {
        return "nullif(" + text + ", '')";
    }

    private boolean isThere(String field) {
        return table.columns().stream().anyMatch(column -> column.name().equals(field))
                || metadata.filter(CatalogColumn::isJson).isPresent();
    }

    private String assistant() {
        Optional<String> role =
                table.found().role().map(place -> RoleFinder.is(fields.sql(place), Speaker.ASSISTANT, Speaker.OTHER));
        Optional<String> known = table.assistantMark()
                .filter(mark -> isThere(mark.field()))
                .map(mark -> fields.scope(mark.field()).sql() + " = " + RowSql.literal(mark.value()));
        return Stream.concat(role.stream(), known.stream())
                .reduce((one, other) -> "coalesce(" + one + ", FALSE) OR " + other)
                .orElse("FALSE");
    }

    /** The place of the first condition that is true. */
    static String firstOf(List<String> conditions) {
        StringBuilder first = new StringBuilder("CASE");
        for (int i = 0; i < conditions.size(); i++) {
            first.append(" WHEN ").append(conditions.get(i)).append(" THEN ").append(i);
        }
        return conditions.isEmpty() ? "NULL::int" : first + " END";
    }

    private static Stream<Time> times(CatalogColumn column) {
        String value = RowSql.column(column.name());
        String inRange = value + " >= '0001-01-01' AND " + value + " < '10000-01-01'";
        return switch (column.baseType()) {
            case "timestamp with time zone" -> Stream.of(new Time(column.name(), inRange, false));
            case "timestamp without time zone", "date" -> Stream.of(new Time(column.name(), inRange, true));
            default -> times(column.name(), RowSql.text(column.name()), "TRUE");
        };
    }

    private static Stream<Time> times(String name, String text, String condition) {
        String isTime = "CASE WHEN " + condition + " THEN " + TimeText.isTime(text) + " END";
        return Stream.of(
                new Time(name, "(" + isTime + ") AND (" + TimeText.hasZone(text) + ")", false),
                new Time(name, isTime, true));
    }

    /**
     * The member of an object, or the text that looks like it in a string: that may hold the JSON of an object, but cannot
     * be parsed safely.
     */
    private static Stream<Time> times(CatalogColumn json, String member) {
        String name = json.name() + "->>" + member;
        String text = RowSql.text(json.name());
        String looksLikeIt = text + " ~ " + RowSql.literal("\\\\?\"" + member + "\\\\?\"\\s*:\\s*\\\\?\"?" + TIME);
        if (!json.isJson()) {
            return Stream.of(new Time(name, looksLikeIt, false));
        }
        String isString = text + " ~ '^\\s*\"'";
        Time within = new Time(name, "CASE WHEN " + isString + " THEN " + looksLikeIt + " END", false);
        return Stream.concat(Stream.of(within), times(name, RowSql.member(json, member), "NOT " + isString));
    }

    private static String dimensions(CatalogColumn column) {
        String value = RowSql.column(column.name());
        if (column.isArray()) {
            return "CASE WHEN array_ndims(" + value + ") = 1 AND array_lower(" + value + ", 1) = 1 AND array_position("
                    + value + ", NULL) IS NULL THEN array_length(" + value + ", 1) ELSE 0 END";
        }
        return column.modifier() > 0
                ? Integer.toString(column.modifier())
                : column.typeSchema() + ".vector_dims(" + value + ")";
    }

    private String declared() {
        String text = coalesce(said("embedding_dim"));
        return "CASE WHEN " + text + " ~ '^[0-9]{1,5}$' THEN (" + text + ")::int END";
    }

    private String model() {
        List<String> places = new ArrayList<>();
        table.columnOf(ColumnRole.MODEL).ifPresent(column -> places.add(RowSql.text(column)));
        places.addAll(said("embedding_model"));
        return coalesce(places);
    }

    /** The texts that describe a vector, from the columns beside it. */
    private List<String> said(String member) {
        return Stream.concat(fields.column(ColumnRole.EMBEDDING_CONFIG).stream(), metadata.stream())
                .filter(CatalogColumn::isJson)
                .map(json -> RowSql.member(json, member))
                .toList();
    }

    private static String coalesce(List<String> texts) {
        return texts.isEmpty() ? "NULL::text" : texts.stream().collect(Collectors.joining(", ", "coalesce(", ")"));
    }

    private String from() {
        return " FROM " + table.qualifiedName() + " AS a";
    }
}
