package io.lifeos.memory.migration.mapping;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** The confidence in a memory, as its row states it. */
final class Confidence {

    private static final Pattern NUMBER = Pattern.compile("[-+.0-9eE]+");

    private static final Map<String, Double> WORDS = Map.of("high", 0.9, "medium", 0.6, "low", 0.3);

    private Confidence() {}

    /** A number from 0 to 1, or one of the words high (0.9), medium (0.6) and low (0.3); empty if it is none of these. */
    static OptionalDouble parse(String text) {
        Double word = WORDS.get(text.strip().toLowerCase(Locale.ROOT));
        if (word != null) {
            return OptionalDouble.of(word);
        }
        if (!NUMBER.matcher(text).matches()) {
            return OptionalDouble.empty();
        }
        try {
            double number = Double.parseDouble(text);
            return number >= 0.0 && number <= 1.0 ? OptionalDouble.of(number) : OptionalDouble.empty();
        } catch (NumberFormatException notANumber) {
            return OptionalDouble.empty();
        }
    }
}
