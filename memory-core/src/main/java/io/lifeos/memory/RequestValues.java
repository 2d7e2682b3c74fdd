package io.lifeos.memory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.lifeos.memory.fact.StoredTime;
import io.lifeos.memory.json.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** Checks values that a host gives to a request, so that a bad one is refused where it is given. */
final class RequestValues {

    private RequestValues() {}

    /** Returns a time as a memory can hold it, to the microsecond. */
    static Instant time(Instant time) {
        Instant kept = time.truncatedTo(ChronoUnit.MICROS);
        if (!StoredTime.canHold(kept)) {
            throw new IllegalArgumentException(
                    "The time " + time + " cannot be stored; it must lie in the years 1 to 9999 UTC.");
        }
        return kept;
    }

    /** Returns metadata that is one JSON value. */
    static String json(String metadata) {
        try {
            if (Json.mapper().readTree(metadata).asToken() == JsonToken.NOT_AVAILABLE) {
                throw new IllegalArgumentException("The metadata is empty; it must be one JSON value.");
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The metadata is not JSON: " + e.getOriginalMessage(), e);
        }
        return metadata;
    }

    /** Writes metadata as a JSON object. */
    static String json(Map<String, ?> metadata) {
        try {
            return Json.mapper().writeValueAsString(metadata);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The metadata has no form in JSON: " + e.getOriginalMessage(), e);
        }
    }
}
