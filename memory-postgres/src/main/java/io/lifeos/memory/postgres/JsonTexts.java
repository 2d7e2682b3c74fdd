package io.lifeos.memory.postgres;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Texts as one text: a JSON array of strings and nulls. */
final class JsonTexts {

    private JsonTexts() {}

    static String write(List<? extends @Nullable String> texts) {
        StringWriter json = new StringWriter();
        try (JsonGenerator generator = Json.FACTORY.createGenerator(json)) {
            generator.writeStartArray();
            for (String text : texts) {
                generator.writeString(text);
            }
            generator.writeEndArray();
        } catch (IOException e) {
            throw new IllegalStateException("Texts always have a form in JSON.", e);
        }
        return json.toString();
    }

    static List<@Nullable String> read(String json) {
        List<@Nullable String> texts = new ArrayList<>();
        try (JsonParser parser = Json.FACTORY.createParser(json)) {
            parser.nextToken();
            for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
                texts.add(token == JsonToken.VALUE_NULL ? null : parser.getText());
            }
        } catch (IOException e) {
            throw new IllegalStateException("These are no texts that were written here.", e);
        }
        return texts;
    }

    /** Texts of which none is null. */
    static List<String> parts(String json) {
        return read(json).stream().map(Objects::requireNonNull).toList();
    }
}
