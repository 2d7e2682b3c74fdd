package io.lifeos.memory.migration.mapping;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.lifeos.memory.archive.known.KnownNames;
import io.lifeos.memory.archive.known.KnownNames.OwnerName;
import io.lifeos.memory.fact.Owner;
import io.lifeos.memory.fact.Texts;
import io.lifeos.memory.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A reading of the metadata of a memory. It is never more than a reading: the metadata itself is kept
 * as it is, so a shape that says nothing here, however odd, loses nothing and fails nothing.
 */
final class MemoryMetadata {

    /** Without limits: PostgreSQL has checked the JSON and bounds its size. */
    private static final JsonFactory JSON = Json.mapper().getFactory();

    private static final MemoryMetadata NONE = new MemoryMetadata();

    /** The text of each field; null if it has none. */
    private final Map<String, @Nullable String> fields = new HashMap<>();

    private final List<String> tags = new ArrayList<>();
    private boolean json;
    private boolean object;

    private MemoryMetadata() {}

    /** Reads an object, or a string that holds the JSON of one; reads nothing from any other value. */
    static MemoryMetadata read(@Nullable String json) {
        if (json == null) {
            return NONE;
        }
        MemoryMetadata metadata = new MemoryMetadata();
        metadata.read(json, true);
        return metadata;
    }

    /** A field that is a string with something in it, a number or a boolean. */
    Optional<String> text(String field) {
        return Optional.ofNullable(fields.get(field));
    }

    /** The owners that fields name, of each kind the one whose name is preferred. */
    List<Owner> owners() {
        List<Owner> owners = new ArrayList<>(1);
        Map<Owner.Kind, Integer> places = new EnumMap<>(Owner.Kind.class);
        fields.forEach((field, id) -> {
            OwnerName name = KnownNames.owner(field).orElse(null);
            if (id != null && name != null && name.place() < places.getOrDefault(name.kind(), Integer.MAX_VALUE)) {
                places.put(name.kind(), name.place());
                owners.removeIf(owner -> owner.kind() == name.kind());
                owners.add(new Owner(name.kind(), id));
            }
        });
        return owners;
    }

    /** The field {@code confidence}, if it is one. */
    OptionalDouble confidence() {
        return text("confidence").map(Confidence::parse).orElse(OptionalDouble.empty());
    }

    /**
     * The field {@code tags}: the scalars of an array, or the parts of a string between commas; and of {@code categories}
     * the same, or the names that are true in an object.
     */
    List<String> tags() {
        return tags;
    }

    /** Tells whether it is JSON at all; that of a text column need not be. */
    boolean isJson() {
        return json;
    }

    /** Tells whether it is itself a JSON object, and not one within a string. */
    boolean isObject() {
        return object;
    }

    /** Tells whether it has no field. */
    boolean isEmpty() {
        return fields.isEmpty();
    }

    /** Tells whether the object has that field. */
    boolean has(String field) {
        return fields.containsKey(field);
    }

    /** The tags of a column: a JSON array, or a text with commas. */
    static List<String> tagsOf(String text) {
        MemoryMetadata read = new MemoryMetadata();
        try (JsonParser parser = JSON.createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first == JsonToken.START_ARRAY || first == JsonToken.VALUE_STRING) {
                read.readTags(parser, first);
                return read.tags;
            }
        } catch (IOException notJson) {
            read.tags.clear();
        }
        read.addTags(text);
        return read.tags;
    }

    private void read(String text, boolean mayBeEncodedTwice) {
        try (JsonParser parser = JSON.createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first == JsonToken.START_OBJECT) {
                object = mayBeEncodedTwice;
                readObject(parser);
            } else if (first == JsonToken.VALUE_STRING && mayBeEncodedTwice) {
                read(parser.getText(), false);
            } else if (first != null) {
                parser.skipChildren();
            }
            json = first != null && parser.nextToken() == null;
            object &= json;
        } catch (IOException notJson) {
            // The string just holds no valid JSON; fields that were read before the error are not to be trusted.
            fields.clear();
            tags.clear();
            object = false;
            json = false;
        }
    }

    private void readObject(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            fields.putIfAbsent(field, null);
            if (field.equals("tags") || field.equals("categories")) {
                readTags(parser, value);
            } else if (value.isStructStart()) {
                parser.skipChildren();
            } else {
                readScalar(field, parser, value);
            }
        }
    }

    private void readScalar(String field, JsonParser parser, JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_NULL) {
            fields.put(field, null);
        } else {
            String text = Texts.toUnicode(parser.getText());
            if (!text.isBlank()) {
                fields.put(field, text);
            }
        }
    }

    private void readTags(JsonParser parser, JsonToken value) throws IOException {
        if (value == JsonToken.START_ARRAY) {
            for (JsonToken item = parser.nextToken(); item != JsonToken.END_ARRAY; item = parser.nextToken()) {
                if (item.isStructStart()) {
                    parser.skipChildren();
                } else if (item != JsonToken.VALUE_NULL) {
                    addTag(parser.getText());
                }
            }
        } else if (value == JsonToken.START_OBJECT) {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                if (parser.nextToken() == JsonToken.VALUE_TRUE) {
                    addTag(name);
                } else {
                    parser.skipChildren();
                }
            }
        } else if (value == JsonToken.VALUE_STRING) {
            addTags(parser.getText());
        }
    }

    private void addTags(String text) {
        int from = 0;
        for (int comma = text.indexOf(','); comma >= 0; comma = text.indexOf(',', from)) {
            addTag(text.substring(from, comma));
            from = comma + 1;
        }
        addTag(text.substring(from));
    }

    private void addTag(String tag) {
        String name = Texts.toUnicode(tag).strip();
        if (!name.isEmpty() && !name.equals("#")) {
            tags.add(name.startsWith("#") ? name : "#" + name);
        }
    }
}
