package io.lifeos.memory.archive.table;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of a table, read by the rules of SQL: a name without quotes folds to lower case.
 *
 * @param schema its schema, or null to look along the search path
 * @param name its name
 */
public record TableName(@Nullable String schema, String name) {

    private static final String IDENTIFIER = "[\\p{L}_][\\p{L}\\p{N}_$]*|\"(?:[^\"\\x00]|\"\")+\"";
    private static final Pattern FORM = Pattern.compile("(?:(" + IDENTIFIER + ")\\.)?(" + IDENTIFIER + ")");

    public static TableName parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is not the name of a table; write name or schema.name,"
                    + " and put a name with other characters than letters, digits and _ in double quotes.");
        }
        String schema = matcher.group(1);
        return new TableName(schema == null ? null : identifier(schema), identifier(matcher.group(2)));
    }

    /** The name as SQL, every part quoted. */
    public String sql() {
        return schema == null ? quote(name) : quote(schema) + "." + quote(name);
    }

    public static String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    private static String identifier(String text) {
        if (text.startsWith("\"")) {
            return text.substring(1, text.length() - 1).replace("\"\"", "\"");
        }
        // PostgreSQL leaves letters beyond ASCII as they are.
        return Pattern.compile("[A-Z]+")
                .matcher(text)
                .replaceAll(found -> found.group().toLowerCase(Locale.ROOT));
    }
}
