package io.lifeos.memory.examples.tool;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.MemoryStoreBuilder;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
        versionProvider = Version.class,
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
            "1:rows are missing, rejected or different, or most have no content; check and repair: there are problems",
            "2:wrong usage, or --table, --profile or a column is needed, or --source-name to tell a moved source;"
                    + " or no row has a content, or too many have changed",
            "3:PostgreSQL is not configured or not reachable, the table is missing, or no permission; a file cannot be read",
            "4:the local memory cannot be used",
            "130, 143:interrupted, by Ctrl-C or by SIGTERM; the same command goes on from there"
        })
public final class MigrateArchivalMemory implements Callable<Integer> {

    private static final String INTERRUPTED =
            "The work was interrupted; what was committed is safe, and the same command goes on from there.";

    /** Says what the driver's exceptions say as well. It is held here, since one that nobody holds loses its level. */
    private static final Logger LOG_OF_DRIVER = Logger.getLogger("org.postgresql");

    private final Terminal terminal;
    private final LastWord lastWord;

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

    @Option(
            names = "--allow-foreign-triggers",
            scope = ScopeType.INHERIT,
            description = "let triggers and the like run that another program put on the memory's tables")
    private boolean allowForeignTriggers;

    @ArgGroup(exclusive = true, multiplicity = "0..1", heading = "%nWhat to do instead of migrating and verifying:%n")
    private TaskOptions options = new TaskOptions();

    @ArgGroup(validate = false, heading = "%nWhere the memories are, and which are meant:%n")
    private SourceOptions source = new SourceOptions();

    @ArgGroup(validate = false, heading = "%nWhat the columns of their table mean, where its profile does not say:%n")
    private MappingOptions mapping = new MappingOptions();

    @ArgGroup(validate = false, heading = "%nHow to migrate:%n")
    private RunOptions runOptions = new RunOptions();

    private MigrateArchivalMemory(Terminal terminal, LastWord lastWord) {
        this.terminal = terminal;
        this.lastWord = lastWord;
    }

    /**
     * Runs the tool.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        LOG_OF_DRIVER.setLevel(Level.OFF);
        Terminal terminal = Terminal.ofProcess();
        LastWord lastWord = new LastWord();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> interrupted(args, terminal, lastWord), "interrupted"));
        int exitCode = run(args, terminal, lastWord);
        lastWord.give(() -> {});
        System.exit(exitCode);
    }

    /** Runs whenever the process ends, but only one that a signal ends has not had its last word. */
    private static void interrupted(String[] args, Terminal terminal, LastWord lastWord) {
        lastWord.give(() -> {
            terminal.beginLine();
            report(wantsJson(args), terminal, Optional.empty()).interrupted(INTERRUPTED);
        });
    }

    /**
     * Runs the tool in this process, and does not end it.
     *
     * @param args see {@code --help}
     * @param terminal takes what it prints
     * @return the exit code
     */
    public static int run(String[] args, Terminal terminal) {
        return run(args, terminal, new LastWord());
    }

    private static int run(String[] args, Terminal terminal, LastWord lastWord) {
        int exitCode;
        try {
            exitCode = OptionValues.registerIn(new CommandLine(new MigrateArchivalMemory(terminal, lastWord)))
                    .setExpandAtFiles(false)
                    .setOut(terminal.helpWriter())
                    .setParameterExceptionHandler((e, given) -> fail(e, given, terminal, lastWord))
                    .setExecutionExceptionHandler((e, command, parsed) -> fail(e, args, terminal, lastWord))
                    .execute(args);
        } catch (Error e) {
            exitCode = fail(e, args, terminal, lastWord);
        }
        return terminal.delivered() ? exitCode : undelivered(exitCode, terminal);
    }

    private static int fail(Throwable thrown, String[] args, Terminal terminal, LastWord lastWord) {
        ToolError failure = ToolError.of(thrown);
        lastWord.give(() -> report(wantsJson(args), terminal, Optional.empty()).failure(failure));
        if (Boolean.getBoolean(ToolError.STACK_TRACE)) {
            terminal.err().println(ToolError.stackTrace(thrown));
        }
        return failure.exitCode().number();
    }

    private static boolean wantsJson(String[] args) {
        return Stream.of(args).anyMatch(argument -> argument.equals("--json") || argument.startsWith("--json="));
    }

    private static int undelivered(int exitCode, Terminal terminal) {
        terminal.err()
                .println("Error: The report could not be written to standard output, which is full or closed;"
                        + " what was migrated is safe; run with --verify to see where it stands.");
        return exitCode == ExitCode.DONE.number() ? ExitCode.INCOMPLETE.number() : exitCode;
    }

    private static Report report(boolean json, Terminal terminal, Optional<MemoryFolder> folder) {
        return json ? new JsonReport(terminal.out(), folder) : new HumanReport(terminal, folder);
    }

    @Override
    public Integer call() throws IOException, URISyntaxException {
        CommandLine command = Objects.requireNonNull(spec).commandLine();
        if (options.task() == Task.DEMO) {
            return DemoJar.run(command);
        }
        Outcome outcome =
                new TaskRunner(command, terminal, source, mapping, runOptions, !json).run(options.task(), memory());
        tell(outcome.show());
        return outcome.exitCode().number();
    }

    /** The local memory's folder. */
    Path root() {
        return root != null ? root : MemoryStore.defaultRoot();
    }

    /** The local memory as it is to be opened. */
    MemoryStoreBuilder memory() {
        return MemoryStore.builder().root(root()).allowForeignTriggers(allowForeignTriggers);
    }

    /** Reports the outcome, unless the process is told to end and has said so. */
    void tell(Consumer<Report> outcome) {
        MemoryFolder folder = MemoryFolder.of(root());
        lastWord.give(() -> outcome.accept(report(json, terminal, Optional.of(folder))));
    }
}
