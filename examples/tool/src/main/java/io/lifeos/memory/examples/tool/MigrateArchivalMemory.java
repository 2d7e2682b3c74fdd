package io.lifeos.memory.examples.tool;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.archive.Archive;
import io.lifeos.memory.migration.MigrationResult;
import io.lifeos.memory.migration.MigrationStatus;
import io.lifeos.memory.migration.Migrator;
import io.lifeos.memory.migration.MigratorBuilder;
import io.lifeos.memory.postgres.PostgresArchive;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line tool: migrates archival memories from PostgreSQL into the local memory, and proves it. */
@Command(
        name = "migrate-archival-memory",
        customSynopsis = {
            "migrate-archival-memory [--plan | --verify | ...] [OPTION]...",
            "migrate-archival-memory COMMAND [FILE] [--root DIR] [--json]",
            ""
        },
        description = {
            "Brings the archival memories of an agent from PostgreSQL into its local memory, each exactly once,"
                    + " and then compares every row. A repeated run goes on where an earlier one stopped.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = MigrateArchivalMemory.Version.class,
        subcommands = {
            BackupCommand.class,
            RestoreCommand.class,
            CheckCommand.class,
            RepairCommand.class,
            ExportCommand.class,
            ImportCommand.class
        },
        sortOptions = false,
        usageHelpAutoWidth = true,
        exitCodeListHeading = "%nExit code:%n",
        exitCodeList = {
            "0:done and verified; status, plan, detection and dry run: could look; check: sound",
            "1:rows are missing, rejected or different; check and repair: there are problems",
            "2:wrong usage, or --table, --profile or a column is needed, or --source-name to tell a moved source",
            "3:PostgreSQL is not configured or not reachable, the table is missing, or no permission; a file cannot be read",
            "4:the local memory cannot be used"
        })
public final class MigrateArchivalMemory implements Callable<Integer> {

    private final Terminal terminal;
    private final ProgressPrinter progress;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--root",
            scope = ScopeType.INHERIT,
            paramLabel = "DIR",
            description = "the local memory's folder; by default LIFEOS_MEMORY_ROOT, else JARVIS_MEMORY_ROOT,"
                    + " else ~/.lifeos/memory")
    private @Nullable Path root;

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "print one JSON object")
    private boolean json;

    @ArgGroup(exclusive = true, multiplicity = "0..1", heading = "%nWhat to do instead of migrating and verifying:%n")
    private Task task = new Task();

    @ArgGroup(validate = false, heading = "%nWhere the memories are, and which are meant:%n")
    private SourceOptions source = new SourceOptions();

    @ArgGroup(validate = false, heading = "%nWhat the columns of their table mean, where its profile does not say:%n")
    private MappingOptions mapping = new MappingOptions();

    @ArgGroup(validate = false, heading = "%nHow to migrate:%n")
    private RunOptions runOptions = new RunOptions();

    /** What to do instead of migrating. */
    static final class Task {

        @Option(names = "--detect", description = "only list the tables of memories that the database has")
        private boolean detect;

        @Option(
                names = "--plan",
                description = "only say what would become of the table, and of what to be careful; writes nothing")
        private boolean plan;

        @Option(names = "--status", description = "only say where the migration stands")
        private boolean status;

        @Option(names = "--verify", description = "only compare every row with its fact; writes nothing")
        private boolean verify;

        @Option(names = "--dry-run", description = "only say what a migration would do; writes nothing")
        private boolean dryRun;

        @Option(names = "--demo", description = "only say how to start the demo, which has a jar of its own")
        private boolean demo;
    }

    /** The version that the jar was built with. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = MigrateArchivalMemory.class.getPackage().getImplementationVersion();
            return new String[] {"migrate-archival-memory " + (version == null ? "(not packaged)" : version)};
        }
    }

    private MigrateArchivalMemory(Terminal terminal) {
        this.terminal = terminal;
        this.progress = new ProgressPrinter(terminal);
    }

    /**
     * Runs the tool.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        System.exit(run(args, Terminal.ofProcess()));
    }

    static int run(String[] args, Terminal terminal) {
        int exitCode;
        try {
            exitCode = new CommandLine(new MigrateArchivalMemory(terminal))
                    .setExpandAtFiles(false)
                    .setOut(terminal.helpWriter())
                    .setParameterExceptionHandler((e, given) -> fail(e, given, terminal))
                    .setExecutionExceptionHandler((e, command, parsed) -> fail(e, args, terminal))
                    .execute(args);
        } catch (Error e) {
            exitCode = fail(e, args, terminal);
        }
        return terminal.delivered() ? exitCode : undelivered(exitCode, terminal);
    }

    private static int fail(Throwable thrown, String[] args, Terminal terminal) {
        ToolError failure = ToolError.of(thrown);
        report(
                        Stream.of(args)
                                .anyMatch(argument -> argument.equals("--json") || argument.startsWith("--json=")),
                        terminal)
                .failure(failure);
        if (Boolean.getBoolean(ToolError.STACK_TRACE)) {
            terminal.err().println(ToolError.stackTrace(thrown));
        }
        return failure.exitCode().number();
    }

    private static int undelivered(int exitCode, Terminal terminal) {
        terminal.err()
                .println("Error: The report could not be written to standard output, which is full or closed;"
                        + " what was migrated is safe; run with --verify to see where it stands.");
        return exitCode == ExitCode.DONE.number() ? ExitCode.INCOMPLETE.number() : exitCode;
    }

    private static Report report(boolean json, Terminal terminal) {
        return json ? new JsonReport(terminal.out()) : new HumanReport(terminal);
    }

    @Override
    public Integer call() {
        if (task.demo) {
            throw usage(
                    "The demo has a jar of its own, which brings a PostgreSQL: java -jar examples/demo/target/demo.jar.");
        }
        Outcome outcome = work();
        outcome.show().accept(report());
        return outcome.exitCode().number();
    }

    /** The local memory's folder. */
    Path root() {
        return root != null ? root : MemoryStore.defaultRoot();
    }

    Report report() {
        return report(json, terminal);
    }

    /** Everything is closed before anything is shown, so that what fails on closing does not follow a report. */
    private Outcome work() {
        boolean readOnly = task.plan || task.status || task.verify || task.dryRun;
        Path folder = root();
        if (task.detect) {
            try (PostgresArchive archive = valid(() -> source.server(mapping))) {
                return Outcome.of(archive.detect());
            }
        }
        try (Archive archive = valid(() -> source.archive(mapping))) {
            MigratorBuilder migrator = valid(() -> migrator(archive));
            try (MemoryStore memory = readOnly ? MemoryStore.openReadOnly(folder) : MemoryStore.open(folder)) {
                return work(migrator.into(memory).build());
            }
        }
    }

    private MigratorBuilder migrator(Archive archive) {
        MigratorBuilder builder = Migrator.from(archive).dryRun(task.dryRun).listener(progress);
        if (runOptions.prunes() && source.isFiltered()) {
            throw new IllegalArgumentException("A run for one owner cannot tell whose the rows were that are gone; use"
                    + " --prune without --where-scope.");
        }
        runOptions.configure(builder);
        return builder;
    }

    private Outcome work(Migrator migrator) {
        if (task.plan) {
            return Outcome.of(migrator.plan());
        } else if (task.status) {
            return Outcome.of(migrator.getMigrationStatus());
        } else if (task.verify) {
            return Outcome.of(watched(migrator::verifyMigration));
        } else if (task.dryRun) {
            MigrationStatus status = migrator.getMigrationStatus();
            return Outcome.of(
                    status,
                    status.postgresAvailable()
                            ? Optional.of(watched(migrator::migrateArchivalMemory))
                            : Optional.empty());
        }
        migrator.ownerWarnings().forEach(warning -> terminal.err().println("Warning: " + OneLine.of(warning)));
        MigrationResult result = watched(migrator::migrate);
        if (result.run().read() == 0 && result.run().leftOut() > 0) {
            terminal.err()
                    .println("Warning: No row is selected: all " + result.run().leftOut() + " are left out.");
        }
        return Outcome.of(result);
    }

    /** Does long work, and takes the line that shows its progress away, so that a report or an error begins a new one. */
    private <T> T watched(Supplier<T> longWork) {
        try (progress) {
            return longWork.get();
        }
    }

    /** What the libraries refuse as an argument was given on the command line. */
    private <T> T valid(Supplier<T> supplier) {
        try {
            return supplier.get();
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(command(), message);
    }

    private CommandLine command() {
        return Objects.requireNonNull(spec).commandLine();
    }
}
