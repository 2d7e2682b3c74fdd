package io.lifeos.memory.reflect;

import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.preference.Preference;
import java.util.List;
import java.util.stream.Stream;

/**
 * What happened in a period, as a {@link Reflector} is given it: the facts of the memory or scope that is reflected on,
 * without those that were forgotten, that an assistant said, or that an earlier reflection concluded. Later versions may say
 * more.
 */
public interface PeriodFacts {

    /** {@return the period} */
    ReflectionPeriod period();

    /** {@return the number of facts, at least one} */
    long count();

    /**
     * Reads the facts, some hundred at a time; each call reads them again. The stream need not be closed. One that is gone or
     * forgotten since is left out.
     *
     * @return the facts, the earliest first
     */
    Stream<Fact> facts();

    /** {@return the preferences that were last stated in the period, by person, category and key} */
    List<Preference> preferences();
}
