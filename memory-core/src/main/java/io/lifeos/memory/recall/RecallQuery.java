package io.lifeos.memory.recall;

/** What a {@link RecallRequest} came to. */
record RecallQuery(
        String question, int limit, RecallMode mode, double keywordWeight, double vectorWeight, FactFilter filter) {

    private static final int FEWEST_CANDIDATES = 100;

    /** How many facts each leg hands to the ranking. */
    int candidates() {
        return Math.max(FEWEST_CANDIDATES, 2 * limit);
    }

    boolean wantsWords() {
        return mode != RecallMode.VECTOR;
    }

    boolean wantsVectors() {
        return mode != RecallMode.KEYWORD;
    }
}
