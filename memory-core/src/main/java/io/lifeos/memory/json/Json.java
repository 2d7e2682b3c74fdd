package io.lifeos.memory.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
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

    private static IllegalArgumentException notTexts(@Nullable JsonProcessingException cause) {
        return new IllegalArgumentException("This is not a JSON array of strings.", cause);
    }
}
