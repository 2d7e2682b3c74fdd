package io.lifeos.memory.postgres;

import io.lifeos.memory.archive.catalog.RowSql;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Conditions on texts that may be times, in SQL: what {@link io.lifeos.memory.archive.row.SourceTime} reads, but for a day
 * that only some years have.
 */
final class TimeText {

    private static final String DAY = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])";

    private static final String OF_DAY =
            "(([01][0-9]|2[0-3]):[0-5][0-9](:([0-5][0-9]([.][0-9]{1,9})?|60([.]0+)?))?" + "|24:00(:00([.]0+)?)?)";

    private static final String ISO =
            "^(?!0000)" + DAY + "([T ]" + OF_DAY + "( ?(Z|UTC|GMT|[+-][0-9]{2}(:?[0-9]{2})?))?)?$";

    private static final String NO_SUCH_DAY = "^.{5}(02-3|(04|06|09|11)-31)";

    private static final String MONTH = "(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)";

    private static final String MAIL = "^((mon|tue|wed|thu|fri|sat|sun)[a-z]*,? +)?([0-9]{1,2}[ -]" + MONTH
            + "[ -]([0-9]{4}|[0-9]{2}),? +[0-9]{2}:[0-9]{2}(:[0-9]{2})?( +([+-][0-9]{4}|[a-z]{1,3}))?( +[(][^)]*[)])?|"
            + MONTH + " +[0-9]{1,2} [0-9]{2}:[0-9]{2}(:[0-9]{2})? [0-9]{4})$";

    private static final String NUMBER = "^[0-9]{1,20}([.][0-9]{1,20})?([eE][+]?[0-9]{1,2})?$";

    /** The end of a text that names its zone, after the ten characters of a day. */
    private static final String ZONE = "([+-][0-9]{2}(:?[0-9]{2})?|[A-Za-z]{1,3}|[)])$";

    private TimeText() {}

    /** The condition that a text is a time. */
    static String isTime(String text) {
        return "CASE WHEN " + text + " ~ " + RowSql.literal(NUMBER) + " THEN " + isEpoch("(" + text + ")::numeric")
                + " ELSE " + text + " ~ " + RowSql.literal(ISO) + " AND " + text + " !~ " + RowSql.literal(NO_SUCH_DAY)
                + " OR " + text + " ~* " + RowSql.literal(MAIL) + " END";
    }

    /** The condition that a text that is a time names its zone, or needs none. */
    static String hasZone(String text) {
        return text + " ~ " + RowSql.literal(NUMBER) + " OR substr(" + text + ", 11) ~ " + RowSql.literal(ZONE);
    }

    private static String isEpoch(String number) {
        BigDecimal first =
                BigDecimal.valueOf(Instant.parse("1980-01-01T00:00:00Z").getEpochSecond());
        BigDecimal end =
                BigDecimal.valueOf(Instant.parse("2100-01-01T00:00:00Z").getEpochSecond());
        return Stream.of(0, 3, 6)
                .map(digits -> number + " >= " + first.movePointRight(digits) + " AND " + number + " < "
                        + end.movePointRight(digits))
                .collect(Collectors.joining(" OR "));
    }
}
