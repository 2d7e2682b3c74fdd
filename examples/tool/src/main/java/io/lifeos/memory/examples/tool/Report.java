package io.lifeos.memory.examples.tool;

import io.lifeos.memory.examples.tool.memory.Answer;
import io.lifeos.memory.migration.MigrationPlan;
import io.lifeos.memory.migration.MigrationReport;
import io.lifeos.memory.migration.MigrationResult;
import io.lifeos.memory.migration.MigrationStatus;
import io.lifeos.memory.migration.VerificationReport;
import io.lifeos.memory.migration.VerificationReport.Outcome;
import io.lifeos.memory.postgres.Detection;
import java.time.Duration;
import java.util.Optional;

/** Reports the outcome to a person or to a program. Exactly one of its methods is called. */
public interface Report {

    void status(MigrationStatus status);

    /** Reports what a run would do; {@code wouldDo} is empty if the source could not be read. */
    void dryRun(MigrationStatus status, Optional<MigrationReport> wouldDo);

    /** Reports a migration, and how long it and its verification took. */
    void migration(MigrationResult result, Duration took);

    void verification(VerificationReport verification);

    void answer(Answer answer);

    void plan(MigrationPlan plan);

    void detection(Detection detection);

    void failure(ToolError failure);

    /** Reports that a signal ends the process, which then has the exit code of that signal. */
    void interrupted(String message);

    /** Returns the reason why no table that was found can be migrated, in a sentence; empty if one can. */
    static Optional<String> whyUnread(Detection detection) {
        if (detection.tables().isEmpty()) {
            return Optional.of("No table has the shape of memories; name one, its profile and its columns.");
        }
        return detection.tables().stream().anyMatch(table -> table.contents().isPresent())
                ? Optional.empty()
                : detection.tables().get(0).problem();
    }

    /** Returns the reason why a migration is not proven, in a sentence; empty if it is. */
    static Optional<String> whyUnproven(MigrationResult result) {
        MigrationReport run = result.run();
        if (run.stopped().isPresent()) {
            return run.stopped();
        } else if (run.rejected() > 0) {
            return Optional.of("Rows that could not be stored: " + run.rejected()
                    + "; all others are safe here, and those are tried again by the next run; repair them first.");
        } else if (run.doubt().isPresent()) {
            return run.doubt();
        }
        return whyUnproven(result.verification());
    }

    private static boolean hasFindings(VerificationReport verification) {
        return verification.missing().count()
                        + verification.changed().count()
                        + verification.strayLinks().count()
                        + verification.orphaned().count()
                        + verification.problems().size()
                > 0;
    }

    /** Returns the reason why a verification is no proof, in a sentence; empty if it is. */
    static Optional<String> whyUnproven(VerificationReport verification) {
        return verification
                .reason()
                .map(reason -> verification.outcome() == Outcome.INCOMPLETE && hasFindings(verification)
                        ? reason + " Nothing was changed; a migration brings in what is missing, and with --force it"
                                + " also overwrites what was edited here."
                        : reason);
    }
}
