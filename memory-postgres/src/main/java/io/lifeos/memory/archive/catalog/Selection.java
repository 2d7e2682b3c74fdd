package io.lifeos.memory.archive.catalog;

import io.lifeos.memory.archive.known.KnownPrograms;
import io.lifeos.memory.archive.known.RetirementMark;
import io.lifeos.memory.archive.profile.ColumnRole;
import io.lifeos.memory.archive.table.ArchiveOptions;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a table that are memories to be read.
 *
 * @param rules the reasons to leave a row out, the first that applies first
 */
public record Selection(List<LeftOutRule> rules) {

    /** The reason to leave out a row in which a column is set, by column. */
    private static final Map<String, String> MARKS = Map.of(
            "deleted_at", "soft-deleted",
            "archived_at", "archived",
            "superseded_by", "superseded");

    private static final String DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}";

    /** The end of a time that names its zone, after its day. */
    private static final String ZONE = ".+(Z|z|[+-][0-9]{2}(:?[0-9]{2})?)$";

    static Selection of(
            Fields fields,
            List<LeftOutRule> ofContent,
            List<LeftOutRule> found,
            ArchiveOptions options,
            boolean asFirstVersion) {
        List<LeftOutRule> rules = new ArrayList<>(ofContent);
        ZoneId zone = asFirstVersion ? ZoneOffset.UTC : options.sourceZone();
        withoutOwner(fields.table()).ifPresent(rules::add);
        if (!options.includeLeftOut()) {
            fields.table()
                    .columns()
                    .forEach(column -> mark(column, asFirstVersion).ifPresent(rules::add));
            KnownPrograms.of(fields.table().profile())
                    .expiration()
                    .flatMap(member -> fields.column(ColumnRole.METADATA).map(json -> expiration(json, member, zone)))
                    .ifPresent(rules::add);
            rules.addAll(found);
        }
        options.table().scopes().forEach((scope, value) -> rules.add(ofAnother(scope, value, fields.scope(scope))));
        return new Selection(List.copyOf(rules));
    }

    private static Optional<LeftOutRule> withoutOwner(CatalogTable table) {
        List<String> owners = KnownPrograms.of(table.profile()).owners().stream()
                .filter(owner -> table.column(owner).isPresent())
                .toList();
        if (owners.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new LeftOutRule(
                "without " + String.join(" and ", owners),
                false,
                owners.stream().map(owner -> RowSql.column(owner) + " IS NULL").collect(Collectors.joining(" AND ")),
                row -> owners.stream().allMatch(owner -> row.get(owner) == null)));
    }

    private static LeftOutRule ofAnother(String scope, String value, Field field) {
        return new LeftOutRule(
                "of another " + scope,
                true,
                "(" + field.sql() + ") COLLATE \"C\" IS DISTINCT FROM " + RowSql.literal(value),
                row -> !Objects.equals(field.reading().of(row), value));
    }

    private static Optional<LeftOutRule> mark(CatalogColumn column, boolean asFirstVersion) {
        if (column.name().equals("is_deleted")) {
            return Optional.of(new LeftOutRule(
                    "soft-deleted",
                    false,
                    "lower(" + RowSql.text(column.name()) + ") IN " + Retirement.list(RetirementMark.YES),
                    row -> RetirementMark.YES.contains(Objects.requireNonNullElse(row.get(column.name()), "")
                            .toLowerCase(Locale.ROOT))));
        }
        return Optional.ofNullable(MARKS.get(column.name()))
                .map(reason -> new LeftOutRule(
                        reason,
                        false,
                        asFirstVersion
                                ? RowSql.column(column.name()) + " IS NOT NULL"
                                : Retirement.sqlIsSet(RowSql.text(column.name())),
                        row -> asFirstVersion
                                ? row.get(column.name()) != null
                                : Retirement.isSet(row.get(column.name()))));
    }

    /**
     * A day ends with itself, in the source's zone unless it is that of a time which names one, which is judged in UTC; a
     * text that is not a day never ends.
     */
    private static LeftOutRule expiration(CatalogColumn json, String member, ZoneId zone) {
        RowText lastDay = RowText.member(json.name(), member);
        String day = RowSql.member(json, member);
        String today = "CASE WHEN " + day + " ~ '^" + DAY + ZONE + "' THEN " + Retirement.today(ZoneOffset.UTC)
                + " ELSE " + Retirement.today(zone) + " END";
        String sql = "left(" + day + ", 10) ~ '^" + DAY + "$' AND " + day + " COLLATE \"C\" < " + today;
        return new LeftOutRule("expired", false, sql, row -> {
            String text = lastDay.of(row);
            return text != null && isPast(text, zone);
        });
    }

    private static boolean isPast(String day, ZoneId zone) {
        ZoneId itsOwn = day.matches("(?s)" + DAY + ZONE) ? ZoneOffset.UTC : zone;
        return day.matches("(?s)" + DAY + ".*")
                && day.compareTo(LocalDate.now(itsOwn).toString()) < 0;
    }

    /** The rule that leaves out a row, given its texts; empty if it is selected. */
    public Optional<LeftOutRule> leftOut(Map<String, @Nullable String> row) {
        return rules.stream().filter(rule -> rule.applies().test(row)).findFirst();
    }

    /** Tells whether a row, given its texts, belongs to another owner than the requested one. */
    public boolean isOfOtherScope(Map<String, @Nullable String> row) {
        return rules.stream().anyMatch(rule -> rule.scope() && rule.applies().test(row));
    }

    /** The condition under which a row is selected. */
    public String condition() {
        return rules.stream().map(rule -> "(" + rule.sql() + ") IS NOT TRUE").collect(Collectors.joining(" AND "));
    }

    /** The condition under which a row is left out only because it is of another owner; empty if none was requested. */
    public Optional<String> otherScope() {
        return rules.stream().anyMatch(LeftOutRule::scope)
                ? Optional.of(rules.stream()
                        .filter(LeftOutRule::scope)
                        .map(rule -> "(" + rule.sql() + ")")
                        .collect(Collectors.joining(" OR ")))
                : Optional.empty();
    }
}
