package io.lifeos.memory.examples.tool;

import io.lifeos.memory.examples.tool.memory.SharedOptions;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** A command that reads the memories where they come from. */
@Command(sortOptions = false, usageHelpAutoWidth = true, abbreviateSynopsis = true)
abstract class SourceCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @ParentCommand
    private @Nullable MigrateArchivalMemory tool;

    @ArgGroup(validate = false, heading = "%nWhere the memories are, and which are meant:%n")
    private SourceOptions source = new SourceOptions();

    @ArgGroup(validate = false, heading = "%nWhat the columns of their table mean, where its profile does not say:%n")
    private MappingOptions mapping = new MappingOptions();

    abstract Task task();

    RunOptions runOptions() {
        return new RunOptions();
    }

    @Override
    public final Integer call() {
        CommandSpec command = Objects.requireNonNull(spec);
        SharedOptions.refuseOthersBefore(command);
        return Objects.requireNonNull(tool).run(command.commandLine(), task(), source, mapping, runOptions());
    }
}
