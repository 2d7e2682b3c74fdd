package io.lifeos.memory.archive.catalog;

import io.lifeos.memory.archive.table.TableName;

/** Pieces of SQL about the row {@code a}. Every name and value in them is quoted. */
public final class RowSql {

    private static final String HIGH = "\\\\ud[89ab][0-9a-f]{2}";
    private static final String LOW = "\\\\ud[c-f][0-9a-f]{2}";

    /** An even number of backslashes, after which another one begins an escape. */
    private static final String EVEN = "(?<!\\\\)((?:\\\\\\\\)*)";

    /** The escape of a NUL character, or of half a surrogate pair. */
    private static final String UNHOLDABLE =
            "(?i)" + EVEN + "(?:\\\\u0000|" + HIGH + "(?!" + LOW + ")|(?<!" + EVEN + HIGH + ")" + LOW + ")";

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

    /** The text of a member of a JSON object, whatever its type; NULL if there is none. */
    public static String member(CatalogColumn json, String member) {
        return "(" + jsonb(json) + " ->> " + literal(member) + ")";
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
