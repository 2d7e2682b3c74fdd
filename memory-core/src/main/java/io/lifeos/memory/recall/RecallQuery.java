package io.lifeos.memory.recall;

import io.lifeos.memory.fact.FactFilter;

/** The settings of a {@link RecallRequest} when it was fetched, for the memory that answers it. Immutable. */
public final class RecallQuery {

    private final String question;
    private final int limit;
    private final RecallMode mode;
    private final double keywordWeight;
    private final double vectorWeight;
    private final FactFilter filter;

    RecallQuery(
            String question, int limit, RecallMode mode, double keywordWeight, double vectorWeight, FactFilter filter) {
        this.question = question;
        this.limit = limit;
        this.mode = mode;
        this.keywordWeight = keywordWeight;
        this.vectorWeight = vectorWeight;
        this.filter = filter;
    }

    /** {@return the question, which may be any text} */
    public String question() {
        return question;
    }

    /** {@return the largest number of facts to find, 1 to 10,000} */
    public int limit() {
        return limit;
    }

    /** {@return the mode that was asked for} */
    public RecallMode mode() {
        return mode;
    }

    /** {@return the weight of the words, finite and at least 0} */
    public double keywordWeight() {
        return keywordWeight;
    }

    /** {@return the weight of the vectors, finite and at least 0; not both weights are 0} */
    public double vectorWeight() {
        return vectorWeight;
    }

    /** {@return the conditions that a fact must meet} */
    public FactFilter filter() {
        return filter;
    }
}
