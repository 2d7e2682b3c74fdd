package io.lifeos.memory.examples.tool;

import io.lifeos.memory.migration.MigrationPlan;
import io.lifeos.memory.migration.MigrationReport;
import io.lifeos.memory.migration.MigrationResult;
import io.lifeos.memory.migration.MigrationStatus;
import io.lifeos.memory.migration.VerificationReport;
import io.lifeos.memory.postgres.Detection;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The outcome of a task.
 *
 * @param exitCode the exit code of the process
 * @param show reports the outcome
 */
record Outcome(ExitCode exitCode, Consumer<Report> show) {

    static Outcome of(MigrationStatus status) {
        return new Outcome(ExitCode.of(status), report -> report.status(status));
    }

    /** The outcome of a dry run, which has no report if the source could not be read. */
    static Outcome of(MigrationStatus status, Optional<MigrationReport> wouldDo) {
        return new Outcome(ExitCode.of(status), report -> report.dryRun(status, wouldDo));
    }

    static Outcome of(VerificationReport verification) {
        return new Outcome(ExitCode.of(verification), report -> report.verification(verification));
    }

    static Outcome of(MigrationPlan plan) {
        return new Outcome(ExitCode.DONE, report -> report.plan(plan));
    }

    static Outcome of(Detection detection) {
        return new Outcome(ExitCode.of(detection), report -> report.detection(detection));
    }

    static Outcome of(MigrationResult result, Duration took) {
        return new Outcome(ExitCode.of(result), report -> report.migration(result, took));
    }
}
