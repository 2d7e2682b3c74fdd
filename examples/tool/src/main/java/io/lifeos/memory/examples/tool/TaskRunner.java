package io.lifeos.memory.examples.tool;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.MemoryStoreBuilder;
import io.lifeos.memory.archive.Archive;
import io.lifeos.memory.examples.tool.memory.MemoryFolder;
import io.lifeos.memory.migration.MigrationResult;
import io.lifeos.memory.migration.MigrationStatus;
import io.lifeos.memory.migration.Migrator;
import io.lifeos.memory.migration.MigratorBuilder;
import io.lifeos.memory.postgres.PostgresArchive;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Runs a task on the source that the options name, and on the local memory. */
final class TaskRunner {

    private final CommandLine command;
    private final Terminal terminal;
    private final SourceOptions source;
    private final MappingOptions mapping;
    private final RunOptions runOptions;
    private final boolean mayAsk;
    private final ProgressPrinter progress;

    TaskRunner(
            CommandLine command,
            Terminal terminal,
            SourceOptions source,
            MappingOptions mapping,
            RunOptions runOptions,
            boolean mayAsk,
            boolean showsProgress) {
        this.command = command;
        this.terminal = terminal;
        this.source = source;
        this.mapping = mapping;
        this.runOptions = runOptions;
        this.mayAsk = mayAsk;
        this.progress = new ProgressPrinter(showsProgress ? terminal : terminal.silent());
    }

    /** Closes everything before anything is shown, so that a failure to close does not follow a report. */
    Outcome run(Task task, MemoryStoreBuilder place) {
        if (task == Task.DETECT) {
            try (PostgresArchive archive = valid(() -> source.server(mapping))) {
                return Outcome.of(archive.detect());
            }
        }
        try (Archive archive = valid(() -> source.archive(mapping))) {
            MigratorBuilder migrator = valid(() -> migrator(archive, task == Task.DRY_RUN));
            if (task == Task.MIGRATE) {
                askAboutOwners(archive);
            }
            try (MemoryStore memory = open(task, place)) {
                return run(
                        task, migrator.into(memory).build(), memory.workspace().root());
            }
        }
    }

    /** A look ahead may well be one before the first migration. */
    private static MemoryStore open(Task task, MemoryStoreBuilder place) {
        return task == Task.MIGRATE ? place.open() : place.emptyIfAbsent(true).openReadOnly();
    }

    private MigratorBuilder migrator(Archive archive, boolean dryRun) {
        if (runOptions.forgetsGone() && source.isFiltered()) {
            throw new IllegalArgumentException("A run for one owner cannot tell whose the rows were that are gone; use"
                    + " --prune without --where-scope.");
        }
        MigratorBuilder builder = Migrator.from(archive).dryRun(dryRun).listener(progress);
        source.configure(builder);
        mapping.configure(builder);
        runOptions.configure(builder);
        return builder;
    }

    private Outcome run(Task task, Migrator migrator, Path folder) {
        return switch (task) {
            case PLAN -> Outcome.of(migrator.plan());
            case STATUS -> Outcome.of(migrator.getMigrationStatus());
            case VERIFY -> verify(migrator, folder);
            case DRY_RUN -> dryRun(migrator);
            case MIGRATE -> migrate(migrator);
            case DETECT, DEMO -> throw new IllegalArgumentException(task + " needs no migrator.");
        };
    }

    /** A memory that is not there is a mistake, such as in its path, unless the source says first that it cannot be read. */
    private Outcome verify(Migrator migrator, Path folder) {
        if (!MemoryFolder.of(folder).holdsMemory()
                && migrator.getMigrationStatus().postgresAvailable()) {
            MemoryStore.openReadOnly(folder).close();
        }
        return Outcome.of(watched(migrator::verifyMigration));
    }

    private Outcome dryRun(Migrator migrator) {
        MigrationStatus status = migrator.getMigrationStatus();
        return Outcome.of(
                status,
                status.postgresAvailable() ? Optional.of(watched(migrator::migrateArchivalMemory)) : Optional.empty());
    }

    private Outcome migrate(Migrator migrator) {
        Instant start = Instant.now();
        MigrationResult result = watched(migrator::migrate);
        Duration took = Duration.between(start, Instant.now());
        if (result.run().read() == 0 && result.run().leftOut() > 0) {
            warn("No row is selected: all " + result.run().leftOut() + " are left out.");
        }
        return Outcome.of(result, took);
    }

    /** Memories of several owners come together only if somebody who is there says so, before anything is written. */
    private void askAboutOwners(Archive archive) {
        List<String> warnings = Migrator.ownerWarnings(archive);
        warnings.forEach(warning -> warn(OneLine.of(warning)));
        boolean asks = !warnings.isEmpty() && mayAsk && !runOptions.agreed();
        if (asks && !terminal.agrees("Shall they come together in this memory?")) {
            throw new ParameterException(
                    command,
                    "The rows of several owners were not to come together; take those of one by --where-scope, such as"
                            + " --where-scope user_id=alice, or agree by --yes.");
        }
    }

    private void warn(String warning) {
        terminal.err().println("Warning: " + warning);
    }

    /** Does long work, then clears the line that shows its progress, so that a report or an error begins a new one. */
    private <T> T watched(Supplier<T> longWork) {
        try (progress) {
            return longWork.get();
        }
    }

    /** Reports what the libraries refuse as an argument as wrong usage, since it was given on the command line. */
    private <T> T valid(Supplier<T> supplier) {
        try {
            return supplier.get();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command, String.valueOf(e.getMessage()));
        }
    }
}
