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

    /**
     * Returns the question.
     *
     * @return any text
     */
    public String question() {
        return question;
    }

    /**
     * Returns the number of facts to find at most.
     *
     * @return 1 to 10,000
     */
    public int limit() {
        return limit;
    }

    /**
     * Returns the mode that was asked for.
     *
     * @return the mode
     */
    public RecallMode mode() {
        return mode;
    }

    /**
     * Returns the weight of the words.
     *
     * @return a finite number, at least 0
     */
    public double keywordWeight() {
        return keywordWeight;
    }

    /**
     * Returns the weight of the vectors.
     *
     * @return a finite number, at least 0; not both weights are 0
     */
    public double vectorWeight() {
        return vectorWeight;
    }

    /**
     * Returns the conditions that a fact must meet.
     *
     * @return the filter
     */
    public FactFilter filter() {
        return filter;
    }
}
