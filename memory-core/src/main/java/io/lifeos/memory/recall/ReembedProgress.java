package io.lifeos.memory.recall;

import com.fasterxml.jackson.annotation.JsonValue;
import io.lifeos.memory.json.PlainValues;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The progress of making missing vectors. Two are equal if all their values are. Later versions may say more.
 */
public sealed interface ReembedProgress permits ReembedProgressRecord {

    /**
     * Creates a progress, for implementors of {@code Memory} and for tests.
     *
     * @param made the number of vectors that were made
     * @param failed the number of vectors that could not be made
     * @param total the number of vectors that were missing at the start
     * @return the progress
     */
    static ReembedProgress of(long made, long failed, long total) {
        return new ReembedProgressRecord(made, failed, total);
    }

    /** {@return the number of vectors that were made; all of them are safe in the file} */
    long made();

    /**
     * {@return the number of vectors that could not be made, or whose facts changed meanwhile; a further call tries
     * them again}
     */
    long failed();

    /** {@return the number of vectors that were missing at the start} */
    long total();

    /** {@return true if every missing vector was made or failed} */
    default boolean isDone() {
        return made() + failed() == total();
    }

    /** {@return all values by name, as plain ones; Jackson 2 and 3 write this} */
    @JsonValue
    default Map<String, @Nullable Object> toMap() {
        return PlainValues.of((ReembedProgressRecord) this);
    }
}
