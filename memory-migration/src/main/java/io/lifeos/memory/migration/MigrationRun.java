package io.lifeos.memory.migration;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.archive.row.ArchiveSnapshot;
import io.lifeos.memory.archive.row.SnapshotArchive;
import io.lifeos.memory.fact.SourceUnavailableException;
import io.lifeos.memory.log.BatchLogs;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run: passes over the source until one reaches its end, then the daily logs. */
final class MigrationRun {

    private static final Logger LOG = LoggerFactory.getLogger(MigrationRun.class);

    private static final int MOST_ATTEMPTS_WITHOUT_PROGRESS = 5;
    private static final long FIRST_PAUSE_MS = 500;
    private static final long LARGE_LOAD = 1_000;

    private final SnapshotArchive archive;
    private final MemoryStore memory;
    private final MigrationOptions options;
    private final RunTally tally;
    private final BatchLogs logs;

    MigrationRun(SnapshotArchive archive, MemoryStore memory, MigrationOptions options) {
        this.archive = archive;
        this.memory = memory;
        this.options = options;
        this.tally = new RunTally(options.dryRun());
        this.logs = new BatchLogs(memory.workspace(), memory.database());
    }

    /** Runs, then continues on the same snapshot, which holds nothing that others wrote meanwhile. */
    <T> T run(BiFunction<MigrationReport, ArchiveSnapshot, T> then) {
        try {
            return passWithRetries(then);
        } catch (RuntimeException e) {
            writeDailyLogsDespite(e);
            throw e;
        }
    }

    /** A source that goes away in the middle gets some time to come back; then a fresh snapshot is gone through. */
    private <T> T passWithRetries(BiFunction<MigrationReport, ArchiveSnapshot, T> then) {
        long furthest = 0;
        int attempts = 0;
        while (true) {
            try (ArchiveSnapshot snapshot = archive.openSnapshot()) {
                MigrationReport report = new SourcePass(snapshot, memory, logs, options, tally).run();
                if (!options.dryRun()) {
                    writeDailyLogs();
                    analyzeAfter(report);
                }
                return then.apply(report, snapshot);
            } catch (SourceUnavailableException e) {
                if (!tally.hasBegun()) {
                    throw e;
                }
                attempts = tally.furthest() > furthest ? 1 : attempts + 1;
                furthest = tally.furthest();
                if (!e.retryable() || attempts == MOST_ATTEMPTS_WITHOUT_PROGRESS) {
                    throw interrupted(e);
                }
                LOG.warn("{} What is committed is safe; trying again.", e.getMessage());
                if (!pause(FIRST_PAUSE_MS << (attempts - 1))) {
                    throw interrupted(e);
                }
            }
        }
    }

    /** Waits; returns false, at once and with the thread still marked, if it is interrupted. */
    static boolean pause(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void analyzeAfter(MigrationReport report) {
        if (report.migrated() + report.repaired() >= LARGE_LOAD) {
            memory.database().analyze();
        }
    }

    private static SourceUnavailableException interrupted(SourceUnavailableException e) {
        return new SourceUnavailableException(
                e.getMessage()
                        + " The migration stopped there; every row that it has brought over is safe, and running it"
                        + " again brings the rest.",
                e.retryable());
    }

    private void writeDailyLogs() {
        logs.finish();
        memory.writeDailyLogs();
    }

    private void writeDailyLogsDespite(RuntimeException reason) {
        if (!options.dryRun() && tally.hasBegun()) {
            try {
                writeDailyLogs();
            } catch (RuntimeException e) {
                reason.addSuppressed(e);
            }
        }
    }
}
