package io.lifeos.memory.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.postgres.SourceTime.Kind;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
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

    @Test
    void a_local_time_that_does_not_exist_does_not_come_back() {
        SourceTime source = SourceTime.ofType("timestamp without time zone", BERLIN);
        String text = "2026-03-29 02:30:00";
        assertThat(source.format(source.parse(text).orElseThrow())).isNotEqualTo(text);
    }
}
