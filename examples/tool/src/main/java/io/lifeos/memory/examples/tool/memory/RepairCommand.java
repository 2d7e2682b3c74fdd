package io.lifeos.memory.examples.tool.memory;

import io.lifeos.memory.MemoryStore;
import picocli.CommandLine.Command;

@Command(
        name = "repair",
        description =
                "Makes anew what follows from facts: indexes, the full text, the binary index, entries of daily logs."
                        + " Touches no fact, and nothing that a person wrote.")
public final class RepairCommand extends MemoryCommand {

    @Override
    Answer work(MemoryTool tool) {
        try (MemoryStore open = openPresent(tool)) {
            return Answer.of(open.repair(), tool.root());
        }
    }
}
