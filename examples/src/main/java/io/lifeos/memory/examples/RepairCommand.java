package io.lifeos.memory.examples;

import io.lifeos.memory.MemoryStore;
import java.nio.file.Path;
import picocli.CommandLine.Command;

@Command(
        name = "repair",
        description =
                "Makes anew what follows from facts: indexes, the full text, codes of vectors, entries of daily logs."
                        + " Touches no fact, and nothing that a person wrote.")
final class RepairCommand extends KeepingCommand {

    @Override
    Keeping work(Path root) {
        requireMemory(root);
        try (MemoryStore memory = MemoryStore.open(root)) {
            return Keeping.of(memory.repair(), root);
        }
    }
}
