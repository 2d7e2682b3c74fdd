package io.lifeos.memory.fact;

import com.fasterxml.jackson.annotation.JsonValue;
import io.lifeos.memory.json.PlainValues;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The row that a migrated fact came from.
 *
 * @param source the identity of the source, such as {@code 7301123/jarvis/public.archival_memory}, or the name that was given
 *     to it; empty if another program migrated the fact and did not note it
 * @param table the table, such as {@code public.archival_memory}; empty if the source goes by a name that was given to it
 * @param rowId the id of the row, as text; of an id of several columns, their values as a JSON array
 * @param columns what the memory keeps of the row's columns beside the fact, by name, as text; those without a value left out
 */
public record Origin(Optional<String> source, Optional<String> table, String rowId, Map<String, String> columns) {

    /** A name as PostgreSQL quotes it. */
    private static final String NAME = "(?:[a-z_][a-z0-9_$]*|\"(?:[^\"]|\"\")+\")";

    private static final Pattern IDENTITY =
            Pattern.compile("\\d+/" + NAME + "/(?<table>" + NAME + "\\." + NAME + ")|file/(?<file>.+)", Pattern.DOTALL);

    /** Copies the map. */
    public Origin {
        Texts.requireGiven("source", source);
        Texts.requireGiven("table", table);
        Texts.requireGiven("id of the row", rowId);
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(Texts.requireGiven("map of columns", columns)));
    }

    /**
     * Reads the table out of the identity of a source.
     *
     * @param source the identity or name of the source, or null if it is unknown
     * @param rowId the id of the row, as text
     * @param columns what is kept of the row's columns
     * @return the origin
     */
    public static Origin of(@Nullable String source, String rowId, Map<String, String> columns) {
        Matcher identity = IDENTITY.matcher(source == null ? "" : source);
        return new Origin(
                Optional.ofNullable(source),
                identity.matches()
                        ? Optional.ofNullable(identity.group("table")).or(() -> Optional.of(identity.group("file")))
                        : Optional.empty(),
                rowId,
                columns);
    }

    /** {@return the values by name, as plain ones: what a writer of JSON writes} */
    @JsonValue
    public Map<String, @Nullable Object> toMap() {
        return PlainValues.of(this);
    }
}
