package io.lifeos.memory.examples;

import io.lifeos.memory.migration.MigrationReport;
import io.lifeos.memory.migration.MigrationResult;
import io.lifeos.memory.migration.MigrationStatus;
import io.lifeos.memory.migration.VerificationReport;
import java.util.Optional;

/** Says what came out, to a person or to a program. Exactly one of its methods is called. */
interface Report {

    void status(MigrationStatus status);

    /** What a run would do; empty if the source could not be read. */
    void dryRun(MigrationStatus status, Optional<MigrationReport> wouldDo);

    void migration(MigrationResult result);

    void verification(VerificationReport verification);

    void failure(Failure failure);

    /** Why a migration was not a success, in a sentence. */
    static String whyIncomplete(MigrationResult result) {
        return result.run()
                .stopped()
                .or(() -> result.verification().reason())
                .orElseGet(() -> result.run().rejected()
                        + " rows were rejected; all others are safe here. Repair the rows that are listed and run again.");
    }
}
