package io.lifeos.memory.examples.tool;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.MemoryStoreBuilder;
import java.nio.file.Path;
import picocli.CommandLine.Command;

@Command(
        name = "repair",
        description =
                "Makes anew what follows from facts: indexes, the full text, the binary index, entries of daily logs."
                        + " Touches no fact, and nothing that a person wrote.")
final class RepairCommand extends MaintenanceCommand {

    @Override
    Maintenance work(Path root, MemoryStoreBuilder memory) {
        // Opening an absent memory for writing would begin one, and that of a wrong folder would be called sound.
        if (!MemoryFolder.of(root).holdsMemory()) {
            memory.openReadOnly().close();
        }
        try (MemoryStore open = memory.open()) {
            return Maintenance.of(open.repair(), root);
        }
    }
}
