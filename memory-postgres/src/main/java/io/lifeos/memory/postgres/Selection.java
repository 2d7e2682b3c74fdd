package io.lifeos.memory.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which rows of a table are memories to be read.
 *
 * @param rules what a row is left out for
 */
record Selection(List<LeftOutRule> rules) {

    /** By column, why a row is left out in which it is set. */
    private static final Map<String, String> MARKS = Map.of(
            "deleted_at", "soft-deleted",
            "archived_at", "archived",
            "superseded_by", "superseded");

    private static final String NOW = "to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD')";

    static Selection of(CatalogTable catalog, TableLayout layout, ArchiveOptions options) {
        List<LeftOutRule> rules = new ArrayList<>();
        rules.add(new LeftOutRule("without content", false, layout.content().sql() + " IS NULL"));
        Shape shape = Shape.of(catalog.profile());
        shape.required()
                .flatMap(catalog::column)
                .ifPresent(column -> rules.add(
                        new LeftOutRule("without " + column.name(), false, Sql.column(column.name()) + " IS NULL")));
        if (!options.includeLeftOut()) {
            catalog.columns().forEach(column -> mark(column).ifPresent(rules::add));
            shape.expiration()
                    .flatMap(
                            member -> layout.metadata().flatMap(catalog::column).map(json -> Sql.member(json, member)))
                    .ifPresent(day -> rules.add(new LeftOutRule("expired", false, isPast(day))));
        }
        options.table().scopes().forEach((scope, value) -> {
            String sql = scope(catalog, layout, scope) + " IS DISTINCT FROM " + Sql.literal(value);
            rules.add(new LeftOutRule("of another " + scope, true, sql));
        });
        return new Selection(List.copyOf(rules));
    }

    /** What is no day never passes. */
    private static String isPast(String day) {
        return "left(" + day + ", 10) ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' AND " + day + " COLLATE \"C\" < " + NOW;
    }

    private static Optional<LeftOutRule> mark(CatalogColumn column) {
        if (column.name().equals("is_deleted")) {
            return Optional.of(new LeftOutRule("soft-deleted", false, Sql.text(column.name()) + " IN ('true', '1')"));
        }
        return Optional.ofNullable(MARKS.get(column.name()))
                .map(reason -> new LeftOutRule(reason, false, Sql.column(column.name()) + " IS NOT NULL"));
    }

    /** What a scope is for a row, as SQL. */
    static String scope(CatalogTable catalog, TableLayout layout, String scope) {
        Optional<String> field = layout.fields().stream()
                .filter(f -> f.column().name().equals(scope))
                .map(Field::sql)
                .findFirst();
        return field.or(() -> catalog.column(scope).map(column -> Sql.text(column.name())))
                .or(() -> layout.metadata()
                        .flatMap(catalog::column)
                        .filter(CatalogColumn::isJson)
                        .map(json -> Sql.member(json, scope)))
                .orElseThrow(() -> new MappingException("The table " + catalog.sql() + " has no scope " + scope
                        + ": no column of that name, and no JSON metadata; it has " + catalog.columnNames() + "."));
    }

    /** The condition under which a row is selected. */
    String condition() {
        return rules.stream().map(rule -> "(" + rule.sql() + ") IS NOT TRUE").collect(Collectors.joining(" AND "));
    }

    /** The condition under which a row is left out only because it is of another owner; empty if none was asked for. */
    Optional<String> otherScope() {
        return rules.stream().anyMatch(LeftOutRule::scope)
                ? Optional.of(rules.stream()
                        .filter(LeftOutRule::scope)
                        .map(rule -> "(" + rule.sql() + ")")
                        .collect(Collectors.joining(" OR ")))
                : Optional.empty();
    }
}
