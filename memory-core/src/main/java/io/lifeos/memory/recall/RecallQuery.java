package io.lifeos.memory.recall;

import io.lifeos.memory.fact.FactFilter;

/** The settings that a {@link RecallRequest} had when it was fetched; for whoever answers it. Immutable. */
public final class RecallQuery {

    private static final int FEWEST_CANDIDATES = 100;

    private final String question;
    private final int limit;
    private final RecallMode mode;
    private final double keywordWeight;
    private final double vectorWeight;
    private final FactFilter filter;

    public RecallQuery(
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

    /** The number of facts that each leg hands to the ranking. */
    public int candidates() {
        return Math.max(FEWEST_CANDIDATES, 2 * limit);
    }

    public boolean wantsWords() {
        return mode != RecallMode.VECTOR;
    }

    public boolean wantsVectors() {
        return mode != RecallMode.KEYWORD;
    }
}
