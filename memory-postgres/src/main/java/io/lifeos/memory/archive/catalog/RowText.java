package io.lifeos.memory.archive.catalog;

import com.fasterxml.jackson.core.JsonToken;
import io.lifeos.memory.archive.row.ArrayText;
import io.lifeos.memory.archive.row.FieldPath;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The counterpart of {@link RowSql} for a row whose texts have been read, by the names of its columns. */
@FunctionalInterface
public interface RowText {

    @Nullable String of(Map<String, @Nullable String> row);

    static RowText column(String name) {
        return row -> row.get(name);
    }

    /** The elements of an array as JSON, even if it is written in PostgreSQL's own form. */
    static RowText array(String column) {
        return row -> {
            String text = row.get(column);
            return text == null ? null : ArrayText.json(text).orElse(text);
        };
    }

    static RowText member(String json, String member) {
        return row ->
                find(row.get(json), member).map(JsonObjectText.Member::text).orElse(null);
    }

    /** The text at a place, in a column of JSON within the string that holds it, too. */
    static RowText path(FieldPath path) {
        return row -> {
            String text = row.get(path.column());
            for (String member : path.members()) {
                text = JsonObjectText.within(text)
                        .flatMap(object -> object.member(member))
                        .map(JsonObjectText.Member::text)
                        .orElse(null);
            }
            return text;
        };
    }

    static RowText stringMember(String json, String member) {
        return row -> find(row.get(json), member)
                .filter(RowText::isString)
                .map(JsonObjectText.Member::text)
                .orElse(null);
    }

    static RowText without(String json, String member) {
        return row -> JsonObjectText.of(row.get(json))
                .filter(object ->
                        object.member(member).filter(RowText::isString).isPresent())
                .map(object -> object.without(member))
                .orElse(row.get(json));
    }

    private static Optional<JsonObjectText.Member> find(@Nullable String json, String member) {
        return JsonObjectText.of(json).flatMap(object -> object.member(member));
    }

    private static boolean isString(JsonObjectText.Member member) {
        return member.kind() == JsonToken.VALUE_STRING;
    }
}
