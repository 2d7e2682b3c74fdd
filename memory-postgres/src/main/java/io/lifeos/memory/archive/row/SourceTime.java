package io.lifeos.memory.archive.row;

import io.lifeos.memory.fact.StoredTime;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Turns PostgreSQL's text of a time into an instant and back. Not every text comes back as it was: {@code
 * format(parse(text))} differs for a local time that a zone has twice or not at all, and for a text column in a form of
 * its own. A caller that needs the original compares, and keeps it.
 *
 * @param kind the type of the column
 * @param zone the zone of a time that names none
 */
public record SourceTime(Kind kind, ZoneId zone) {

    /** The type of a column of times. */
    public enum Kind {
        /** {@code timestamp with time zone}, which the snapshot reads in UTC. */
        WITH_ZONE,
        /**
         * {@code timestamp without time zone}, and any type that is not a time but may hold one: as ISO 8601 text, or as
         * the number of seconds, milliseconds or microseconds since 1970.
         */
        WITHOUT_ZONE,
        /** {@code date}: midnight. */
        DATE
    }

    /** The offset with which PostgreSQL ends a time with a zone when its own zone is UTC. */
    private static final String UTC = "+00";

    private static final Pattern UTC_NAME = Pattern.compile("(:\\d{2}(?:\\.\\d+)?) ?(?:UTC|GMT)$");

    private static final Pattern OFFSET = Pattern.compile("(:\\d{2}(?:\\.\\d+)?) ?([+-]\\d{2}):?(\\d{2})$");

    private static final DateTimeFormatter LOCAL = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendPattern(" HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter();

    private static final DateTimeFormatter PARSER = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendPattern(" HH:mm")
            .optionalStart()
            .appendPattern(":ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HH:mm:ss", "Z")
            .toFormatter()
            .withResolverStyle(ResolverStyle.STRICT);

    static SourceTime ofType(String type, ZoneId zone) {
        return switch (type) {
            case "timestamp with time zone" -> new SourceTime(Kind.WITH_ZONE, zone);
            case "date" -> new SourceTime(Kind.DATE, zone);
            default -> new SourceTime(Kind.WITHOUT_ZONE, zone);
        };
    }

    /**
     * Reads a time. The size of a number shows its unit: it counts seconds, milliseconds or microseconds if that makes it a
     * time from 1980 to 2100, which is so for at most one of them.
     *
     * @param text PostgreSQL's text
     * @return the time to the microsecond; empty for infinity, for a year outside 1 to 9999, and for a text that is not a
     *     time
     */
    public Optional<Instant> parse(String text) {
        if (kind == Kind.WITHOUT_ZONE && EpochTime.isNumber(text)) {
            return EpochTime.parse(text);
        }
        try {
            Instant time = kind == Kind.WITH_ZONE && text.endsWith(UTC)
                    ? StoredTime.parse(text.substring(0, text.length() - UTC.length()))
                    : instant(PARSER.parse(normal(text)));
            return Optional.of(time.truncatedTo(ChronoUnit.MICROS)).filter(StoredTime::canHold);
        } catch (DateTimeParseException notATime) {
            return Optional.empty();
        }
    }

    /**
     * Writes a time as PostgreSQL does.
     *
     * @param time a time
     * @return the text that a column of this kind has for it
     */
    public String format(Instant time) {
        return switch (kind) {
            case WITH_ZONE -> LOCAL.format(time.atOffset(ZoneOffset.UTC)) + UTC;
            case WITHOUT_ZONE -> LOCAL.format(time.atZone(zone));
            case DATE -> DateTimeFormatter.ISO_LOCAL_DATE.format(time.atZone(zone));
        };
    }

    /** Tells whether the meaning of a text depends on the zone. */
    boolean dependsOnZone() {
        return kind != Kind.WITH_ZONE;
    }

    /** One form for the usual spellings: a space before the time, and none before an offset, which has a colon. */
    private static String normal(String text) {
        String zoned =
                OFFSET.matcher(UTC_NAME.matcher(text).replaceFirst("$1Z")).replaceFirst("$1$2:$3");
        return zoned.replace('T', ' ');
    }

    private Instant instant(TemporalAccessor time) {
        LocalTime ofDay = time.query(TemporalQueries.localTime());
        ZoneOffset offset = time.query(TemporalQueries.offset());
        return LocalDate.from(time)
                .atTime(ofDay == null ? LocalTime.MIDNIGHT : ofDay)
                .atZone(offset == null ? zone : offset)
                .toInstant();
    }
}
