package io.lifeos.memory.archive.row;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DecimalNumberTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "+1",
                "1.",
                ".5",
                "-0.25",
                "007.50",
                "1e3",
                "1E-3",
                "1e+22",
                "1e23",
                "-1e-44",
                "9007199254740993",
                "123456789012345678901234567890",
                "0.1000000000000000055511151231257827",
                "3.4028235e38",
                "1.17549435E-38",
            })
    void a_number_is_the_nearest_float(String text) {
        DecimalNumber number = DecimalNumber.parse(text).orElseThrow();
        assertThat(number.floatValue()).isEqualTo((float) Double.parseDouble(text));
        assertThat(number.isBeyondFloat()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-", ".", "e5", "1e", "1e+", "1 ", " 1", "1f", "0x10", "1,5", "NULL", "nan", "1e123456789"})
    void other_texts_are_no_numbers(String text) {
        assertThat(DecimalNumber.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"NaN, NaN", "Infinity, Infinity", "-Infinity, -Infinity"})
    void numbers_that_are_not_finite_are_words_with_or_without_quotes(String word, Float value) {
        assertThat(DecimalNumber.parse(word).orElseThrow().floatValue()).isEqualTo(value);
        assertThat(DecimalNumber.parse('"' + word + '"').orElseThrow().floatValue())
                .isEqualTo(value);
        assertThat(DecimalNumber.parse(word).orElseThrow().isBeyondFloat()).isFalse();
    }

    @Test
    void what_is_too_large_for_a_float_is_told() {
        assertThat(DecimalNumber.parse("3.5e38").orElseThrow().isBeyondFloat()).isTrue();
        assertThat(DecimalNumber.parse("-1e300").orElseThrow().isBeyondFloat()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0.5", "-2.25", "0.1", "0.12345679", "16777216", "1e-10", "-0.0"})
    void a_float_is_what_its_digits_say(String text) {
        assertThat(DecimalNumber.parse(text).orElseThrow().isFloat()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"16777217", "0.1234567890123", "1e-60", "0.10000000000001"})
    void more_digits_than_a_float_has_are_told(String text) {
        assertThat(DecimalNumber.parse(text).orElseThrow().isFloat()).isFalse();
    }
}
