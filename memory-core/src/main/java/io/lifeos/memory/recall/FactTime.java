package io.lifeos.memory.recall;

import io.lifeos.memory.fact.UtcText;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** When a fact happened, in SQL. Other programs write times with a T, without a fraction, or with an offset. */
final class FactTime {

    /** The time of {@code f} as this library writes it, which sorts; null if it is no time. */
    static final String SQL = time("f.timestamp");

    /** Whether the time of {@code f} looks like one. Unless told, SQLite takes that for rare, and leaves the index of times. */
    static final String IS_READABLE = "likely(f.timestamp"
            + " GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9][ T][0-9][0-9]:[0-9][0-9]:[0-9][0-9]*')";

    private FactTime() {}

    private static String time(String text) {
        String offset = "ltrim(substr(" + text + ", 20), '.0123456789')";
        String fraction = "ltrim(substr(" + text + ", 20, length(" + text + ") - 19 - length(" + offset + ")), '.')";
        return "(datetime(substr(" + text + ", 1, 19) || " + offset + ") || substr('.' || " + fraction
                + " || '000000', 1, 7))";
    }

    /** The first time that the file can hold at or after a time. */
    static Instant atOrAfter(Instant time) {
        Instant micros = time.truncatedTo(ChronoUnit.MICROS);
        if (!UtcText.canHold(micros)) {
            throw new IllegalArgumentException(
                    "The time " + time + " cannot be compared; it must lie in the years 1 to 9999 UTC.");
        }
        Instant next = micros.plus(1, ChronoUnit.MICROS);
        return micros.equals(time) || !UtcText.canHold(next) ? micros : next;
    }
}
