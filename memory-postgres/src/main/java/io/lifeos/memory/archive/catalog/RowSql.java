package io.lifeos.memory.archive.catalog;

import io.lifeos.memory.archive.table.TableName;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Pieces of SQL about the row {@code a}. Every name and value in them is quoted. */
public final class RowSql {

    private static final String HIGH = "\\\\ud[89ab][0-9a-f]{2}";
    private static final String LOW = "\\\\ud[c-f][0-9a-f]{2}";

    /** An even number of backslashes, after which another one begins an escape. */
    private static final String EVEN = "(?<!\\\\)((?:\\\\\\\\)*)";

    /** The escape of a NUL character, or of half a surrogate pair. */
    private static final String UNHOLDABLE =
            "(?i)" + EVEN + "(?:\\\\u0000|" + HIGH + "(?!" + LOW + ")|(?<!" + EVEN + HIGH + ")" + LOW + ")";

    private static final String PLAIN = "[^][{}]";

    /** A scalar in a text of JSON, after its quote if it has one. */
    private static final String VALUE = "([^\"\\\\,}]+)";

    private RowSql() {}

    public static String column(String name) {
        return "a." + TableName.quote(name);
    }

    public static String text(String column) {
        return column(column) + "::text";
    }

    /** A literal, valid if {@code standard_conforming_strings} is on. */
    public static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** A list of literals, between parentheses. */
    public static String literals(Collection<String> texts) {
        return texts.stream().map(RowSql::literal).collect(Collectors.joining(", ", "(", ")"));
    }

    /** The text of a member of a JSON object, whatever its type; NULL if there is none. */
    public static String member(CatalogColumn json, String member) {
        return "(" + jsonb(json) + " ->> " + literal(member) + ")";
    }

    /**
     * The text of a member of a column that is JSON, or a text, or a string of JSON, that holds it. In a text it is looked
     * for by its looks, as it cannot be parsed safely, and not in a value that is itself an object or a list: what these
     * tell is about something else. It is found behind such values if they are not nested deeply.
     */
    static String member(CatalogColumn column, List<String> members) {
        String whole = text(column.name());
        String name = pattern(members);
        String before = "\\s*\\{(?:" + nested(nested(PLAIN)) + "*,)?\\s*";
        String plain = "^" + before + "\"" + name + "\"\\s*:\\s*\"?" + VALUE;
        String quoted = "^\\s*\"" + before + "\\\\\"" + name + "\\\\\"\\s*:\\s*(?:\\\\\")?" + VALUE;
        return member(
                column,
                members,
                "coalesce(substring(" + whole + " from " + literal(plain) + "), substring(" + whole + " from "
                        + literal(quoted) + "))");
    }

    /** The same, where a member of that name anywhere in the text is better than none. */
    static String memberAnywhere(CatalogColumn column, List<String> members) {
        String loose = "\\\\?\"" + pattern(members) + "\\\\?\"\\s*:\\s*\\\\?\"?" + VALUE;
        return member(column, members, "substring(" + text(column.name()) + " from " + literal(loose) + ")");
    }

    /** What may stand between brackets, of which more may be within. */
    private static String nested(String inner) {
        return "(?:[^][{}]|\\{" + inner + "*\\}|\\[" + inner + "*\\])";
    }

    private static String pattern(List<String> members) {
        return members.get(members.size() - 1).replaceAll("\\W", "\\\\$0");
    }

    private static String member(CatalogColumn column, List<String> members, String written) {
        if (!column.isJson()) {
            return written;
        }
        String value = members.size() == 1
                ? member(column, members.get(0))
                : "(" + jsonb(column) + " #>> ARRAY["
                        + members.stream().map(RowSql::literal).collect(Collectors.joining(", ")) + "])";
        return "(CASE " + column.baseType() + "_typeof(" + column(column.name()) + ") WHEN 'string' THEN " + written
                + " ELSE " + value + " END)";
    }

    /**
     * The members of the JSON values of a column, as a query of their names, each as often as it is there. Those of a text,
     * or of a string of JSON, are looked for among some names. The functions stand in the select list, as their results
     * would be stored row by row if they were joined.
     *
     * @param table the table as SQL
     */
    public static String names(CatalogColumn column, Collection<String> among, String table) {
        String whole = text(column.name());
        String written = "regexp_matches(%s, "
                + literal("\\\\?\"(" + among.stream().sorted().collect(Collectors.joining("|")) + ")\\\\?\"\\s*:")
                + ", 'g')";
        String from = " FROM " + table + " AS a";
        if (!column.isJson()) {
            return "SELECT (" + written.formatted(whole) + ")[1] AS name" + from;
        }
        String type = column.baseType() + "_typeof(" + column(column.name()) + ")";
        return "SELECT coalesce(key, found[1]) AS name FROM (SELECT jsonb_object_keys(CASE " + type
                + " WHEN 'object' THEN " + jsonb(column) + " END) AS key, "
                + written.formatted("CASE " + type + " WHEN 'string' THEN " + whole + " END") + " AS found" + from
                + ") AS members";
    }

    /** The member of a JSON object if it is a string, else NULL. */
    static String stringMember(CatalogColumn json, String member) {
        return "CASE WHEN " + hasString(json, member) + " THEN " + member(json, member) + " END";
    }

    /**
     * The text of a JSON value without a member, if that is a string. A value that the binary form of JSON cannot hold is
     * left whole.
     */
    static String without(CatalogColumn json, String member) {
        String whole = text(json.name());
        String rest = "(" + jsonb(json) + " - " + literal(member) + ")::text";
        String unholdable =
                isBinary(json) ? "" : "WHEN " + whole + " ~ " + literal(UNHOLDABLE) + " THEN " + whole + " ";
        return "CASE " + unholdable + "WHEN " + hasString(json, member) + " THEN " + rest + " ELSE " + whole + " END";
    }

    private static String hasString(CatalogColumn json, String member) {
        return "jsonb_typeof(" + jsonb(json) + " -> " + literal(member) + ") = 'string'";
    }

    /** The binary form, in which U+FFFD replaces the characters that no text of PostgreSQL can hold. */
    static String jsonb(CatalogColumn json) {
        if (isBinary(json)) {
            return column(json.name());
        }
        String whole = text(json.name());
        return "(CASE WHEN strpos(" + whole + ", '\\u') = 0 THEN " + whole + " ELSE regexp_replace(" + whole + ", "
                + literal(UNHOLDABLE) + ", " + literal("\\1\\\\ufffd") + ", 'g') END)::jsonb";
    }

    private static boolean isBinary(CatalogColumn json) {
        return json.baseType().equals("jsonb");
    }
}
