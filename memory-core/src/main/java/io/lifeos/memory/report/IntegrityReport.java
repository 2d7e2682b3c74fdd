package io.lifeos.memory.report;

import java.util.List;
import java.util.stream.Stream;

/**
 * The result of a check.
 *
 * @param problems one sentence for each of the first 100 problems; empty if there is none
 * @param count the number of problems, including those without a sentence
 */
public record IntegrityReport(List<String> problems, long count) {

    /** The largest number of problems that have a sentence. */
    public static final int MOST_PROBLEMS = 100;

    /** Copies the list. */
    public IntegrityReport {
        problems = List.copyOf(problems);
    }

    /** {@return true if there is no problem} */
    public boolean ok() {
        return count == 0;
    }

    /**
     * Joins two reports.
     *
     * @param other the report of another check
     * @return the problems of both, this one's first
     */
    public IntegrityReport and(IntegrityReport other) {
        List<String> both = Stream.concat(problems.stream(), other.problems.stream())
                .limit(MOST_PROBLEMS)
                .toList();
        return new IntegrityReport(both, count + other.count);
    }
}
