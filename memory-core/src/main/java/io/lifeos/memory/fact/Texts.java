package io.lifeos.memory.fact;

/** Checks on text that is about to be stored, so that what is read back is what was given. */
final class Texts {

    private Texts() {}

    static void requireText(String what, String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("The " + what + " is blank; give it at least one visible character.");
        }
        requireUnicode(what, text);
    }

    /** UTF-8 has no form for half of a surrogate pair: stored, it would silently become a question mark. */
    static void requireUnicode(String what, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw new IllegalArgumentException("The " + what + " is not valid Unicode: half of a surrogate pair"
                        + " stands alone at index " + i + ". Nothing was stored.");
            }
        }
    }
}
