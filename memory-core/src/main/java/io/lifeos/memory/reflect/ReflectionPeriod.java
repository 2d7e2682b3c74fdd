package io.lifeos.memory.reflect;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import java.util.Objects;

/**
 * A day, or a week from Monday to Sunday, in UTC, as the daily logs are.
 *
 * @param first the first day
 * @param days the number of days, 1 or 7
 */
public record ReflectionPeriod(LocalDate first, int days) {

    private static final int DAYS_OF_WEEK = 7;
    private static final int LAST_YEAR = 9998;

    /**
     * Checks the period.
     *
     * @throws IllegalArgumentException if it is neither a day nor a week that begins on Monday, or lies outside the years 1 to
     *     9998
     */
    public ReflectionPeriod {
        Objects.requireNonNull(first, "The first day of the period is null.");
        boolean week = days == DAYS_OF_WEEK && first.getDayOfWeek() == DayOfWeek.MONDAY;
        if ((days != 1 && !week) || first.getYear() < 1 || first.getYear() > LAST_YEAR) {
            throw new IllegalArgumentException(
                    "A period is a day, or a week from Monday on, in the years 1 to 9998, not " + days + " days from "
                            + first + "; make one by day(...) or week(...).");
        }
    }

    /**
     * Returns a day.
     *
     * @param day the day
     * @return the period
     * @throws IllegalArgumentException if it lies outside the years 1 to 9998
     */
    public static ReflectionPeriod day(LocalDate day) {
        return new ReflectionPeriod(day, 1);
    }

    /**
     * Returns a week.
     *
     * @param day any day of it
     * @return the period, from Monday to Sunday
     * @throws IllegalArgumentException if its Monday lies outside the years 1 to 9998
     */
    public static ReflectionPeriod week(LocalDate day) {
        return new ReflectionPeriod(
                Objects.requireNonNull(day, "The day of the week is null.")
                        .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)),
                DAYS_OF_WEEK);
    }

    /** {@return the time at which it begins} */
    public Instant from() {
        return first.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** {@return the time at which it is over, which is no part of it} */
    public Instant until() {
        return first.plusDays(days).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** {@return its name: the day, such as {@code 2026-01-25}, or the ISO week, such as {@code 2026-W04}} */
    public String name() {
        return days == 1
                ? first.toString()
                : String.format(
                        Locale.ROOT,
                        "%04d-W%02d",
                        first.get(IsoFields.WEEK_BASED_YEAR),
                        first.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
    }
}
