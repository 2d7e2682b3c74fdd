package io.lifeos.memory.migration.mapping;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** The confidence in a memory, as its row states it. */
final class Confidence {

    private static final String IN_NUMBERS = "-+.0123456789eE";

    private static final Map<String, Double> WORDS = Map.of("high", 0.9, "medium", 0.6, "low", 0.3);

    private Confidence() {}

    /** A number from 0 to 1, or one of the words high (0.9), medium (0.6) and low (0.3); empty if it is none of these. */
    static OptionalDouble parse(String text) {
        if (!isOfNumbers(text)) {
            Double word = WORDS.get(text.strip().toLowerCase(Locale.ROOT));
            return word == null ? OptionalDouble.empty() : OptionalDouble.of(word);
        }
        try {
            double number = Double.parseDouble(text);
            return number >= 0.0 && number <= 1.0 ? OptionalDouble.of(number) : OptionalDouble.empty();
        } catch (NumberFormatException notANumber) {
            return OptionalDouble.empty();
        }
    }

    /** Java's own parser also takes blanks, hexadecimal digits and suffixes. */
    private static boolean isOfNumbers(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (IN_NUMBERS.indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }
}
