package io.lifeos.memory.examples.tool;

import io.lifeos.memory.examples.tool.memory.Answer;
import io.lifeos.memory.migration.MigrationResult;
import io.lifeos.memory.migration.MigrationStatus;
import io.lifeos.memory.migration.VerificationReport;
import io.lifeos.memory.postgres.Detection;

/** The exit codes of the tool. */
public enum ExitCode {
    /** The work is done, and all that was compared is equal. */
    DONE(0),
    /** Rows are missing, rejected or different, or over half have no content. */
    INCOMPLETE(1),
    /**
     * The command line is wrong, or does not tell which table or columns are meant, or the name of a moved source; or the rows
     * are probably not those that are meant. Nothing was written.
     */
    WRONG_USAGE(2),
    /** PostgreSQL is not configured, not reachable, has no such table, or gives no permission. */
    SOURCE_UNAVAILABLE(3),
    /** The local memory cannot be used. */
    STORE_UNUSABLE(4);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    static ExitCode of(MigrationStatus status) {
        return status.postgresAvailable() ? DONE : SOURCE_UNAVAILABLE;
    }

    static ExitCode of(Detection detection) {
        return Report.whyUnread(detection).isEmpty() ? DONE : SOURCE_UNAVAILABLE;
    }

    static ExitCode of(VerificationReport verification) {
        return switch (verification.outcome()) {
            case COMPLETE -> DONE;
            case INCOMPLETE -> INCOMPLETE;
            case UNVERIFIABLE -> SOURCE_UNAVAILABLE;
        };
    }

    static ExitCode of(Answer answer) {
        return answer.error().isPresent() ? INCOMPLETE : DONE;
    }

    static ExitCode of(MigrationResult result) {
        return result.run().success() ? of(result.verification()) : INCOMPLETE;
    }
}
