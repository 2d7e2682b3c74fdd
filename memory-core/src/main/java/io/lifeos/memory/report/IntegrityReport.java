package io.lifeos.memory.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a check found.
 *
 * @param problems one sentence for each of the first 100 problems; empty if there is none
 * @param count how many problems there are, those without a sentence included
 */
public record IntegrityReport(List<String> problems, long count) {

    /** So many problems have a sentence. */
    public static final int MOST_PROBLEMS = 100;

    /** Copies the list. */
    public IntegrityReport {
        problems = List.copyOf(problems);
    }

    /**
     * Whether nothing is wrong.
     *
     * @return true if there is no problem
     */
    public boolean ok() {
        return count == 0;
    }

    /**
     * Puts two reports together.
     *
     * @param other what another check found
     * @return what both found, this one's problems first
     */
    public IntegrityReport and(IntegrityReport other) {
        List<String> both = Stream.concat(problems.stream(), other.problems.stream())
                .limit(MOST_PROBLEMS)
                .toList();
        return new IntegrityReport(both, count + other.count);
    }

    /** Gathers problems for a report. Not safe for use by several threads. */
    public static final class Collector {

        private final List<String> problems = new ArrayList<>();
        private long count;

        /** Begins without a problem. */
        public Collector() {}

        /**
         * Adds a problem.
         *
         * @param problem a sentence
         */
        public void add(String problem) {
            if (problems.size() < MOST_PROBLEMS) {
                problems.add(problem);
            }
            count++;
        }

        /**
         * Makes the report.
         *
         * @return what was added so far
         */
        public IntegrityReport report() {
            return new IntegrityReport(problems, count);
        }
    }
}
