package io.lifeos.memory.reflect;

import com.fasterxml.jackson.annotation.JsonValue;
import io.lifeos.memory.json.PlainValues;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a reflection did. Two are equal if all their values are. Later versions may say more. */
public sealed interface ReflectionReport permits ReflectionReportRecord {

    /** What became of the period. */
    enum Outcome {
        /** The facts are the same as at the last reflection, so the reflector was not asked, and nothing was written. */
        UNCHANGED,
        /** What the reflector said was written. */
        WRITTEN,
        /** The period has no facts; what was written of it before is gone, but for what a person changed. */
        NO_FACTS
    }

    /**
     * Creates a report, for implementors of {@code Memory} and for tests.
     *
     * @param outcome what became of the period
     * @param period the period
     * @param facts the number of facts in it
     * @param conclusions the ids of the facts that were concluded
     * @param files the files that were written, relative to the memory's folder
     * @param kept the files in which a section stayed because a person changed it
     * @return the report
     */
    static ReflectionReport of(
            Outcome outcome,
            ReflectionPeriod period,
            long facts,
            List<Long> conclusions,
            List<String> files,
            List<String> kept) {
        return new ReflectionReportRecord(
                outcome, period, facts, List.copyOf(conclusions), List.copyOf(files), List.copyOf(kept));
    }

    /** {@return what became of the period} */
    Outcome outcome();

    /** {@return the period} */
    ReflectionPeriod period();

    /** {@return the number of facts in it, conclusions of reflections aside} */
    long facts();

    /** {@return the ids of the facts that were concluded; none if nothing changed} */
    List<Long> conclusions();

    /** {@return the files that were written, relative to the memory's folder; none if nothing changed} */
    List<String> files();

    /** {@return the files in which an earlier section stayed beside the new one, as a person changed its text} */
    List<String> kept();

    /** {@return all values by name, as plain ones; Jackson 2 and 3 write this} */
    @JsonValue
    default Map<String, @Nullable Object> toMap() {
        return PlainValues.of((ReflectionReportRecord) this);
    }
}
