package io.lifeos.memory.recall;

import com.fasterxml.jackson.annotation.JsonValue;
import io.lifeos.memory.json.PlainValues;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The result of a recall. Later versions may say more. */
public sealed interface RecallResult extends Iterable<RecallHit> permits RecallResultRecord {

    /**
     * Creates a result, for implementors of {@code Memory} and for tests.
     *
     * @param hits the facts, in the order of {@link #hits()}
     * @param requested the mode that was asked for
     * @param mode the mode that ran; empty if none could
     * @param notes the notes
     * @return the result
     */
    static RecallResult of(List<RecallHit> hits, RecallMode requested, Optional<RecallMode> mode, List<String> notes) {
        return new RecallResultRecord(hits, requested, mode, notes);
    }

    /** {@return the facts, best first; equally good ones by time, the latest first, then by descending id} */
    List<RecallHit> hits();

    /** {@return the mode that was asked for} */
    RecallMode requested();

    /**
     * {@return the mode that ran, never {@link RecallMode#AUTO}; empty if none could run, and then the notes say why}
     */
    Optional<RecallMode> mode();

    /**
     * {@return a sentence or more for everything that did not go as asked, such as words or vectors that could not be
     * searched, or facts that could not be compared or read; empty if all went well}
     */
    List<String> notes();

    /** {@return true if no fact was found} */
    default boolean isEmpty() {
        return hits().isEmpty();
    }

    /** {@return the number of facts that were found} */
    default int size() {
        return hits().size();
    }

    /** {@return the facts, in the order of {@link #hits()}} */
    default Stream<RecallHit> stream() {
        return hits().stream();
    }

    @Override
    default Iterator<RecallHit> iterator() {
        return hits().iterator();
    }

    /** {@return all values by name, as plain ones; Jackson 2 and 3 write this} */
    @JsonValue
    default Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> values = PlainValues.of((RecallResultRecord) this);
        values.put("hits", hits().stream().map(RecallHit::toMap).toList());
        return values;
    }
}
