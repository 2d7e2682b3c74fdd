package io.lifeos.memory.archive.catalog;

import io.lifeos.memory.archive.known.KnownPrograms;
import io.lifeos.memory.archive.known.RetirementMark;
import io.lifeos.memory.archive.known.RetirementMark.Test;
import io.lifeos.memory.archive.profile.ColumnRole;
import io.lifeos.memory.archive.row.FieldPath;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Leaves out the rows that their program has retired, by any mark that a column or a member of the metadata may be. */
final class Retirement {

    /** The marks that the first version knew, which have rules of their own. */
    private static final Set<String> OF_FIRST_VERSION =
            Set.of("deleted_at", "archived_at", "superseded_by", "is_deleted");

    private static final Set<String> NOT_SET = Set.of("", "0", "false", "f", "null", "none", "infinity", "-infinity");

    /** The days by which programs say that there is no day: the first and the last of their calendars. */
    private static final String NO_DAY = "(0000-00-00|0001-01-01|1970-01-01|9999-01-01|9999-12-31)";

    /** Years in which no memory expired, so that a time in one says that there is none. */
    private static final String TOO_EARLY = "(0|1[0-8]|19[0-6]|1970)[0-9]*-";

    private static final String DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}";
    private static final String TIME = DAY + "[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?";
    private static final String UTC = " ?(Z|z|[+-]00(:?00)?)";
    private static final String OTHER_ZONE = " ?[+-][0-9]{2}(:?[0-9]{2})?";
    private static final String SECONDS = "[0-9]{9,10}([.][0-9]+)?";
    private static final String MILLISECONDS = "[0-9]{12,13}";
    private static final String MICROSECONDS = "[0-9]{15,16}";

    private static final Pattern IS_NO_DAY = Pattern.compile(NO_DAY);
    private static final Pattern IS_TOO_EARLY = Pattern.compile(TOO_EARLY);
    private static final Pattern IS_DAY = Pattern.compile(DAY);
    private static final Pattern IS_TIME = Pattern.compile(TIME);
    private static final Pattern IS_TIME_IN_UTC = Pattern.compile(TIME + UTC);
    private static final Pattern IS_TIME_ELSEWHERE = Pattern.compile(TIME + OTHER_ZONE);
    private static final Pattern IS_NUMBER = Pattern.compile(SECONDS + "|" + MILLISECONDS + "|" + MICROSECONDS);

    private Retirement() {}

    /** A time that names no zone is one of the source's. */
    static List<LeftOutRule> rules(Fields fields, Findings findings, ZoneId zone) {
        List<LeftOutRule> rules = new ArrayList<>();
        for (CatalogColumn column : fields.table().columns()) {
            if (!OF_FIRST_VERSION.contains(column.name())) {
                RetirementMark.of(column.name())
                        .map(mark ->
                                rule(mark, fields, FieldPath.column(column.name()), byType(mark, column, zone), zone))
                        .ifPresent(rules::add);
            }
        }
        Optional<String> known = KnownPrograms.of(fields.table().profile()).expiration();
        fields.column(ColumnRole.METADATA)
                .ifPresent(json -> findings.members().stream()
                        .filter(name -> !known.equals(Optional.of(name)))
                        .sorted()
                        .forEach(name -> RetirementMark.of(name)
                                .map(mark ->
                                        rule(mark, fields, FieldPath.member(json.name(), name), Optional.empty(), zone))
                                .ifPresent(rules::add)));
        return rules;
    }

    private static LeftOutRule rule(
            RetirementMark mark, Fields fields, FieldPath place, Optional<String> sql, ZoneId zone) {
        RowText text = RowText.path(place);
        Predicate<String> test = test(mark.test(), zone);
        return new LeftOutRule(
                mark.reason() + " (" + place.name() + ")",
                false,
                sql.orElseGet(() -> sql(mark.test(), fields.sql(place), zone)),
                row -> {
                    String value = text.of(row);
                    return value != null && test.test(value);
                });
    }

    /** A condition that PostgreSQL can tell by the column's own type; empty if by its text. */
    private static Optional<String> byType(RetirementMark mark, CatalogColumn column, ZoneId zone) {
        String value = RowSql.column(column.name());
        boolean past = mark.test() == Test.PAST;
        String between = value + " >= '1971-01-01' AND " + value;
        return switch (column.baseType()) {
            case "timestamp with time zone" -> past ? Optional.of(between + " < now()") : Optional.empty();
            case "timestamp without time zone" -> past ? Optional.of(between + " < " + now(zone)) : Optional.empty();
            case "date" -> past ? Optional.of(between + " < (" + now(zone) + ")::date") : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static String sql(Test test, String text, ZoneId zone) {
        return switch (test) {
            case SET -> sqlIsSet(text);
            case TRUE -> "lower(btrim(" + text + ")) IN " + list(RetirementMark.YES);
            case FALSE -> "lower(btrim(" + text + ")) IN " + list(RetirementMark.NO);
            case STATE -> "lower(btrim(" + text + ")) IN " + list(RetirementMark.STATES);
            case PAST -> isPast("(" + text + ")", zone);
        };
    }

    /** The condition that a text is set to something; one that stands for nothing is not. */
    static String sqlIsSet(String text) {
        return "lower(btrim(" + text + ")) NOT IN " + list(NOT_SET) + " AND btrim(" + text + ") !~ "
                + RowSql.literal("^" + NO_DAY);
    }

    /** Tells the same of a text that was read. */
    static boolean isSet(@Nullable String text) {
        return text != null
                && !NOT_SET.contains(word(text))
                && !IS_NO_DAY.matcher(text.strip()).lookingAt();
    }

    static String list(Set<String> words) {
        return RowSql.literals(new TreeSet<>(words));
    }

    private static String isPast(String text, ZoneId zone) {
        String epoch = "extract(epoch FROM now())";
        return "CASE WHEN " + text + " ~ " + RowSql.literal("^" + TOO_EARLY) + " THEN FALSE WHEN " + matches(text, DAY)
                + " THEN " + text + " COLLATE \"C\" < " + today(zone)
                + " WHEN " + matches(text, TIME) + " THEN " + isBefore(text, zone)
                + " WHEN " + matches(text, TIME + UTC) + " THEN " + isBefore(text, ZoneOffset.UTC)
                + " WHEN " + matches(text, TIME + OTHER_ZONE) + " THEN left(" + text + ", 10) COLLATE \"C\" < "
                + "to_char(now() AT TIME ZONE 'UTC' - interval '1 day', 'YYYY-MM-DD')"
                + " WHEN " + matches(text, SECONDS) + " THEN " + text + "::numeric < " + epoch
                + " WHEN " + matches(text, MILLISECONDS) + " THEN " + text + "::numeric < 1000 * " + epoch
                + " WHEN " + matches(text, MICROSECONDS) + " THEN " + text + "::numeric < 1000000 * " + epoch
                + " ELSE FALSE END";
    }

    private static String matches(String text, String pattern) {
        return text + " ~ " + RowSql.literal("^(" + pattern + ")$");
    }

    private static String isBefore(String time, ZoneId zone) {
        return "translate(left(" + time + ", 16), ' ', 'T') COLLATE \"C\" < " + now(zone, "YYYY-MM-DD\"T\"HH24:MI");
    }

    /** The day there, as a text of SQL. */
    static String today(ZoneId zone) {
        return now(zone, "YYYY-MM-DD");
    }

    private static String now(ZoneId zone, String form) {
        return "to_char(" + now(zone) + ", '" + form + "')";
    }

    /** The time there by its offset, as the server may not know each zone, and reads the sign of an offset's name otherwise. */
    private static String now(ZoneId zone) {
        ZoneOffset offset = zone.getRules().getOffset(Instant.now());
        return "now() AT TIME ZONE "
                + (offset.equals(ZoneOffset.UTC) ? "'UTC'" : "INTERVAL " + RowSql.literal(offset.getId()));
    }

    private static Predicate<String> test(Test test, ZoneId zone) {
        return switch (test) {
            case SET -> Retirement::isSet;
            case TRUE -> value -> RetirementMark.YES.contains(word(value));
            case FALSE -> value -> RetirementMark.NO.contains(word(value));
            case STATE -> value -> RetirementMark.STATES.contains(word(value));
            case PAST -> value -> isPast(value, Instant.now(), zone);
        };
    }

    private static String word(String value) {
        return value.strip().toLowerCase(Locale.ROOT);
    }

    /**
     * Tells whether a day or a time has passed. A day ends with itself. A time that names another zone than UTC is looked at
     * by its day, and counts as passed when it has passed everywhere; one that names none is of the given zone.
     */
    static boolean isPast(String text, Instant now, ZoneId zone) {
        if (IS_TOO_EARLY.matcher(text).lookingAt()) {
            return false;
        } else if (IS_DAY.matcher(text).matches()) {
            return text.compareTo(LocalDate.ofInstant(now, zone).toString()) < 0;
        } else if (IS_TIME.matcher(text).matches()) {
            return isBefore(text, LocalDateTime.ofInstant(now, zone));
        } else if (IS_TIME_IN_UTC.matcher(text).matches()) {
            return isBefore(text, LocalDateTime.ofInstant(now, ZoneOffset.UTC));
        } else if (IS_TIME_ELSEWHERE.matcher(text).matches()) {
            LocalDate yesterday = LocalDate.ofInstant(now, ZoneOffset.UTC).minusDays(1);
            return text.substring(0, 10).compareTo(yesterday.toString()) < 0;
        } else if (IS_NUMBER.matcher(text).matches()) {
            double number = Double.parseDouble(text);
            double seconds = number > 1e14 ? number / 1e6 : number > 1e11 ? number / 1e3 : number;
            return seconds < now.getEpochSecond();
        }
        return false;
    }

    private static boolean isBefore(String time, LocalDateTime now) {
        return time.substring(0, 16)
                        .replace(' ', 'T')
                        .compareTo(now.truncatedTo(ChronoUnit.MINUTES).toString())
                < 0;
    }
}
