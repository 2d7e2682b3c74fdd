package io.lifeos.memory.listing;

import com.fasterxml.jackson.annotation.JsonValue;
import io.lifeos.memory.json.PlainValues;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The vectors of one model.
 *
 * @param model the name of the model; empty if the program that the vectors were migrated from did not name it
 * @param dimensions the number of components of each
 * @param vectors the number of vectors, those of forgotten facts included
 */
public record VectorModel(Optional<String> model, int dimensions, long vectors) {

    /** {@return all values by name, as plain ones; Jackson 2 and 3 write this} */
    @JsonValue
    public Map<String, @Nullable Object> toMap() {
        return PlainValues.of(this);
    }
}
