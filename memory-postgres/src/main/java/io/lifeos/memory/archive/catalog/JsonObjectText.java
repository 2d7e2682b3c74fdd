package io.lifeos.memory.archive.catalog;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.lifeos.memory.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object as it is written.
 *
 * @param json its text
 * @param members its members, in their order
 */
public record JsonObjectText(String json, List<Member> members) {

    /**
     * A member.
     *
     * @param name its name
     * @param kind the token that begins its value
     * @param text the characters of a string, or the JSON of any other value as it is written; null if it is null
     * @param start the position at which it begins
     * @param end the position after its end
     */
    public record Member(
            String name, JsonToken kind, @Nullable String text, int start, int end) {}

    /**
     * Reads an object.
     *
     * @throws IOException if it is anything else, or something follows it
     */
    public static JsonObjectText parse(String json) throws IOException {
        try (JsonParser parser = Json.mapper().getFactory().createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new JsonParseException(parser, "no object");
            }
            List<Member> members = new ArrayList<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                members.add(member(parser, json));
            }
            if (parser.nextToken() != null) {
                throw new JsonParseException(parser, "more than one object");
            }
            return new JsonObjectText(json, members);
        }
    }

    /** The object; empty if it is anything else. */
    public static Optional<JsonObjectText> of(@Nullable String json) {
        try {
            return json == null ? Optional.empty() : Optional.of(parse(json));
        } catch (IOException notAnObject) {
            return Optional.empty();
        }
    }

    /** The object, or the one whose JSON a string of JSON holds; empty if it is anything else. */
    public static Optional<JsonObjectText> within(@Nullable String json) {
        return switch (firstOf(json)) {
            case '{' -> of(json);
            case '"' -> string(Objects.requireNonNull(json)).flatMap(JsonObjectText::of);
            default -> Optional.empty();
        };
    }

    /** The first character after JSON's white space; white space if there is none. */
    private static char firstOf(@Nullable String json) {
        for (int i = 0; json != null && i < json.length(); i++) {
            if (" \t\r\n".indexOf(json.charAt(i)) < 0) {
                return json.charAt(i);
            }
        }
        return ' ';
    }

    private static Optional<String> string(String json) {
        try (JsonParser parser = Json.mapper().getFactory().createParser(json)) {
            if (json.indexOf('{') < 0 || parser.nextToken() != JsonToken.VALUE_STRING) {
                return Optional.empty();
            }
            String text = parser.getText();
            return parser.nextToken() == null ? Optional.of(text) : Optional.empty();
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }

    private static Member member(JsonParser parser, String json) throws IOException {
        int start = (int) parser.currentTokenLocation().getCharOffset();
        String name = parser.currentName();
        JsonToken kind = parser.nextToken();
        int value = (int) parser.currentTokenLocation().getCharOffset();
        String scalar = kind.isStructStart() ? null : parser.getText();
        parser.skipChildren();
        int end = (int) parser.currentLocation().getCharOffset();
        return new Member(name, kind, text(kind, scalar, json, value, end), start, end);
    }

    private static @Nullable String text(JsonToken kind, @Nullable String scalar, String json, int value, int end) {
        if (kind == JsonToken.VALUE_NULL) {
            return null;
        }
        return scalar == null ? json.substring(value, end) : scalar;
    }

    /** The member of that name, or the last of several, as in PostgreSQL's binary JSON. */
    public Optional<Member> member(String name) {
        return members.stream().filter(member -> member.name().equals(name)).reduce((first, second) -> second);
    }

    /** The text of the object without the members of that name. */
    String without(String name) {
        List<Member> kept =
                members.stream().filter(member -> !member.name().equals(name)).toList();
        if (kept.size() == members.size()) {
            return json;
        } else if (kept.isEmpty()) {
            return "{}";
        }
        String separator = json.substring(
                members.get(0).end(),
                members.size() > 1 ? members.get(1).start() : members.get(0).end());
        return json.substring(0, members.get(0).start())
                + kept.stream()
                        .map(member -> json.substring(member.start(), member.end()))
                        .collect(Collectors.joining(separator))
                + json.substring(members.get(members.size() - 1).end());
    }
}
