package io.lifeos.memory.recall;

import io.lifeos.memory.fact.FactFilter;
import io.lifeos.memory.fact.NamedVector;
import java.util.Optional;

/** The settings of a {@link RecallRequest} when it was fetched, for the memory that answers it. Immutable. */
public final class RecallQuery {

    private final String question;
    private final Optional<NamedVector> embedding;
    private final int limit;
    private final double minScore;
    private final RecallMode mode;
    private final double keywordWeight;
    private final double vectorWeight;
    private final FactFilter filter;

    RecallQuery(RecallRequest request, FactFilter filter) {
        this.question = request.question;
        this.embedding = Optional.ofNullable(request.embedding);
        this.limit = request.limit;
        this.minScore = request.minScore;
        this.mode = request.mode;
        this.keywordWeight = request.keywordWeight;
        this.vectorWeight = request.vectorWeight;
        this.filter = filter;
    }

    /** {@return the question, which may be any text} */
    public String question() {
        return question;
    }

    /** {@return the question as a vector that the host made; empty if it is to be made here} */
    public Optional<NamedVector> embedding() {
        return embedding;
    }

    /** {@return the largest number of facts to find, 1 to 10,000} */
    public int limit() {
        return limit;
    }

    /** {@return the lowest {@link RecallHit#score()} that a hit may have, 0 to 1; 0 admits all} */
    public double minScore() {
        return minScore;
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
