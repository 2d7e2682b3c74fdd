package io.lifeos.memory.fact;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;

/**
 * Reads and writes times as the file holds them: UTC text {@code YYYY-MM-DD HH:MM:SS.ffffff}, which sorts as time does. The
 * spellings of another program, with a {@code T}, without a fraction or with an offset, are read too.
 */
public final class StoredTime {

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

    private static final String SHAPE = "0000-00-00 00:00:00.000000";

    /** The length of a text without a fraction. */
    private static final int WHOLE = 19;

    private static final int NANOS_PER_MICRO = 1_000;

    private static final int FIRST_YEAR_OF_FIVE_DIGITS = 10_000;

    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS");

    private static final DateTimeFormatter PARSER = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendLiteral(' ')
            .appendPattern("HH:mm:ss")
            .appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true)
            .optionalStart()
            .appendOffset("+HH:MM", "Z")
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    private StoredTime() {}

    /**
     * Tells whether a time can be written without loss.
     *
     * @param time a time
     * @return true if it lies in the years 1 to 9999 UTC and is no finer than a microsecond
     */
    public static boolean canHold(Instant time) {
        return !time.isBefore(FIRST)
                && !time.isAfter(LAST)
                && time.get(ChronoField.NANO_OF_SECOND) % NANOS_PER_MICRO == 0;
    }

    /**
     * Writes a time.
     *
     * @param time a time that {@linkplain #canHold(Instant) can be held}
     * @return its text
     */
    public static String format(Instant time) {
        LocalDateTime local = LocalDateTime.ofEpochSecond(time.getEpochSecond(), time.getNano(), ZoneOffset.UTC);
        if (local.getYear() < 0 || local.getYear() >= FIRST_YEAR_OF_FIVE_DIGITS) {
            return FORMAT.format(local);
        }
        byte[] text = SHAPE.getBytes(StandardCharsets.US_ASCII);
        put(local.getYear(), text, 0, 4);
        put(local.getMonthValue(), text, 5, 7);
        put(local.getDayOfMonth(), text, 8, 10);
        put(local.getHour(), text, 11, 13);
        put(local.getMinute(), text, 14, 16);
        put(local.getSecond(), text, 17, 19);
        put(local.getNano() / NANOS_PER_MICRO, text, 20, 26);
        return new String(text, StandardCharsets.US_ASCII);
    }

    /** Writes by hand, as {@link #plain} reads: every fact that is stored passes here. */
    private static void put(int number, byte[] text, int from, int to) {
        int rest = number;
        for (int i = to - 1; i >= from; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /**
     * Reads a time.
     *
     * @param text {@code YYYY-MM-DD HH:MM:SS}, with {@code T} for the space if it was so written, with up to six digits
     *     of a fraction, and an offset if it is not UTC
     * @return the time
     * @throws DateTimeParseException if the text is something else
     */
    public static Instant parse(String text) {
        return isPlain(text) ? plain(text) : parseAny(text);
    }

    /** Tells whether a text looks as {@link #format} writes it, but for zeros at its end; its numbers may be out of range. */
    private static boolean isPlain(String text) {
        if (text.length() != WHOLE && (text.length() < WHOLE + 2 || text.length() > SHAPE.length())) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            char expected = SHAPE.charAt(i);
            if (expected == '0' ? c < '0' || c > '9' : c != expected) {
                return false;
            }
        }
        return true;
    }

    /** Ten times as fast as the parser for any text, which matters as every fact that is read passes here. */
    private static Instant plain(String text) {
        try {
            return LocalDateTime.of(
                            number(text, 0, 4),
                            number(text, 5, 7),
                            number(text, 8, 10),
                            number(text, 11, 13),
                            number(text, 14, 16),
                            number(text, 17, WHOLE),
                            nanos(text))
                    .toInstant(ZoneOffset.UTC);
        } catch (DateTimeException outOfRange) {
            return parseAny(text);
        }
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }

    private static int nanos(String text) {
        int micros = text.length() == WHOLE ? 0 : number(text, WHOLE + 1, text.length());
        for (int i = Math.max(text.length(), WHOLE + 1); i < SHAPE.length(); i++) {
            micros *= 10;
        }
        return NANOS_PER_MICRO * micros;
    }

    private static Instant parseAny(String text) {
        TemporalAccessor time = PARSER.parse(text.replace('T', ' '));
        ZoneOffset offset = time.query(TemporalQueries.offset());
        return LocalDateTime.from(time).toInstant(offset == null ? ZoneOffset.UTC : offset);
    }

    /**
     * Returns the day of a time, which names its daily log.
     *
     * @param time a time
     * @return its day in UTC
     */
    public static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }
}
