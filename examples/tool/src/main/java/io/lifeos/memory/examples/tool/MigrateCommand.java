package io.lifeos.memory.examples.tool;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "migrate",
        description =
                "Brings the memories into the local memory, each exactly once, and then compares every row with its"
                        + " fact. A repeated run goes on where an earlier one stopped.")
final class MigrateCommand extends SourceCommand {

    @Option(names = "--dry-run", description = "only say what a migration would do; writes nothing")
    private boolean dryRun;

    @ArgGroup(validate = false, heading = "%nHow to migrate:%n")
    private RunOptions runOptions = new RunOptions();

    @Override
    Task task() {
        return dryRun ? Task.DRY_RUN : Task.MIGRATE;
    }

    @Override
    RunOptions runOptions() {
        return runOptions;
    }
}
