package io.lifeos.memory.report;

import java.util.List;

/**
 * The result of a repair.
 *
 * @param done one sentence for each kind of repair that was made; empty if there was nothing to repair
 * @param remaining the problems that a check finds afterwards, which need a person, a migration or a backup
 */
public record RepairReport(List<String> done, IntegrityReport remaining) {

    /** Copies the list. */
    public RepairReport {
        done = List.copyOf(done);
    }
}
