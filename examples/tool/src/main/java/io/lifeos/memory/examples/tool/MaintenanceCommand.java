package io.lifeos.memory.examples.tool;

import io.lifeos.memory.MemoryStoreBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** A command that keeps the local memory safe, and needs no PostgreSQL. It takes the tool's options for a memory. */
@Command(
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        usageHelpAutoWidth = true)
abstract class MaintenanceCommand implements Callable<Integer> {

    private static final List<String> SHARED_OPTIONS = List.of("--root", "--json", "--allow-foreign-triggers");

    @Spec
    private @Nullable CommandSpec spec;

    @ParentCommand
    private @Nullable MigrateArchivalMemory tool;

    /** Does the work on the memory in a folder, which is to be opened as this says. */
    abstract Maintenance work(Path root, MemoryStoreBuilder memory);

    @Override
    public final Integer call() {
        refuseOptionsOfTheMigration();
        MigrateArchivalMemory parent = Objects.requireNonNull(tool);
        Maintenance kept = work(parent.root(), parent.memory());
        parent.tell(report -> report.maintenance(kept));
        return kept.exitCode().number();
    }

    /** An option that stands before the command would be without effect. */
    private void refuseOptionsOfTheMigration() {
        CommandSpec command = Objects.requireNonNull(spec);
        for (OptionSpec option : command.parent().commandLine().getParseResult().matchedOptions()) {
            if (!SHARED_OPTIONS.contains(option.longestName())) {
                throw new ParameterException(
                        command.commandLine(),
                        "The command " + command.name() + " takes no " + option.longestName() + ".");
            }
        }
    }
}
