package io.lifeos.memory.sqlite;

import java.util.List;

/**
 * What a check of the file found.
 *
 * @param problems one sentence for each problem; empty if there is none
 */
public record IntegrityReport(List<String> problems) {

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
        return problems.isEmpty();
    }
}
