package io.lifeos.memory.sqlite;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words and signs of an SQL statement, by which two spellings of it are found to be the same. */
final class SqlTokens {

    private static final Pattern TOKEN = Pattern.compile(
            "(--[^\n]*|/\\*.*?(?:\\*/|$))|('(?:[^']|'')*')" + "|\"((?:[^\"]|\"\")*)\"|`([^`]*)`|\\[([^]]*)]|(\\w+|\\S)",
            Pattern.DOTALL);
    private static final int COMMENT = 1;
    private static final int LITERAL = 2;

    private SqlTokens() {}

    /**
     * Takes a statement apart: without comments, blanks and the semicolon at its end, names and keywords in lower case and
     * without quotes.
     */
    static List<String> of(String sql) {
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(sql);
        while (matcher.find()) {
            if (matcher.group(COMMENT) == null) {
                tokens.add(token(matcher));
            }
        }
        if (!tokens.isEmpty() && tokens.get(tokens.size() - 1).equals(";")) {
            tokens.remove(tokens.size() - 1);
        }
        return tokens;
    }

    private static String token(Matcher matcher) {
        for (int group = LITERAL + 1; group <= matcher.groupCount(); group++) {
            if (matcher.group(group) != null) {
                return matcher.group(group).toLowerCase(Locale.ROOT);
            }
        }
        return matcher.group(LITERAL);
    }
}
