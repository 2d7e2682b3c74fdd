package io.lifeos.memory.postgres;

/**
 * A table beside that of the memories, in the same schema, which says more about them.
 *
 * @param field what it says is called
 * @param role what that means: tags, of which a row has any number, or a scope, of which it has one
 * @param name the table's name
 * @param key its column that names a row of the other
 * @param owner the column of the memories that it names
 * @param value its column that says it
 */
record SideTable(String field, ColumnRole role, String name, String key, String owner, String value) {

    /** What it says of the row {@code a}, as a text; rows that it has marked {@code is_deleted} say nothing. */
    String sql(String schema, boolean sameTypes, boolean softDeletes) {
        String table = new TableName(schema, name).sql();
        String cast = sameTypes ? "" : "::text";
        String said = "s." + TableName.quote(value);
        String text = role == ColumnRole.TAGS
                ? "json_agg(" + said + "::text ORDER BY " + said + "::text COLLATE \"C\")::text"
                : "min(" + said + "::text)";
        return "(SELECT " + text + " FROM " + table + " AS s WHERE s." + TableName.quote(key) + cast + " = a."
                + TableName.quote(owner) + cast + (softDeletes ? " AND s.is_deleted IS NOT TRUE" : "") + ")";
    }
}
