package io.lifeos.memory.archive.row;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A time as a number since 1970, whose size shows its unit. */
final class EpochTime {

    private static final BigDecimal FIRST =
            BigDecimal.valueOf(Instant.parse("1980-01-01T00:00:00Z").getEpochSecond());
    private static final BigDecimal END =
            BigDecimal.valueOf(Instant.parse("2100-01-01T00:00:00Z").getEpochSecond());

    /** The powers of ten that make seconds, milliseconds and microseconds of a second. No number fits two of them. */
    private static final List<Integer> UNITS = List.of(0, 3, 6);

    private static final int MICROSECOND = 6;

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,20}(?:\\.[0-9]{1,20})?(?:[eE]\\+?[0-9]{1,2})?");

    private EpochTime() {}

    static boolean isNumber(String text) {
        return NUMBER.matcher(text).matches();
    }

    /** The time to the microsecond; empty if the number is none from 1980 to 2100 in any of the units. */
    static Optional<Instant> parse(String number) {
        BigDecimal count = new BigDecimal(number);
        return UNITS.stream()
                .map(count::movePointLeft)
                .filter(seconds -> seconds.compareTo(FIRST) >= 0 && seconds.compareTo(END) < 0)
                .findFirst()
                .map(seconds -> Instant.EPOCH.plus(
                        seconds.movePointRight(MICROSECOND)
                                .setScale(0, RoundingMode.FLOOR)
                                .longValueExact(),
                        ChronoUnit.MICROS));
    }
}
