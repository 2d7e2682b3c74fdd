package io.lifeos.memory.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads and writes JSON text. Reading has no size limits, as a limit could only reject a sound value. */
public final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(Integer.MAX_VALUE)
                            .maxStringLength(Integer.MAX_VALUE)
                            .maxNameLength(Integer.MAX_VALUE)
                            .maxNumberLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final ObjectReader OBJECT = MAPPER.readerForMapOf(Object.class);

    private static final ObjectReader EXACTLY =
            MAPPER.readerFor(Object.class).with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private Json() {}

    /**
     * Returns the mapper, which refuses text after the first value.
     *
     * @return the one mapper of the library, not to be configured further; its {@link JsonMapper#getFactory() factory} makes
     *     parsers and generators
     */
    public static JsonMapper mapper() {
        return MAPPER;
    }

    /**
     * Writes a string with its quotation marks.
     *
     * @param text the string
     * @return its JSON
     */
    public static String quote(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    /**
     * Writes a value that always has a form in JSON.
     *
     * @param value a string, a number, a boolean, bytes (written as Base64), or a collection or map of these and nulls
     * @return its JSON
     */
    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Strings, numbers and bytes always have a form in JSON.", e);
        }
    }

    /**
     * Writes an array of strings.
     *
     * @param texts the strings; a null is written as null
     * @return its JSON, without spaces
     */
    public static String array(Collection<? extends @Nullable String> texts) {
        return write(texts);
    }

    /**
     * Reads an array of strings.
     *
     * @param json the array
     * @return its strings
     * @throws IllegalArgumentException if it is not an array of strings, or one is null
     */
    public static List<String> texts(String json) {
        List<@Nullable String> texts = nullableTexts(json);
        if (texts.contains(null)) {
            throw notTexts(null);
        }
        return Collections.unmodifiableList(texts);
    }

    /**
     * Reads an array of strings and nulls.
     *
     * @param json the array
     * @return its strings and nulls
     * @throws IllegalArgumentException if it is not such an array
     */
    public static List<@Nullable String> nullableTexts(String json) {
        try {
            @Nullable String @Nullable [] texts = MAPPER.readValue(json, String[].class);
            if (texts == null) {
                throw notTexts(null);
            }
            return Arrays.asList(texts);
        } catch (JsonProcessingException e) {
            throw notTexts(e);
        }
    }

    /**
     * Reads an object.
     *
     * @param json any text
     * @return the members by name, in a map of the caller's own; empty if the text is no JSON object
     */
    public static Optional<Map<String, @Nullable Object>> object(String json) {
        try {
            return Optional.ofNullable(OBJECT.readValue(json));
        } catch (JsonProcessingException noObject) {
            return Optional.empty();
        }
    }

    /**
     * Reads a value as one of some type. Members that the type does not have are passed over.
     *
     * @param json the value
     * @param type the type
     * @param <T> the type
     * @return the value; null if it is the null of JSON
     * @throws IllegalArgumentException if the text is no JSON or does not fit the type
     */
    public static <T> @Nullable T read(String json, Class<T> type) {
        try {
            return MAPPER.readerFor(type)
                    .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .readValue(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e.getOriginalMessage(), e);
        }
    }

    /**
     * Reads a value exactly: numbers with a fraction keep all their digits.
     *
     * @param json any text
     * @return the value; the text itself if it is no JSON
     */
    public static @Nullable Object valueOrText(String json) {
        try {
            return json.isBlank() ? json : EXACTLY.readValue(json);
        } catch (JsonProcessingException noJson) {
            return json;
        }
    }

    private static IllegalArgumentException notTexts(@Nullable JsonProcessingException cause) {
        return new IllegalArgumentException("This is not a JSON array of strings.", cause);
    }
}
