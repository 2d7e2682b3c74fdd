package io.lifeos.memory.migration;

/**
 * A run and its proof.
 *
 * @param run the report of the run
 * @param verification the report of the comparison afterwards
 */
public record MigrationResult(MigrationReport run, VerificationReport verification) {

    /** {@return true if everything was migrated and proven} */
    public boolean success() {
        return run.success() && verification.success();
    }
}
