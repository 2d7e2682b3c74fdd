package io.lifeos.memory.examples.tool;

import picocli.CommandLine.Command;

@Command(name = "verify", description = "Compares every row with its fact; writes nothing.")
final class VerifyCommand extends SourceCommand {

    @Override
    Task task() {
        return Task.VERIFY;
    }
}
