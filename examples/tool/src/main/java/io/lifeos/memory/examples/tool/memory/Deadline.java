package io.lifeos.memory.examples.tool.memory;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/**
 * A time to come, as a person writes it: a day in UTC, such as 2026-12-31, a moment, or how long from now, such as 7d or 12h.
 *
 * @param moment the first moment of it
 */
public record Deadline(Instant moment) {

    /**
     * Reads a time to come.
     *
     * @param text what a person wrote
     * @param clock gives the present
     * @return the time
     * @throws DateTimeException if it is none, or is over
     */
    public static Deadline parse(String text, Clock clock) {
        Instant now = clock.instant();
        Instant read = TimeSpan.parse(text, clock).start();
        boolean relative = text.endsWith("d") || text.endsWith("h");
        Instant moment = relative ? now.plus(Duration.between(read, now).abs()) : read;
        if (!moment.isAfter(now)) {
            throw new DateTimeException(text + " is over");
        }
        return new Deadline(moment);
    }
}
