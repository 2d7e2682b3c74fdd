package io.lifeos.memory.migration;

/**
 * A run and its proof.
 *
 * @param run what the run did
 * @param verification what the comparison afterwards showed
 */
public record MigrationResult(MigrationReport run, VerificationReport verification) {

    /**
     * Whether everything was migrated and proven.
     *
     * @return true if both were a success
     */
    public boolean success() {
        return run.success() && verification.success();
    }
}
