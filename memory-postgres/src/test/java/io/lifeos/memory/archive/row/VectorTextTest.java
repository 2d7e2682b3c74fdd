package io.lifeos.memory.archive.row;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Vectors that were written as text, and whether float32 holds what the text says. */
final class VectorTextTest {

    @ParameterizedTest
    @ValueSource(strings = {"[1,2.5,-3]", "{1,2.5,-3}", " [ 1.0 , 25e-1, -3.00 ]\n", "[+1,2.5E0,-.3e1]"})
    void numbers_in_brackets_or_braces_are_a_vector(String text) {
        assertThat(vector(text)).containsExactly(1f, 2.5f, -3f);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[",
                "[]",
                "{}",
                "[ ]",
                "[1,]",
                "[,1]",
                "[1 2]",
                "[1,null]",
                "{1,NULL}",
                "{{1},{2}}",
                "[1}",
                "[0:1]={1,2}",
                "[1e39]",
                "[1f]",
                "[0x1]",
                "[1e]",
                "[e1]",
                "[.]",
                "[--1]",
                "[1e1.5]",
                "[١]",
                "hello",
                "[\"1\"]",
                "[1e999999999]"
            })
    void anything_else_is_none(String text) {
        assertThat(VectorText.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = 0x27,
            value = {
                "0.1, true", // what pgvector writes
                "0.100000001, true", // to nine digits
                "0.10000000149011612, true", // as a double, in the way of Python and JavaScript
                "0.100000001490116119384765625, true", // all of it
                "0.1234567890123, false",
                "0.10000001, true",
                "0.1000000010, true",
                "0.1000000011, false",
                "16777217, false",
                "16777216.000, true",
                "1e-45, true",
                "1.4e-45, true",
                "2e-45, false",
                "3.4028235e38, true",
                "3.40282347e+38, true",
                "1e-60, false",
                "1e-400, false",
                "0, true",
                "-0.0, true",
                "0e999, true",
                "NaN, true",
                "-Infinity, true",
                "\"NaN\", true",
                "0.0000000000000000000000000000000000000000000014, true"
            })
    void a_number_is_held_if_float_has_it_to_all_its_digits(String number, boolean exact) {
        assertThat(VectorText.parse("[1," + number + "]"))
                .as(number)
                .hasValueSatisfying(vector -> assertThat(vector.exact()).isEqualTo(exact));
    }

    @Test
    void numbers_of_any_size_and_length_are_rounded_and_judged_as_exact_arithmetic_does() {
        long seed = System.nanoTime();
        System.out.println("VectorTextTest seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            String text = number(random);
            double value = Double.parseDouble(text);
            assertThat(vector("[" + text + "]")).as("seed %s: %s", seed, text).containsExactly((float) value);
            assertThat(VectorText.parse("[" + text + "]").orElseThrow().exact())
                    .as("seed %s: %s", seed, text)
                    .isEqualTo(isHeld(new BigDecimal(text), (float) value, value));
        }
    }

    /** A float to any number of digits, or any digits. */
    private static String number(Random random) {
        float any;
        do {
            any = random.nextInt(3) == 0 ? random.nextFloat() - 0.5f : Float.intBitsToFloat(random.nextInt());
        } while (!Float.isFinite(any) || Math.abs(any) > 1e38 || Math.abs(any) < 1e-37);
        BigDecimal exact = new BigDecimal(any);
        BigDecimal rounded = exact.round(new MathContext(1 + random.nextInt(20)));
        return switch (random.nextInt(4)) {
            case 0 -> String.valueOf(any);
            case 1 -> String.valueOf((double) any);
            case 2 -> rounded.toString();
            default -> rounded.toPlainString();
        };
    }

    private static boolean isHeld(BigDecimal number, float rounded, double value) {
        BigDecimal digits = number.stripTrailingZeros();
        BigDecimal off = new BigDecimal(rounded).subtract(number).abs();
        boolean toItsDigits = off.compareTo(digits.ulp().divide(BigDecimal.valueOf(2))) <= 0;
        return rounded == value || (digits.precision() <= 9 && toItsDigits);
    }

    private static float[] vector(String text) {
        Embedding embedding = VectorText.parse(text).orElseThrow().embedding();
        float[] numbers = new float[embedding.dimensions()];
        ByteBuffer.wrap(embedding.toLittleEndian())
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(numbers);
        return numbers;
    }
}
