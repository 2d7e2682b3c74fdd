package io.lifeos.memory.archive.row;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EpochTimeTest {

    @ParameterizedTest
    @CsvSource({
        "315532800, 1980-01-01T00:00:00Z",
        "1769353660, 2026-01-25T15:07:40Z",
        "1769353660.25, 2026-01-25T15:07:40.250Z",
        "1769353660250, 2026-01-25T15:07:40.250Z",
        "1769353660250123, 2026-01-25T15:07:40.250123Z",
        "1769353660.2501239, 2026-01-25T15:07:40.250123Z",
        "1.76935366e9, 2026-01-25T15:07:40Z",
        "4102444799, 2099-12-31T23:59:59Z",
    })
    void the_size_of_a_number_tells_its_unit(String number, Instant time) {
        assertThat(EpochTime.isNumber(number)).isTrue();
        assertThat(EpochTime.parse(number)).contains(time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "315532799", "4102444800", "315532799999", "1769353660250123000", "20260125"})
    void a_number_that_fits_no_unit_from_1980_to_2100_is_no_time(String number) {
        assertThat(EpochTime.isNumber(number)).isTrue();
        assertThat(EpochTime.parse(number)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-1769353660", "1769353660.", ".5", "1e-3", "1e100", "2026-01-25", "1 769 353 660", "NaN"})
    void other_texts_are_no_numbers(String text) {
        assertThat(EpochTime.isNumber(text)).isFalse();
    }
}
