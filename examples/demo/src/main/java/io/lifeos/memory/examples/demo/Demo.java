package io.lifeos.memory.examples.demo;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.examples.postgres.TemporaryPostgres;
import io.lifeos.memory.examples.tool.ExitCode;
import io.lifeos.memory.examples.tool.HumanReport;
import io.lifeos.memory.examples.tool.Report;
import io.lifeos.memory.examples.tool.Terminal;
import io.lifeos.memory.examples.tool.ToolError;
import io.lifeos.memory.fact.MemoryException;
import io.lifeos.memory.fact.SourceUnavailableException;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.migration.MigrationReport;
import io.lifeos.memory.migration.MigrationResult;
import io.lifeos.memory.migration.Migrator;
import io.lifeos.memory.postgres.PostgresArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/** The whole story on a PostgreSQL of its own: status, migration, proof, a second run, what lies on disk, and a recall. */
public final class Demo {

    private static final String QUESTION = "How did we enter and sell the KR8TIV graduation?";

    private final Terminal terminal;
    private final Path parent;

    /**
     * Runs the demo.
     *
     * @param args none
     */
    public static void main(String[] args) {
        System.exit(run(args, Terminal.ofProcess()).number());
    }

    private static ExitCode run(String[] args, Terminal terminal) {
        if (args.length > 0) {
            terminal.err().println("Error: The demo brings its own database and folder, and takes no argument.");
            return ExitCode.WRONG_USAGE;
        }
        ExitCode exitCode;
        try {
            exitCode = new Demo(terminal, Path.of("lifeos-demo")).run();
        } catch (MemoryException e) {
            ToolError error = ToolError.of(e);
            new HumanReport(terminal).failure(error);
            exitCode = error.exitCode();
        }
        return exitCode == ExitCode.DONE && !terminal.delivered() ? ExitCode.INCOMPLETE : exitCode;
    }

    /** The demo makes a new folder below the parent at every run, and touches nothing else. */
    Demo(Terminal terminal, Path parent) {
        this.terminal = terminal;
        this.parent = parent;
    }

    ExitCode run() {
        try {
            return run(DemoMemories.load());
        } catch (SQLException e) {
            throw new SourceUnavailableException(
                    "The demo's PostgreSQL did not take its memories (" + e.getMessage()
                            + "); nothing but the demo's folder was written; try again.",
                    e);
        } catch (IOException e) {
            throw new StoreException(
                    "The demo's folder " + parent.toAbsolutePath() + " cannot be used (" + e
                            + "); nothing else was written; start the demo in a folder that you may write.",
                    e);
        }
    }

    private ExitCode run(DemoMemories memories) throws IOException, SQLException {
        Path folder = newFolder();
        say("Starting a PostgreSQL with " + memories.size() + " archival memories (nothing is installed) ...");
        try (TemporaryPostgres server = TemporaryPostgres.start()) {
            memories.insertInto(server.jdbcUrl());
            try (PostgresArchive archive = PostgresArchive.of(server.url());
                    MemoryStore memory = MemoryStore.open(folder)) {
                return show(Migrator.from(archive).into(memory).build(), memory, memories.size());
            }
        }
    }

    private ExitCode show(Migrator migrator, MemoryStore memory, int rows) throws IOException {
        Report report = new HumanReport(terminal);
        chapter("Where it stands (--status)");
        report.status(migrator.getMigrationStatus());

        chapter("The migration, and its proof");
        Instant start = Instant.now();
        MigrationResult result = migrator.migrate();
        report.migration(result, Duration.between(start, Instant.now()));

        chapter("The same again: every row has its fact, so nothing is written");
        MigrationReport again = migrator.migrateArchivalMemory();
        say("read " + again.read() + ", migrated " + again.migrated() + ", skipped " + again.skipped());

        DemoTour tour = new DemoTour(terminal.out(), memory);
        chapter("Some of the facts");
        tour.showFacts(rows);
        chapter("What lies on disk");
        tour.showFiles();
        chapter("The log of the day of fact 1");
        tour.showDailyLog(1);
        chapter("Recalled: " + QUESTION);
        tour.showRecall(QUESTION);

        boolean proven = result.success()
                && result.run().migrated() == rows
                && result.verification().checked() == rows
                && again.skipped() == rows;
        chapter(proven ? "Done: " + rows + " memories migrated and verified" : "Not all of it was proven");
        say("The memory is in " + memory.workspace().root());
        return proven ? ExitCode.DONE : ExitCode.INCOMPLETE;
    }

    private Path newFolder() {
        int run = 1;
        while (Files.exists(parent.resolve("run-" + run))) {
            run++;
        }
        return parent.resolve("run-" + run);
    }

    private void chapter(String title) {
        say("");
        say("== " + title);
    }

    private void say(String line) {
        terminal.out().println(line);
    }
}
