package io.lifeos.memory.archive.row;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.archive.row.SourceTime.Kind;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SourceTimeTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource({
        "WITH_ZONE, 2026-01-25 15:07:40.12+00, 2026-01-25T15:07:40.120Z",
        "WITH_ZONE, 0001-01-01 00:00:00+00, 0001-01-01T00:00:00Z",
        "WITH_ZONE, 9999-12-31 23:59:59.999999+00, 9999-12-31T23:59:59.999999Z",
        "WITHOUT_ZONE, 2026-01-25 15:07:40.000001, 2026-01-25T14:07:40.000001Z",
        "WITHOUT_ZONE, 2026-07-25 15:07:00, 2026-07-25T13:07:00Z",
        "DATE, 2026-01-25, 2026-01-24T23:00:00Z",
    })
    void a_time_comes_back_as_postgres_wrote_it(Kind kind, String text, Instant time) {
        SourceTime source = new SourceTime(kind, BERLIN);
        assertThat(source.parse(text)).contains(time);
        assertThat(source.format(time)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-01-25 15:07:40", "2026-01-25 10:00:00.1", "0999-12-31 23:59:59.000001"})
    void a_local_time_in_utc_comes_back_as_postgres_wrote_it(String text) {
        for (ZoneId utc : List.of(ZoneOffset.UTC, ZoneId.of("UTC"), ZoneId.of("Etc/UTC"))) {
            SourceTime source = new SourceTime(Kind.WITHOUT_ZONE, utc);
            assertThat(source.parse(text)).map(source::format).contains(text);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "infinity",
                "-infinity",
                "0044-03-15 00:00:00+00 BC",
                "12026-01-01 00:00:00+00",
                "1769353660",
                "yesterday",
                "2026-02-30",
                "",
            })
    void what_an_instant_cannot_hold_is_no_time(String text) {
        assertThat(new SourceTime(Kind.WITH_ZONE, ZoneOffset.UTC).parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-01-25T15:07:40Z", "2026-01-25 15:07:40+00:00", "2026-01-25T20:37:40.0000001+05:30"})
    void an_iso_text_is_understood_but_does_not_come_back(String text) {
        SourceTime source = SourceTime.ofType("text", ZoneOffset.UTC);
        Instant time = source.parse(text).orElseThrow();
        assertThat(time).isEqualTo(Instant.parse("2026-01-25T15:07:40Z"));
        assertThat(source.format(time)).isNotEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-25T15:07",
                "2026-01-25 15:07 UTC",
                "2026-01-25T16:07+01:00",
                "2026-01-25T16:07:00+0100",
                "2026-01-25 10:07:00.000 -0500",
                "2026-01-25T15:07:00GMT",
            })
    void other_spellings_that_programs_use_are_understood(String text) {
        assertThat(SourceTime.ofType("text", ZoneOffset.UTC).parse(text))
                .contains(Instant.parse("2026-01-25T15:07:00Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sun, 25 Jan 2026 15:07:00 +0000",
                "Sun, 25 Jan 2026 15:07:00 GMT",
                "Sun, 25 Jan 2026 10:07 EST",
                "25 Jan 2026 16:07:00 +0100 (CET)",
                "Sunday, 25-Jan-26 15:07:00 GMT",
                "Sun Jan 25 15:07:00 2026",
                "sun, 25 jan 26 15:07:00 ut",
            })
    void times_of_mails_and_web_servers_are_understood(String text) {
        assertThat(SourceTime.ofType("text", ZoneOffset.UTC).parse(text))
                .contains(Instant.parse("2026-01-25T15:07:00Z"));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-02-28T24:00:00Z, 2026-03-01T00:00:00Z",
        "2026-02-28 24:00, 2026-03-01T00:00:00Z",
        "2026-02-28 24:00:00.000+01:00, 2026-02-28T23:00:00Z",
        "2016-12-31T23:59:60Z, 2017-01-01T00:00:00Z",
        "2016-12-31 23:59:60.0, 2017-01-01T00:00:00Z",
    })
    void the_end_of_a_day_and_a_leap_second_are_understood(String text, Instant time) {
        assertThat(SourceTime.ofType("text", ZoneOffset.UTC).parse(text)).contains(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01/02/2026",
                "2026-02-28T24:00:01Z",
                "2026-02-28T24:01:00Z",
                "2026-02-28 24:00:00.5",
                "2026-02-28 25:00:00",
                "2026-02-28 23:59:61",
                "30 Feb 2026 10:00:00 +0000",
                "Sun, 25 Jan 2026 24:07:00 GMT",
                "Sun, 25 Jan 2026 15:07:00 XYZ",
                "Jan 25",
            })
    void a_text_that_may_be_several_times_or_is_none_is_no_time(String text) {
        assertThat(SourceTime.ofType("text", ZoneOffset.UTC).parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "text, 2026-01-25 15:07:00, true",
        "text, 2026-01-25T15:07:00Z, false",
        "text, 1769353660, false",
        "text, '25 Jan 2026 15:07:00', true",
        "text, '25 Jan 2026 15:07:00 GMT', false",
        "date, 2026-01-25, true",
        "timestamp without time zone, 2026-01-25 15:07:00, true",
        "timestamp with time zone, 2026-01-25 15:07:00+00, false",
    })
    void a_time_without_a_zone_is_told_from_one_that_names_it(String type, String text, boolean assumed) {
        assertThat(SourceTime.ofType(type, BERLIN).read(text).orElseThrow().assumed())
                .isEqualTo(assumed);
    }

    @ParameterizedTest
    @CsvSource({
        "315532800, 1980-01-01T00:00:00Z",
        "4102444799, 2099-12-31T23:59:59Z",
        "1769353660.1234567, 2026-01-25T15:07:40.123456Z",
        "315532800000, 1980-01-01T00:00:00Z",
        "1769353660123, 2026-01-25T15:07:40.123Z",
        "1.769353660123e+12, 2026-01-25T15:07:40.123Z",
        "4102444799999, 2099-12-31T23:59:59.999Z",
        "315532800000000, 1980-01-01T00:00:00Z",
        "4102444799999999, 2099-12-31T23:59:59.999999Z",
    })
    void the_size_of_a_number_tells_its_unit(String text, Instant time) {
        assertThat(SourceTime.ofType("bigint", BERLIN).parse(text)).contains(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1769353660",
                "315532799",
                "4102444800",
                "20260125",
                "315532799999",
                "4102444800000",
                "20260125150740",
                "315532799999999",
                "4102444800000000",
                "1769353660123456789",
                "1e99",
                "99999999999999999999999999",
                "0x10",
            })
    void a_number_that_may_be_no_time_is_none(String text) {
        assertThat(SourceTime.ofType("bigint", BERLIN).parse(text)).isEmpty();
    }

    @Test
    void a_local_time_that_does_not_exist_does_not_come_back() {
        SourceTime source = SourceTime.ofType("timestamp without time zone", BERLIN);
        String text = "2026-03-29 02:30:00";
        assertThat(source.format(source.parse(text).orElseThrow())).isNotEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "'Sun, 25 Jan 2026 15:07:00 GMT', false",
        "2026-02-28T24:00:00Z, false",
        "2026-02-28 23:59:60, false",
        "2026-01-25 10:07:00.000 -0500, true",
        "1769353660, true",
        "yesterday, false",
    })
    void the_first_version_reads_what_it_read(String text, boolean readable) {
        SourceTime time = SourceTime.ofType("text", ZoneOffset.UTC);
        assertThat(time.read(text, MappingVersion.FIRST).isPresent()).isEqualTo(readable);
        assertThat(time.read(text, MappingVersion.CURRENT)).isEqualTo(time.read(text));
    }
}
