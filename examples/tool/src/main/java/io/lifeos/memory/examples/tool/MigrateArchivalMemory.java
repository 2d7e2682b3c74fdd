package io.lifeos.memory.examples.tool;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.MemoryStoreBuilder;
import io.lifeos.memory.examples.tool.memory.Answer;
import io.lifeos.memory.examples.tool.memory.BackupCommand;
import io.lifeos.memory.examples.tool.memory.CheckCommand;
import io.lifeos.memory.examples.tool.memory.EraseCommand;
import io.lifeos.memory.examples.tool.memory.ExportCommand;
import io.lifeos.memory.examples.tool.memory.ForgetCommand;
import io.lifeos.memory.examples.tool.memory.ImportCommand;
import io.lifeos.memory.examples.tool.memory.ListCommand;
import io.lifeos.memory.examples.tool.memory.MemoryFolder;
import io.lifeos.memory.examples.tool.memory.MemoryTool;
import io.lifeos.memory.examples.tool.memory.OwnersCommand;
import io.lifeos.memory.examples.tool.memory.PreferCommand;
import io.lifeos.memory.examples.tool.memory.RecallCommand;
import io.lifeos.memory.examples.tool.memory.ReflectCommand;
import io.lifeos.memory.examples.tool.memory.RepairCommand;
import io.lifeos.memory.examples.tool.memory.RestoreCommand;
import io.lifeos.memory.examples.tool.memory.RetainCommand;
import io.lifeos.memory.examples.tool.memory.SessionsCommand;
import io.lifeos.memory.examples.tool.memory.ShowCommand;
import io.lifeos.memory.examples.tool.memory.StatsCommand;
import io.lifeos.memory.examples.tool.memory.UnforgetCommand;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line tool. Without a command it migrates, and then proves it. */
@Command(
        name = MigrateArchivalMemory.NAME,
        customSynopsis = {"lifeos-memory COMMAND [OPTION]... [@FILE]", "lifeos-memory help COMMAND", ""},
        description = {
            "Brings the memories of an agent from PostgreSQL, or from a dump of it, into a local memory, each exactly once, and"
                    + " proves it; shows what is in that memory, and keeps it safe.",
            "",
            "  lifeos-memory detect                                 which tables are there",
            "  lifeos-memory plan --profile mem0                    what would become of one",
            "  lifeos-memory migrate --profile mem0                 migrate and verify it",
            "  lifeos-memory recall When is the Atlas review        ask the memory",
            "  lifeos-memory backup memory.zip                      keep a copy",
            "",
            "DATABASE_URL says where the memories are. Options of a file, one a line, are taken by @FILE; @@ begins a text with @.",
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            DetectCommand.class,
            PlanCommand.class,
            MigrateCommand.class,
            VerifyCommand.class,
            StatusCommand.class,
            RecallCommand.class,
            ShowCommand.class,
            ListCommand.class,
            StatsCommand.class,
            SessionsCommand.class,
            OwnersCommand.class,
            RetainCommand.class,
            ForgetCommand.class,
            UnforgetCommand.class,
            EraseCommand.class,
            PreferCommand.class,
            ReflectCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            ExportCommand.class,
            ImportCommand.class,
            CheckCommand.class,
            RepairCommand.class,
            DemoCommand.class,
            CommandLine.HelpCommand.class,
            AutoComplete.GenerateCompletion.class
        },
        commandListHeading = "%nCommands:%n",
        sortOptions = false,
        usageHelpAutoWidth = true,
        exitCodeListHeading = "%nExit code:%n",
        exitCodeList = {
            "0:done; of a migration and verify: complete; of status, plan, detect: could look; of check: sound",
            "1:rows are missing, rejected or different, or most have no content; check and repair: there are problems;"
                    + " there is no such fact",
            "2:wrong usage, or --table, --profile or a column is needed, or --source-name to tell a moved source;"
                    + " or no row has a content, or too many have changed",
            "3:PostgreSQL is not configured or not reachable, the table is missing, or no permission; a file cannot be read",
            "4:the local memory cannot be used",
            "130, 143:interrupted, by Ctrl-C or by SIGTERM; the same command goes on from there"
        })
public final class MigrateArchivalMemory implements Callable<Integer>, MemoryTool {

    static final String NAME = "lifeos-memory";

    private static final String INTERRUPTED =
            "The work was interrupted; what was committed is safe, and the same command goes on from there.";

    /** Doing these twice stores twice. */
    private static final Set<String> NOT_REPEATABLE = Set.of("retain", "prefer");

    private static final String PERHAPS_STORED =
            "The work was interrupted, perhaps after it was stored; the command list shows that, before it is repeated.";

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

    @Option(
            names = {"-q", "--quiet"},
            scope = ScopeType.INHERIT,
            description = "print errors only, and what --json asks for")
    private boolean quiet;

    @ArgGroup(exclusive = true, multiplicity = "0..1", heading = "%nWhat to do instead of migrating and verifying:%n")
    private TaskOptions options = new TaskOptions();

    @ArgGroup(validate = false, heading = "%nWhere the memories are, and which are meant:%n")
    private SourceOptions source = new SourceOptions();

    @ArgGroup(validate = false, heading = "%nWhat the columns of their table mean, where its profile does not say:%n")
    private MappingOptions mapping = new MappingOptions();

    @ArgGroup(validate = false, heading = "%nHow to migrate:%n")
    private RunOptions runOptions = new RunOptions();

    /** Is told before any logger is made, which would keep its level. */
    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "print what the libraries log, and the stack trace of an error")
    void verbose(boolean given) {
        if (given) {
            System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "debug");
            System.setProperty(ToolError.STACK_TRACE, "true");
        }
    }

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
            report(wantsJson(args), terminal, Optional.empty())
                    .interrupted(Stream.of(args).anyMatch(NOT_REPEATABLE::contains) ? PERHAPS_STORED : INTERRUPTED);
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
            exitCode = commandLine(terminal, lastWord)
                    .setOut(terminal.helpWriter())
                    .setParameterExceptionHandler((e, given) -> fail(e, given, terminal, lastWord))
                    .setExecutionExceptionHandler((e, command, parsed) -> fail(e, args, terminal, lastWord))
                    .execute(args);
        } catch (Error e) {
            exitCode = fail(e, args, terminal, lastWord);
        }
        return terminal.delivered() ? exitCode : undelivered(exitCode, terminal);
    }

    /** The options without a command are those of migrate, and of its tasks; their own help is that of the commands. */
    static CommandLine commandLine(Terminal terminal, LastWord lastWord) {
        CommandLine tool = OptionValues.registerIn(new CommandLine(new MigrateArchivalMemory(terminal, lastWord)))
                .setUseSimplifiedAtFiles(true);
        tool.getHelpSectionMap().remove(UsageMessageSpec.SECTION_KEY_OPTION_LIST);
        tool.getSubcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .filter(command -> command.findOption("--help") == null)
                .forEach(command -> command.mixinStandardHelpOptions(true));
        return tool;
    }

    /** {@return a script that completes the tool's words in bash and zsh} */
    public static String completion() {
        Terminal none = Terminal.ofProcess().silent();
        return AutoComplete.bash(NAME, commandLine(none, new LastWord()));
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
                        + " what was stored is safe; before it is repeated, verify shows where a migration stands, and list what"
                        + " the memory holds.");
        return exitCode == ExitCode.DONE.number() ? ExitCode.INCOMPLETE.number() : exitCode;
    }

    private static Report report(boolean json, Terminal terminal, Optional<MemoryFolder> folder) {
        return json ? new JsonReport(terminal.out(), folder) : new HumanReport(terminal, folder);
    }

    @Override
    public Integer call() throws IOException, URISyntaxException {
        CommandLine command = Objects.requireNonNull(spec).commandLine();
        return options.task() == Task.DEMO
                ? DemoJar.run(command)
                : run(command, options.task(), source, mapping, runOptions);
    }

    /** Runs a task on a source, and tells the outcome. */
    int run(CommandLine command, Task task, SourceOptions from, MappingOptions meaning, RunOptions how) {
        Outcome outcome = new TaskRunner(command, terminal, from, meaning, how, !json, !quiet).run(task, memory());
        tell(outcome.exitCode(), outcome.show());
        return outcome.exitCode().number();
    }

    @Override
    public Path root() {
        return root != null ? root : MemoryStore.defaultRoot();
    }

    @Override
    public MemoryStoreBuilder memory() {
        return MemoryStore.builder().root(root()).allowForeignTriggers(allowForeignTriggers);
    }

    @Override
    public int tell(Answer answer) {
        ExitCode exitCode = ExitCode.of(answer);
        tell(exitCode, report -> report.answer(answer));
        return exitCode.number();
    }

    @Override
    public boolean isAgreed(String question) {
        return terminal.interactive() && terminal.agrees(question);
    }

    /** Reports the outcome, unless the process is told to end and has said so. */
    private void tell(ExitCode exitCode, Consumer<Report> outcome) {
        MemoryFolder folder = MemoryFolder.of(root());
        boolean silent = quiet && !json && exitCode == ExitCode.DONE;
        lastWord.give(() -> {
            if (!silent) {
                outcome.accept(report(json, terminal, Optional.of(folder)));
            }
        });
    }
}
