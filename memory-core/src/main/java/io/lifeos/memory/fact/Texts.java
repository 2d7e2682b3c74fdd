package io.lifeos.memory.fact;

import java.util.Objects;
import java.util.OptionalInt;

/**
 * Checks text that is about to be stored. UTF-8 has no form for half of a surrogate pair: stored, it would silently become a
 * question mark.
 */
public final class Texts {

    private static final int REPLACEMENT = 0xFFFD;

    private Texts() {}

    static void requireText(String what, String text) {
        if (requireGiven(what, text).isBlank()) {
            throw new IllegalArgumentException("The " + what + " is blank; give it at least one visible character.");
        }
        requireUnicode(what, text);
    }

    static <T> T requireGiven(String what, T value) {
        return Objects.requireNonNull(value, () -> "The " + what + " is null.");
    }

    static void requireUnicode(String what, String text) {
        OptionalInt index = unpairedSurrogate(requireGiven(what, text));
        if (index.isPresent()) {
            throw new IllegalArgumentException("The " + what + " is not valid Unicode: half of a surrogate pair"
                    + " stands alone at index " + index.getAsInt() + ". Nothing was stored.");
        }
    }

    /**
     * Tells whether a text is valid Unicode, without half of a surrogate pair.
     *
     * @param text the text
     * @return true if it is valid Unicode
     */
    public static boolean isUnicode(String text) {
        return unpairedSurrogate(text).isEmpty();
    }

    /**
     * Replaces each half of a surrogate pair by U+FFFD.
     *
     * @param text the text
     * @return valid Unicode; the same text if it was valid already
     */
    public static String toUnicode(String text) {
        if (isUnicode(text)) {
            return text;
        }
        return text.codePoints()
                .map(c -> isSurrogate(c) ? REPLACEMENT : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    private static OptionalInt unpairedSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }
}
