package io.lifeos.memory.examples.tool;

import picocli.CommandLine.Command;

@Command(name = "status", description = "Says where the migration stands; writes nothing.")
final class StatusCommand extends SourceCommand {

    @Override
    Task task() {
        return Task.STATUS;
    }
}
