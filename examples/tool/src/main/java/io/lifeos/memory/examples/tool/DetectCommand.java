package io.lifeos.memory.examples.tool;

import picocli.CommandLine.Command;

@Command(name = "detect", description = "Lists the tables of memories that the database has.")
final class DetectCommand extends SourceCommand {

    @Override
    Task task() {
        return Task.DETECT;
    }
}
