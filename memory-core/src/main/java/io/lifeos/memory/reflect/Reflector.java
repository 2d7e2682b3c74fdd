package io.lifeos.memory.reflect;

/**
 * Draws conclusions from the facts of a period; a host implements it, by a language model for instance. An implementation must
 * be safe for use by several threads, and must not ask the memory to reflect, which would wait for itself, nor to erase, which
 * would leave what reflections wrote {@linkplain io.lifeos.memory.report.ErasureReport#pending() pending}.
 *
 * <pre>{@code
 * memory.reflect(ReflectionPeriod.day(yesterday), Reflector.standard());
 * }</pre>
 */
public interface Reflector {

    /**
     * Returns the reflector without a language model, by the name {@code counts}: it counts facts and sources, names the
     * entities mentioned most, and the preferences whose statements contradict each other. It concludes no new facts.
     *
     * @return the reflector
     */
    static Reflector standard() {
        return new CountingReflector();
    }

    /**
     * Returns its name, by which what it wrote is found again. Another name has sections and conclusions of its own, beside
     * those of this one.
     *
     * @return a short name that stays the same, not blank
     */
    String name();

    /**
     * Reflects on a period. It is called only if its facts are others than those that the last reflection of this name was
     * made of. What it throws is passed on to the caller of {@code reflect}, and nothing is written.
     *
     * @param facts what happened
     * @return what comes of it
     */
    Reflection reflect(PeriodFacts facts);
}
