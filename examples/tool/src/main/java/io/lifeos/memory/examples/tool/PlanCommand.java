package io.lifeos.memory.examples.tool;

import picocli.CommandLine.Command;

@Command(name = "plan", description = "Says what would become of the table, and of what to be careful; writes nothing.")
final class PlanCommand extends SourceCommand {

    @Override
    Task task() {
        return Task.PLAN;
    }
}
