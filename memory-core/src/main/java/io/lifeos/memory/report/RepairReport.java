package io.lifeos.memory.report;

import java.util.List;

/**
 * What a repair came to.
 *
 * @param done a sentence for each thing that was done; empty if there was nothing to repair
 * @param remaining what a check finds afterwards, and a person, a migration or a backup has to make good
 */
public record RepairReport(List<String> done, IntegrityReport remaining) {

    /** Copies the list. */
    public RepairReport {
        done = List.copyOf(done);
    }
}
