package io.lifeos.memory.examples.tool.memory;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a person calls a time: a day in UTC, such as 2026-01-25, a moment, such as 2026-01-25T15:00:00Z, or how long ago, such as
 * 7d or 12h.
 *
 * @param start the first moment
 * @param end the moment after the last
 */
public record TimeSpan(Instant start, Instant end) {

    private static final Pattern AGO = Pattern.compile("(\\d{1,6})([dh])");

    /**
     * Reads a time.
     *
     * @param text what a person wrote
     * @param clock gives the present
     * @return the time
     * @throws DateTimeParseException if it is none
     */
    public static TimeSpan parse(String text, Clock clock) {
        Matcher ago = AGO.matcher(text);
        if (ago.matches()) {
            long number = Long.parseLong(ago.group(1));
            Duration age = ago.group(2).equals("d") ? Duration.ofDays(number) : Duration.ofHours(number);
            return at(clock.instant().minus(age));
        }
        if (text.indexOf('T') < 0) {
            LocalDate day = LocalDate.parse(text);
            return new TimeSpan(
                    day.atStartOfDay(ZoneOffset.UTC).toInstant(),
                    day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
        }
        return at(Instant.parse(text));
    }

    private static TimeSpan at(Instant moment) {
        return new TimeSpan(moment, moment);
    }
}
