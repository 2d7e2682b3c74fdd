package io.lifeos.memory.postgres;

/** Pieces of SQL about the row {@code a}. Every name and value in them is quoted. */
final class Sql {

    private Sql() {}

    static String column(String name) {
        return "a." + TableName.quote(name);
    }

    static String text(String column) {
        return column(column) + "::text";
    }

    /** A literal, where {@code standard_conforming_strings} is on. */
    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** The text of a member of a JSON object, whatever its type; NULL if there is none. */
    static String member(CatalogColumn json, String member) {
        return "(" + jsonb(json) + " ->> " + literal(member) + ")";
    }

    /** The member of a JSON object if it is a string, else NULL. */
    static String stringMember(CatalogColumn json, String member) {
        return "CASE WHEN " + hasString(json, member) + " THEN " + member(json, member) + " END";
    }

    /**
     * The text of a JSON value but for a member that is a string. From one that the binary form of JSON cannot hold, as it
     * has a NUL character, nothing is taken out.
     */
    static String without(CatalogColumn json, String member) {
        String rest = "(" + jsonb(json) + " - " + literal(member) + ")::text";
        String convertible =
                json.baseType().equals("jsonb") ? "" : "strpos(" + text(json.name()) + ", '\\u0000') > 0 THEN ";
        String guard = convertible.isEmpty() ? "" : "WHEN " + convertible + text(json.name()) + " ";
        return "CASE " + guard + "WHEN " + hasString(json, member) + " THEN " + rest + " ELSE " + text(json.name())
                + " END";
    }

    private static String hasString(CatalogColumn json, String member) {
        return "jsonb_typeof(" + jsonb(json) + " -> " + literal(member) + ") = 'string'";
    }

    private static String jsonb(CatalogColumn json) {
        return json.baseType().equals("jsonb") ? column(json.name()) : column(json.name()) + "::jsonb";
    }
}
