package io.lifeos.memory.fact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredTimeTest {

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

    @Test
    void keeps_every_time_to_the_microsecond_and_sorts_as_time_does() {
        long seed = System.nanoTime();
        System.out.println("StoredTimeTest seed " + seed);
        Random random = new Random(seed);
        Instant before = FIRST;
        for (int i = 0; i < 20_000; i++) {
            Instant time = random.nextBoolean() ? anyTime(random) : before.plus(random.nextInt(3), ChronoUnit.MICROS);
            String text = StoredTime.format(time);
            assertThat(StoredTime.parse(text)).as("seed %s", seed).isEqualTo(time);
            assertThat(Integer.signum(text.compareTo(StoredTime.format(before))))
                    .as("seed %s: %s and %s", seed, time, before)
                    .isEqualTo(Integer.signum(time.compareTo(before)));
            before = time;
        }
    }

    private static Instant anyTime(Random random) {
        long seconds = FIRST.getEpochSecond()
                + (long) (random.nextDouble() * (LAST.getEpochSecond() - FIRST.getEpochSecond()));
        return Instant.ofEpochSecond(seconds, random.nextInt(1_000_000) * 1_000L);
    }

    @Test
    void writes_what_a_formatter_of_the_jdk_writes_and_reads_fractions_of_every_length() {
        long seed = System.nanoTime();
        System.out.println("StoredTimeTest seed " + seed);
        Random random = new Random(seed);
        DateTimeFormatter formatter = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);
        for (int i = 0; i < 5_000; i++) {
            String text = StoredTime.format(anyTime(random));
            LocalDateTime local = LocalDateTime.parse(text, formatter);
            assertThat(text).as("seed %s", seed).isEqualTo(formatter.format(local));
            String shorter = text.substring(0, random.nextInt(7) == 0 ? 19 : 21 + random.nextInt(6));
            assertThat(StoredTime.parse(shorter))
                    .as("seed %s: %s", seed, shorter)
                    .isEqualTo(LocalDateTime.parse(shorter.replace(' ', 'T')).toInstant(ZoneOffset.UTC));
        }
    }

    @Test
    void writes_the_spelling_of_the_file_whatever_the_locale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-SA-u-nu-arab"));
            assertThat(StoredTime.format(Instant.parse("2026-01-25T15:07:40.12Z")))
                    .isEqualTo("2026-01-25 15:07:40.120000");
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-01-25 15:07:40.120000", "2026-01-25T15:07:40.120000", "2026-01-25 15:07:40.12"})
    void reads_the_spellings_of_other_programs(String text) {
        assertThat(StoredTime.parse(text)).isEqualTo(Instant.parse("2026-01-25T15:07:40.12Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-01-25 15:07:40Z", "2026-01-25T15:07:40+00:00", "2026-01-25 17:37:40+02:30"})
    void reads_a_time_with_its_offset(String text) {
        assertThat(StoredTime.parse(text)).isEqualTo(Instant.parse("2026-01-25T15:07:40Z"));
    }

    @Test
    void reads_a_time_without_a_fraction() {
        assertThat(StoredTime.parse("2026-01-25 15:07:40")).isEqualTo(Instant.parse("2026-01-25T15:07:40Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026-01-25",
                "2026-02-30 00:00:00",
                "2026-01-25 24:00:00",
                "2026-01-25 15:07:40 CET",
                "yesterday",
                "2026-01-25 15:07:40.1234567"
            })
    void refuses_what_is_no_such_time(String text) {
        assertThatThrownBy(() -> StoredTime.parse(text)).isInstanceOf(DateTimeParseException.class);
    }

    @Test
    void holds_the_years_1_to_9999_to_the_microsecond() {
        assertThat(StoredTime.canHold(FIRST)).isTrue();
        assertThat(StoredTime.canHold(LAST)).isTrue();
        assertThat(StoredTime.format(FIRST)).isEqualTo("0001-01-01 00:00:00.000000");
        assertThat(StoredTime.format(LAST)).isEqualTo("9999-12-31 23:59:59.999999");
        assertThat(StoredTime.canHold(FIRST.minusNanos(1))).isFalse();
        assertThat(StoredTime.canHold(LAST.plus(1, ChronoUnit.MICROS))).isFalse();
        assertThat(StoredTime.canHold(FIRST.plusNanos(1))).isFalse();
        assertThat(StoredTime.canHold(Instant.MIN)).isFalse();
        assertThat(StoredTime.canHold(Instant.MAX)).isFalse();
    }

    @Test
    void names_the_day_in_utc() {
        assertThat(StoredTime.day(Instant.parse("2026-01-25T23:59:59.999999Z"))).isEqualTo(LocalDate.of(2026, 1, 25));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0001-01-01 00:00:00.000000",
                "1582-10-15 00:00:00.000001",
                "1969-12-31 23:59:59.999999",
                "1970-01-01 00:00:00.000000",
                "2024-02-29 23:59:59.999999",
                "9999-12-31 23:59:59.999999"
            })
    void a_text_at_a_border_comes_back(String text) {
        assertThat(StoredTime.format(StoredTime.parse(text))).isEqualTo(text);
    }
}
