package io.lifeos.memory.archive.catalog;

import com.fasterxml.jackson.core.JsonToken;
import io.lifeos.memory.archive.row.ContentText;
import io.lifeos.memory.archive.row.ContentText.Form;
import io.lifeos.memory.archive.row.ContentText.Kind;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The rules that leave out a row for its content: {@link ContentText} as SQL, and applied to a row whose texts have been
 * read.
 */
final class ContentRules {

    private ContentRules() {}

    /** The rule of the first version, to which all but NULL was a content. */
    static LeftOutRule ofFirstVersion(Field content) {
        return new LeftOutRule(
                ContentText.WITHOUT_CONTENT,
                false,
                content.sql() + " IS NULL",
                row -> content.reading().of(row) == null);
    }

    /** The rules for a content that is a column. */
    static List<LeftOutRule> ofColumn(CatalogColumn column, Form form) {
        String text = RowSql.text(column.name());
        Function<Map<String, @Nullable String>, ContentText> read = row -> ContentText.of(form, row.get(column.name()));
        return switch (form) {
            case JSON ->
                List.of(
                        withoutContent(jsonIsNothing(typeOf(column), RowSql.jsonb(column) + " #>> '{}'"), read),
                        withoutText(jsonIsNoText(typeOf(column), RowSql.jsonb(column)), read));
            case ARRAY -> {
                String all = "array_to_string(" + RowSql.column(column.name()) + ", '')";
                yield List.of(
                        withoutContent(text + " IS NULL", read),
                        withoutText(text + " IS NOT NULL AND " + isBlank(all), read));
            }
            case TEXT -> List.of(withoutContent(isBlank(text), read));
            case TEXT_OR_JSON -> List.of(withoutContent(isBlank(text), read), withoutText("FALSE", read));
        };
    }

    /** The rules for a content that is a member of a JSON column. */
    static List<LeftOutRule> ofMember(CatalogColumn json, String member) {
        String value = "(" + RowSql.jsonb(json) + " -> " + RowSql.literal(member) + ")";
        String type = "jsonb_typeof(" + value + ")";
        Function<Map<String, @Nullable String>, ContentText> read = row -> JsonObjectText.of(row.get(json.name()))
                .flatMap(object -> object.member(member))
                .map(found ->
                        ContentText.of(found.kind() == JsonToken.VALUE_STRING ? Form.TEXT : Form.JSON, found.text()))
                .orElseGet(() -> ContentText.of(Form.TEXT, null));
        return List.of(
                withoutContent(jsonIsNothing(type, RowSql.member(json, member)), read),
                withoutText(jsonIsNoText(type, value), read));
    }

    private static LeftOutRule withoutContent(String sql, Function<Map<String, @Nullable String>, ContentText> read) {
        return new LeftOutRule(
                ContentText.WITHOUT_CONTENT, false, sql, row -> read.apply(row).kind() == Kind.NOTHING);
    }

    private static LeftOutRule withoutText(String sql, Function<Map<String, @Nullable String>, ContentText> read) {
        return new LeftOutRule(
                ContentText.NO_TEXT, false, sql, row -> read.apply(row).kind() == Kind.NO_TEXT);
    }

    /**
     * Looks at the first byte alone where that is enough, as it nearly always is: a regular expression takes time, and so do
     * functions that count characters. In this form the planner expects hardly any blank row, so that it still finds vectors
     * by their index.
     */
    static String isBlank(String text) {
        String bytes = text + " COLLATE \"C\"";
        return "(" + text + " IS NULL OR NOT (" + bytes + " >= '!' AND " + bytes + " < chr(127) OR " + text + " ~ "
                + RowSql.literal(ContentText.VISIBLE) + "))";
    }

    private static String typeOf(CatalogColumn json) {
        return json.baseType() + "_typeof(" + RowSql.column(json.name()) + ")";
    }

    private static String jsonIsNothing(String type, String text) {
        return "CASE coalesce(" + type + ", 'null') WHEN 'string' THEN " + isBlank("(" + text + ")")
                + " WHEN 'null' THEN TRUE ELSE FALSE END";
    }

    private static String jsonIsNoText(String type, String value) {
        return "CASE " + type + " WHEN 'array' THEN NOT " + hasParts(value) + " WHEN 'object' THEN NOT ("
                + hasOwn(value)
                + " OR "
                + ContentText.LIST_MEMBERS.stream()
                        .map(member -> hasParts("(" + value + " -> " + RowSql.literal(member) + ")"))
                        .collect(Collectors.joining(" OR "))
                + ") WHEN 'number' THEN TRUE WHEN 'boolean' THEN TRUE ELSE FALSE END";
    }

    private static String hasParts(String list) {
        return "EXISTS (SELECT FROM jsonb_array_elements(CASE jsonb_typeof(" + list + ") WHEN 'array' THEN " + list
                + " ELSE '[]' END) AS part(value) WHERE CASE jsonb_typeof(part.value) WHEN 'string' THEN NOT "
                + isBlank("(part.value #>> '{}')") + " WHEN 'object' THEN NOT " + isUnsaid("part.value") + " AND "
                + hasOwn("part.value") + " ELSE FALSE END)";
    }

    private static String isUnsaid(String part) {
        return "coalesce(jsonb_typeof(" + part + " -> 'type') = 'string' AND " + part + " ->> 'type' ~ "
                + RowSql.literal(ContentText.UNSAID) + ", FALSE)";
    }

    private static String hasOwn(String object) {
        return ContentText.TEXT_MEMBERS.stream()
                .map(RowSql::literal)
                .map(name -> "coalesce(jsonb_typeof(" + object + " -> " + name + ") = 'string' AND NOT "
                        + isBlank("(" + object + " ->> " + name + ")") + ", FALSE)")
                .collect(Collectors.joining(" OR ", "(", ")"));
    }
}
