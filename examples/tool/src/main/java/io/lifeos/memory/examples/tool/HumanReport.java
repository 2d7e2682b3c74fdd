package io.lifeos.memory.examples.tool;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.examples.tool.memory.Answer;
import io.lifeos.memory.examples.tool.memory.MemoryFolder;
import io.lifeos.memory.migration.KeptFact;
import io.lifeos.memory.migration.Listed;
import io.lifeos.memory.migration.MappingReport;
import io.lifeos.memory.migration.MigrationPlan;
import io.lifeos.memory.migration.MigrationReport;
import io.lifeos.memory.migration.MigrationResult;
import io.lifeos.memory.migration.MigrationStatus;
import io.lifeos.memory.migration.RejectedRow;
import io.lifeos.memory.migration.RowDifference;
import io.lifeos.memory.migration.UnclaimedFact;
import io.lifeos.memory.migration.VerificationReport;
import io.lifeos.memory.migration.VerificationReport.Outcome;
import io.lifeos.memory.postgres.Detection;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** A short table and, where something is wrong, its rows by name. */
public final class HumanReport implements Report {

    private static final int MOST_LISTED = 20;
    private static final int CONTENT_WIDTH = 100;

    private final Terminal terminal;
    private final Optional<MemoryFolder> folder;

    public HumanReport(Terminal terminal) {
        this(terminal, Optional.empty());
    }

    HumanReport(Terminal terminal, Optional<MemoryFolder> folder) {
        this.terminal = terminal;
        this.folder = folder;
    }

    @Override
    public void status(MigrationStatus status) {
        state(status);
        end(status.reason());
    }

    private void state(MigrationStatus status) {
        print("PostgreSQL: " + (status.postgresAvailable() ? "available" : "not available"));
        count("selected for migration", status.postgresCount());
        count("left out", status.leftOut());
        print("Memory:");
        count("facts", status.sqliteCount());
        count("from this source", status.migratedCount());
        count("still to migrate", status.pendingCount());
    }

    @Override
    public void dryRun(MigrationStatus status, Optional<MigrationReport> wouldDo) {
        state(status);
        wouldDo.ifPresent(run -> {
            print("A migration would (nothing was written):");
            count("migrate", run.migrated());
            count("update", run.updated());
            countIfAny("of these repair", run.repaired());
            count("skip", run.skipped());
            count("reject", run.rejected());
            mapping(run.mapping());
            run.warnings().forEach(warning -> print("Warning: " + OneLine.of(warning)));
            count("estimated bytes", run.mapping().estimatedBytes());
            run.stopped().ifPresent(reason -> print("It would stop: " + OneLine.of(reason)));
            list("Would be rejected", run.errors(), HumanReport::rejection);
            list("Would be kept, as they were changed here", run.keptLocal(), HumanReport::kept);
            list("Not claimed by a row, and kept", run.unclaimed(), HumanReport::unclaimed);
        });
        end(status.reason());
    }

    @Override
    public void migration(MigrationResult result, Duration took) {
        run(result.run());
        comparison(result.verification());
        result.run().table().ifPresent(table -> print("Table: " + OneLine.of(table)));
        print("Time: " + time(took));
        end(Report.whyUnproven(result));
        folder.filter(known -> result.success()).ifPresent(this::next);
    }

    private static String time(Duration took) {
        return took.toSeconds() < 10
                ? String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1000.0)
                : ProgressPrinter.shortly(took);
    }

    private void next(MemoryFolder known) {
        String root = known.root().equals(MemoryStore.defaultRoot())
                ? ""
                : " --root " + OneLine.of(known.root().toString());
        print("Next: " + MigrateArchivalMemory.NAME + " recall QUESTION" + root);
    }

    @Override
    public void verification(VerificationReport verification) {
        comparison(verification);
        end(Report.whyUnproven(verification));
    }

    @Override
    public void answer(Answer answer) {
        answer.lines().forEach(line -> print(OneLine.aligned(line)));
        end(answer.error());
    }

    @Override
    public void plan(MigrationPlan plan) {
        new HumanPlan(terminal.out()).print(plan);
        end(Optional.empty());
    }

    @Override
    public void detection(Detection detection) {
        new HumanPlan(terminal.out()).print(detection);
        end(Report.whyUnread(detection));
    }

    @Override
    public void failure(ToolError failure) {
        error(failure.message());
    }

    @Override
    public void interrupted(String message) {
        error(message);
    }

    private void run(MigrationReport run) {
        print("Migration: " + (run.success() ? "done" : "not complete"));
        count("read", run.read());
        count("migrated", run.migrated());
        count("updated", run.updated());
        countIfAny("of these repaired", run.repaired());
        count("skipped", run.skipped());
        count("rejected", run.rejected());
        count("left out", run.leftOut());
        run.leftOutByReason().forEach((reason, number) -> count("  " + reason, number));
        countIfAny("forgotten, as left out now", run.leftOutForgotten());
        countIfAny("without a time", run.undated());
        countIfAny("forgotten, as gone from the source", run.goneForgotten());
        countIfAny("duplicates forgotten", run.duplicatesForgotten());
        mapping(run.mapping());
        run.warnings().forEach(warning -> print("Warning: " + OneLine.of(warning)));
        list("Rejected", run.errors(), HumanReport::rejection);
        list("Kept, as they were changed here", run.keptLocal(), HumanReport::kept);
        list("Not claimed by a row, and kept", run.unclaimed(), HumanReport::unclaimed);
    }

    private void mapping(MappingReport mapping) {
        mapping.embeddingsByDimension()
                .forEach((dimension, number) -> count("embeddings of " + dimension + " numbers", number));
        countIfAny("embeddings rounded", mapping.roundedEmbeddings());
        countIfAny("embeddings kept as text", mapping.unfitEmbeddings());
        if (!mapping.otherColumns().isEmpty()) {
            print("  other columns kept       " + OneLine.of(String.join(", ", mapping.otherColumns())));
        }
    }

    private void comparison(VerificationReport report) {
        print("Verification: " + report.outcome().name().toLowerCase(Locale.ROOT));
        if (report.outcome() == Outcome.UNVERIFIABLE) {
            return;
        }
        count("compared", report.checked());
        count("missing", report.missing().count());
        count("changed", report.changed().count());
        list("Missing", report.missing(), id -> "row " + id);
        list("Rejected by the last run", report.rejected(), HumanReport::rejection);
        list("Changed", report.changed(), HumanReport::difference);
        list("Links without a fact", report.strayLinks(), id -> "row " + id);
        list("Gone from the source", report.orphaned(), id -> "row " + id);
        report.problems().forEach(problem -> print("  Problem: " + OneLine.of(problem)));
        report.sampleFacts()
                .forEach(fact -> print("  fact " + fact.id() + " (row " + fact.postgresMemoryId() + "): "
                        + OneLine.of(fact.content(), CONTENT_WIDTH)));
    }

    private <T> void list(String title, Listed<T> rows, Function<T, String> describe) {
        if (rows.isEmpty()) {
            return;
        }
        print(title + ":");
        rows.first().stream().limit(MOST_LISTED).forEach(row -> print("  " + OneLine.of(describe.apply(row))));
        if (rows.count() > MOST_LISTED) {
            print(String.format(Locale.ROOT, "  ... and %,d more", rows.count() - MOST_LISTED));
        }
    }

    private static String rejection(RejectedRow row) {
        return "row " + row.id() + ": " + row.reason();
    }

    private static String kept(KeptFact fact) {
        return "row " + fact.id() + ", fact " + fact.factId() + ": "
                + fact.reason().name().toLowerCase(Locale.ROOT);
    }

    private static String unclaimed(UnclaimedFact fact) {
        return "row " + fact.id() + ", fact " + fact.factId() + ": "
                + fact.reason().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String difference(RowDifference row) {
        return "row " + row.id() + ", fact " + row.factId() + ": " + String.join(", ", row.columns());
    }

    private void count(String name, OptionalLong number) {
        if (number.isPresent()) {
            count(name, number.getAsLong());
        } else {
            print(String.format(Locale.ROOT, "  %-24s %12s", name, "unknown"));
        }
    }

    private void count(String name, long number) {
        print(String.format(Locale.ROOT, "  %-24s %,12d", name, number));
    }

    private void countIfAny(String name, long number) {
        if (number > 0) {
            count(name, number);
        }
    }

    private void print(String line) {
        terminal.out().println(line);
    }

    /** Names the folder, then what went wrong. */
    private void end(Optional<String> error) {
        folder.ifPresent(named -> print(OneLine.of(named.sentence())));
        error.ifPresent(this::error);
    }

    /** Prints an error after the report, even if the two streams lead to one place. */
    private void error(String message) {
        terminal.out().flush();
        terminal.err().println("Error: " + OneLine.of(message));
    }
}
