package io.lifeos.memory.archive.catalog;

import io.lifeos.memory.archive.known.KnownPrograms;
import io.lifeos.memory.archive.known.RetirementMark;
import io.lifeos.memory.archive.known.RetirementMark.Test;
import io.lifeos.memory.archive.profile.ColumnRole;
import io.lifeos.memory.archive.row.FieldPath;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
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
    private static final String UTC = " ?(Z|z|[+-]00(:?00)?)?";
    private static final String OTHER_ZONE = " ?[+-][0-9]{2}(:?[0-9]{2})?";
    private static final String SECONDS = "[0-9]{9,10}([.][0-9]+)?";
    private static final String MILLISECONDS = "[0-9]{12,13}";
    private static final String MICROSECONDS = "[0-9]{15,16}";

    private static final Pattern IS_NO_DAY = Pattern.compile(NO_DAY);
    private static final Pattern IS_TOO_EARLY = Pattern.compile(TOO_EARLY);
    private static final Pattern IS_DAY = Pattern.compile(DAY);
    private static final Pattern IS_TIME = Pattern.compile(TIME + UTC);
    private static final Pattern IS_TIME_ELSEWHERE = Pattern.compile(TIME + OTHER_ZONE);
    private static final Pattern IS_NUMBER = Pattern.compile(SECONDS + "|" + MILLISECONDS + "|" + MICROSECONDS);

    private Retirement() {}

    static List<LeftOutRule> rules(Fields fields, Findings findings) {
        List<LeftOutRule> rules = new ArrayList<>();
        for (CatalogColumn column : fields.table().columns()) {
            if (!OF_FIRST_VERSION.contains(column.name())) {
                RetirementMark.of(column.name())
                        .map(mark -> rule(mark, fields, FieldPath.column(column.name()), byType(mark, column)))
                        .ifPresent(rules::add);
            }
        }
        Optional<String> known = KnownPrograms.of(fields.table().profile()).expiration();
        fields.column(ColumnRole.METADATA)
                .ifPresent(json -> findings.members().stream()
                        .filter(name -> !known.equals(Optional.of(name)))
                        .sorted()
                        .forEach(name -> RetirementMark.of(name)
                                .map(mark -> rule(mark, fields, FieldPath.member(json.name(), name), Optional.empty()))
                                .ifPresent(rules::add)));
        return rules;
    }

    private static LeftOutRule rule(RetirementMark mark, Fields fields, FieldPath place, Optional<String> sql) {
        RowText text = RowText.path(place);
        Predicate<String> test = test(mark.test());
        return new LeftOutRule(
                mark.reason() + " (" + place.name() + ")",
                false,
                sql.orElseGet(() -> sql(mark.test(), fields.sql(place))),
                row -> {
                    String value = text.of(row);
                    return value != null && test.test(value);
                });
    }

    /** A condition that PostgreSQL can tell by the column's own type; empty if by its text. */
    private static Optional<String> byType(RetirementMark mark, CatalogColumn column) {
        String value = RowSql.column(column.name());
        boolean past = mark.test() == Test.PAST;
        String between = value + " >= '1971-01-01' AND " + value;
        return switch (column.baseType()) {
            case "timestamp with time zone" -> past ? Optional.of(between + " < now()") : Optional.empty();
            case "timestamp without time zone" ->
                past ? Optional.of(between + " < now() AT TIME ZONE 'UTC'") : Optional.empty();
            case "date" -> past ? Optional.of(between + " < (now() AT TIME ZONE 'UTC')::date") : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static String sql(Test test, String text) {
        return switch (test) {
            case SET -> sqlIsSet(text);
            case TRUE -> "lower(btrim(" + text + ")) IN " + list(RetirementMark.YES);
            case FALSE -> "lower(btrim(" + text + ")) IN " + list(RetirementMark.NO);
            case STATE -> "lower(btrim(" + text + ")) IN " + list(RetirementMark.STATES);
            case PAST -> isPast("(" + text + ")");
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

    private static String isPast(String text) {
        String epoch = "extract(epoch FROM now())";
        return "CASE WHEN " + text + " ~ " + RowSql.literal("^" + TOO_EARLY) + " THEN FALSE WHEN " + matches(text, DAY)
                + " THEN " + text + " COLLATE \"C\" < " + utc("YYYY-MM-DD")
                + " WHEN " + matches(text, TIME + UTC) + " THEN translate(left(" + text
                + ", 16), ' ', 'T') COLLATE \"C\" < "
                + utc("YYYY-MM-DD\"T\"HH24:MI")
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

    private static String utc(String form) {
        return "to_char(now() AT TIME ZONE 'UTC', '" + form + "')";
    }

    private static Predicate<String> test(Test test) {
        return switch (test) {
            case SET -> Retirement::isSet;
            case TRUE -> value -> RetirementMark.YES.contains(word(value));
            case FALSE -> value -> RetirementMark.NO.contains(word(value));
            case STATE -> value -> RetirementMark.STATES.contains(word(value));
            case PAST -> value -> isPast(value, Instant.now());
        };
    }

    private static String word(String value) {
        return value.strip().toLowerCase(Locale.ROOT);
    }

    /**
     * Tells whether a day or a time has passed. A day ends with itself. A time that names another zone than UTC is looked at
     * by its day, and counts as passed when it has passed everywhere.
     */
    static boolean isPast(String text, Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        if (IS_TOO_EARLY.matcher(text).lookingAt()) {
            return false;
        } else if (IS_DAY.matcher(text).matches()) {
            return text.compareTo(today.toString()) < 0;
        } else if (IS_TIME.matcher(text).matches()) {
            return text.substring(0, 16)
                            .replace(' ', 'T')
                            .compareTo(now.toString().substring(0, 16))
                    < 0;
        } else if (IS_TIME_ELSEWHERE.matcher(text).matches()) {
            return text.substring(0, 10).compareTo(today.minusDays(1).toString()) < 0;
        } else if (IS_NUMBER.matcher(text).matches()) {
            double number = Double.parseDouble(text);
            double seconds = number > 1e14 ? number / 1e6 : number > 1e11 ? number / 1e3 : number;
            return seconds < now.getEpochSecond();
        }
        return false;
    }
}
