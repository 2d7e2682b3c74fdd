package io.lifeos.memory.archive.row;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A time as mails and web servers write it: by RFC 2822, such as {@code Sun, 25 Jan 2026 15:07:40 +0000}, and in the three
 * forms of HTTP.
 *
 * @param local the day and the time of day
 * @param offset the offset that it names; null if none
 */
record MailTime(LocalDateTime local, @Nullable ZoneOffset offset) {

    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

    /** The names of RFC 2822, whose letters have no other meaning there. */
    private static final Map<String, Integer> HOURS =
            Map.of("est", -5, "edt", -4, "cst", -6, "cdt", -5, "mst", -7, "mdt", -6, "pst", -8, "pdt", -7);

    private static final String DAY = "(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? +)?";
    private static final String MONTH = "(?<month>" + String.join("|", MONTHS) + ")";
    private static final String CLOCK = "(?<clock>\\d{2}:\\d{2}(?::\\d{2})?)";
    private static final String ZONE = "(?: +(?<zone>[+-]\\d{4}|[a-z]{1,3}))?(?: +\\([^)]*\\))?";

    private static final List<Pattern> FORMS = List.of(
            form("(?<day>\\d{1,2})[ -]" + MONTH + "[ -](?<year>\\d{4}|\\d{2}),? +" + CLOCK + ZONE),
            form(MONTH + " +(?<day>\\d{1,2}) " + CLOCK + "(?<zone>) (?<year>\\d{4})"));

    private static final int CENTURY = 100;

    /** A year of two digits lies from 1970 to 2069. */
    private static final int FIRST_YEAR = 1970;

    private static Pattern form(String rest) {
        return Pattern.compile(DAY + rest, Pattern.CASE_INSENSITIVE);
    }

    /** The time; empty if the text is none in these forms. */
    static Optional<MailTime> parse(String text) {
        for (Pattern form : FORMS) {
            Matcher found = form.matcher(text);
            if (found.matches()) {
                return read(found);
            }
        }
        return Optional.empty();
    }

    private static Optional<MailTime> read(Matcher found) {
        try {
            LocalDate day = LocalDate.of(
                    year(found.group("year")),
                    MONTHS.indexOf(found.group("month").toLowerCase(Locale.ROOT)) + 1,
                    Integer.parseInt(found.group("day")));
            String zone = found.group("zone");
            return Optional.of(new MailTime(
                    day.atTime(LocalTime.parse(found.group("clock"))),
                    zone == null || zone.isEmpty() ? null : offset(zone.toLowerCase(Locale.ROOT))));
        } catch (DateTimeException noSuchTime) {
            return Optional.empty();
        }
    }

    private static int year(String digits) {
        int year = Integer.parseInt(digits);
        return digits.length() > 2 ? year : FIRST_YEAR + Math.floorMod(year - FIRST_YEAR, CENTURY);
    }

    private static ZoneOffset offset(String zone) {
        if (List.of("gmt", "ut", "utc", "z").contains(zone)) {
            return ZoneOffset.UTC;
        }
        Integer hours = HOURS.get(zone);
        return hours == null ? ZoneOffset.of(zone) : ZoneOffset.ofHours(hours);
    }
}
