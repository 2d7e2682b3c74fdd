package io.lifeos.memory.migration;

import java.util.List;
import java.util.Optional;

/**
 * What a comparison of every source row with its fact showed.
 *
 * @param outcome what it comes to
 * @param reason why it is not complete, in one sentence; empty if it is
 * @param checked source rows compared
 * @param leftOut source rows that were not selected: soft-deleted, superseded, or without content
 * @param missing ids of selected rows that have no fact, rejected ones included
 * @param changed facts that are not what their source row is
 * @param rejected those of the missing rows that the last run rejected, with its reasons
 * @param strayLinks ids whose link points to no fact
 * @param orphaned ids of rows that were migrated earlier and are gone from the source, or are left
 *     out of it now; their facts stay
 * @param problems what the checks of the file found: integrity, foreign keys, full-text index
 * @param sampleFacts up to five facts as they are stored here
 */
public record VerificationReport(
        Outcome outcome,
        Optional<String> reason,
        long checked,
        long leftOut,
        Rows<Object> missing,
        Rows<RowDifference> changed,
        Rows<RejectedRow> rejected,
        Rows<Object> strayLinks,
        Rows<Object> orphaned,
        List<String> problems,
        List<SampleFact> sampleFacts) {

    /** What a verification comes to. Only {@link #COMPLETE} is success. */
    public enum Outcome {
        /** Every selected row has its fact, and each is what its row is. */
        COMPLETE,
        /** Something is missing or differs, and the report names it. */
        INCOMPLETE,
        /** The source could not be read, so nothing was proven. */
        UNVERIFIABLE
    }

    /**
     * A migrated fact.
     *
     * @param id its id here
     * @param postgresMemoryId its row's id in the source: a {@link Long} for a serial, else a {@link String}
     * @param content its content
     */
    public record SampleFact(long id, Object postgresMemoryId, String content) {}

    /** Copies the lists. */
    public VerificationReport {
        problems = List.copyOf(problems);
        sampleFacts = List.copyOf(sampleFacts);
    }

    /**
     * Whether everything was compared and found equal.
     *
     * @return true only for {@link Outcome#COMPLETE}
     */
    public boolean success() {
        return outcome == Outcome.COMPLETE;
    }
}
