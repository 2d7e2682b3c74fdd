package io.lifeos.memory.archive.row;

import io.lifeos.memory.fact.StoredTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Period;
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
         * {@code timestamp without time zone}, and any type that is not a time but may hold one: as a text by ISO 8601, by
         * RFC 2822 or in a form of HTTP, or as the number of seconds, milliseconds or microseconds since 1970.
         */
        WITHOUT_ZONE,
        /** {@code date}: midnight. */
        DATE
    }

    /**
     * A time that was read.
     *
     * @param time the time to the microsecond
     * @param assumed true if it names no zone, so that it was read in that of the source
     */
    public record Reading(Instant time, boolean assumed) {}

    /** The offset with which PostgreSQL ends a time with a zone when its own zone is UTC. */
    private static final String UTC = "+00";

    /** The number of digits before the first hyphen of a time by ISO 8601. */
    private static final int YEAR = 4;

    private static final int HOUR = 11;
    private static final int SECOND = 16;

    private static final Pattern UTC_NAME = Pattern.compile("(:\\d{2}(?:\\.\\d+)?) ?(?:UTC|GMT)$");

    private static final Pattern OFFSET = Pattern.compile("(:\\d{2}(?:\\.\\d+)?) ?([+-]\\d{2}):?(\\d{2})$");

    /** The end of a day, and the second that some days have more, both of which ISO 8601 allows. */
    private static final Pattern MIDNIGHT =
            Pattern.compile("^(\\d{4}-\\d{2}-\\d{2} )24(:00(?::00(?:\\.0+)?)?)(?![:.\\d])");

    private static final Pattern LEAP_SECOND =
            Pattern.compile("^(\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:)60(?:\\.0+)?(?![.\\d])");

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
        return read(text).map(Reading::time);
    }

    /**
     * Reads a time as a version of the mapping did: to the first one, the times of mails and of HTTP, the end of a day as
     * {@code 24:00} and leap seconds were no times.
     *
     * @param text PostgreSQL's text
     * @param mappingVersion a {@link MappingVersion}
     * @return the time; empty as for {@link #parse}
     */
    public Optional<Reading> read(String text, int mappingVersion) {
        boolean later = !(kind == Kind.WITHOUT_ZONE && EpochTime.isNumber(text))
                && (!beginsWithYear(text) || text.startsWith("24:", HOUR) || text.startsWith(":60", SECOND));
        return later && mappingVersion == MappingVersion.FIRST ? Optional.empty() : read(text);
    }

    /**
     * Reads a time as {@link #parse} does, and tells whether it names its zone.
     *
     * @param text PostgreSQL's text
     * @return the time; empty as for {@link #parse}
     */
    public Optional<Reading> read(String text) {
        if (kind == Kind.WITHOUT_ZONE && EpochTime.isNumber(text)) {
            return EpochTime.parse(text).map(time -> new Reading(time, false));
        }
        return (beginsWithYear(text) ? readIso(text) : readMail(text))
                .map(read -> new Reading(read.time().truncatedTo(ChronoUnit.MICROS), read.assumed()))
                .filter(read -> StoredTime.canHold(read.time()));
    }

    private static boolean beginsWithYear(String text) {
        return text.length() > YEAR && text.charAt(YEAR) == '-';
    }

    private Optional<Reading> readIso(String text) {
        try {
            return Optional.of(
                    kind == Kind.WITH_ZONE && text.endsWith(UTC)
                            ? new Reading(StoredTime.parse(text.substring(0, text.length() - UTC.length())), false)
                            : readNormal(normal(text)));
        } catch (DateTimeParseException notATime) {
            return Optional.empty();
        }
    }

    private Optional<Reading> readMail(String text) {
        return MailTime.parse(text)
                .map(mail -> new Reading(
                        mail.local()
                                .atZone(mail.offset() == null ? zone : mail.offset())
                                .toInstant(),
                        mail.offset() == null));
    }

    /**
     * Writes a time as PostgreSQL does.
     *
     * @param time a time
     * @return the text that a column of this kind has for it
     */
    public String format(Instant time) {
        return switch (kind) {
            case WITH_ZONE -> local(time, ZoneOffset.UTC) + UTC;
            case WITHOUT_ZONE -> local(time, zone);
            case DATE -> DateTimeFormatter.ISO_LOCAL_DATE.format(time.atZone(zone));
        };
    }

    /** PostgreSQL leaves out zeros at the end of a fraction. */
    private static String local(Instant time, ZoneId zone) {
        boolean utc = zone.equals(ZoneOffset.UTC) || zone.normalized().equals(ZoneOffset.UTC);
        if (!utc || !StoredTime.canHold(time)) {
            return LOCAL.format(time.atZone(zone));
        }
        String text = StoredTime.format(time);
        int end = text.length();
        while (text.charAt(end - 1) == '0') {
            end--;
        }
        return text.charAt(end - 1) == '.' ? text.substring(0, end - 1) : text.substring(0, end);
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

    private Reading readNormal(String text) {
        if (text.startsWith("24:", HOUR)) {
            String begin = MIDNIGHT.matcher(text).replaceFirst("$100$2");
            return reading(PARSER.parse(begin), Period.ofDays(1), Duration.ZERO);
        } else if (text.startsWith(":60", SECOND)) {
            String before = LEAP_SECOND.matcher(text).replaceFirst("$159");
            return reading(PARSER.parse(before), Period.ZERO, Duration.ofSeconds(1));
        }
        return reading(PARSER.parse(text), Period.ZERO, Duration.ZERO);
    }

    private Reading reading(TemporalAccessor time, Period days, Duration more) {
        LocalTime ofDay = time.query(TemporalQueries.localTime());
        ZoneOffset offset = time.query(TemporalQueries.offset());
        Instant instant = LocalDate.from(time)
                .plus(days)
                .atTime(ofDay == null ? LocalTime.MIDNIGHT : ofDay)
                .atZone(offset == null ? zone : offset)
                .toInstant()
                .plus(more);
        return new Reading(instant, offset == null);
    }
}
