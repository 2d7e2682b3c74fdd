package io.lifeos.memory.migration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON as the file holds it. */
final class JsonText {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final TypeReference<LinkedHashMap<String, @Nullable String>> TEXTS = new TypeReference<>() {};

    private JsonText() {}

    /** The JSON of texts, numbers, bytes (as Base64), and collections of these. */
    static String of(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Texts, numbers and bytes always have a form in JSON.", e);
        }
    }

    /**
     * An array of texts.
     *
     * @throws IllegalArgumentException if it is no such array
     */
    static List<String> list(String json) {
        try {
            return List.of(MAPPER.readValue(json, String[].class));
        } catch (JsonProcessingException | NullPointerException e) {
            throw new IllegalArgumentException("This is no JSON array of texts.", e);
        }
    }

    /**
     * An object whose values are texts or null.
     *
     * @throws IllegalArgumentException if it is no such object
     */
    static Map<String, @Nullable String> texts(String json) {
        try {
            return MAPPER.readValue(json, TEXTS);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("This is no JSON object of texts.", e);
        }
    }
}
