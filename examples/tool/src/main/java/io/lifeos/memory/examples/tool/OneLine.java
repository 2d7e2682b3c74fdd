package io.lifeos.memory.examples.tool;

/** Text from anywhere, made fit for one line of a terminal: it cannot move the cursor, change colours or hide itself. */
public final class OneLine {

    private static final int ZERO_WIDTH_JOINER = 0x200D;

    private OneLine() {}

    /** The whole text. */
    public static String of(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().forEach(c -> append(line, c));
        return line.toString().strip();
    }

    /** The whole text of a line whose blanks put it under other lines. */
    static String aligned(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (c == ' ') {
                line.append(' ');
            } else {
                append(line, c);
            }
        });
        return line.toString().stripTrailing();
    }

    /** The beginning of the text, up to a number of characters. */
    public static String of(String text, int limit) {
        String line = of(text);
        if (line.codePointCount(0, line.length()) <= limit) {
            return line;
        }
        return line.substring(0, line.offsetByCodePoints(0, limit - 3)) + "...";
    }

    private static void append(StringBuilder line, int c) {
        if (Character.isWhitespace(c)) {
            if (line.length() > 0 && line.charAt(line.length() - 1) != ' ') {
                line.append(' ');
            }
        } else if (isInvisible(c)) {
            line.append('?');
        } else {
            line.appendCodePoint(c);
        }
    }

    private static boolean isInvisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED -> true;
            case Character.FORMAT -> c != ZERO_WIDTH_JOINER;
            default -> false;
        };
    }
}
