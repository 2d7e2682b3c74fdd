package io.lifeos.memory.examples.tool.memory;

import io.lifeos.memory.MemoryStore;
import picocli.CommandLine.Command;

@Command(
        name = "check",
        description = "Looks for damage, and for daily logs that do not say what the facts say; changes nothing.")
public final class CheckCommand extends MemoryCommand {

    @Override
    Answer work(MemoryTool tool) {
        try (MemoryStore open = tool.memory().openReadOnly()) {
            return Answer.of(open.checkIntegrity(), tool.root());
        }
    }
}
