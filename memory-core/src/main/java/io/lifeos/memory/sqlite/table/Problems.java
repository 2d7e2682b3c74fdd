package io.lifeos.memory.sqlite.table;

import io.lifeos.memory.report.IntegrityReport;
import java.util.ArrayList;
import java.util.List;

/** Gathers problems for a report. Not safe for use by several threads. */
public final class Problems {

    private final List<String> sentences = new ArrayList<>();
    private long count;

    /** Begins without a problem. */
    public Problems() {}

    /**
     * Adds a problem.
     *
     * @param sentence a sentence without its end
     */
    public void add(String sentence) {
        if (sentences.size() < IntegrityReport.MOST_PROBLEMS) {
            sentences.add(sentence);
        }
        count++;
    }

    /** {@return a report of the problems so far} */
    public IntegrityReport report() {
        return new IntegrityReport(sentences, count);
    }
}
