package io.lifeos.memory.examples.tool;

import io.lifeos.memory.MemoryStore;
import java.nio.file.Path;
import picocli.CommandLine.Command;

@Command(
        name = "repair",
        description =
                "Makes anew what follows from facts: indexes, the full text, the binary index, entries of daily logs."
                        + " Touches no fact, and nothing that a person wrote.")
final class RepairCommand extends MaintenanceCommand {

    @Override
    Maintenance work(Path root) {
        requireMemory(root);
        try (MemoryStore memory = MemoryStore.open(root)) {
            return Maintenance.of(memory.repair(), root);
        }
    }
}
