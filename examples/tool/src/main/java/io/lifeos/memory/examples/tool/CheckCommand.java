package io.lifeos.memory.examples.tool;

import io.lifeos.memory.MemoryStore;
import java.nio.file.Path;
import picocli.CommandLine.Command;

@Command(
        name = "check",
        description = "Looks for damage, and for daily logs that do not say what the facts say; changes nothing.")
final class CheckCommand extends MaintenanceCommand {

    @Override
    Maintenance work(Path root) {
        requireMemory(root);
        try (MemoryStore memory = MemoryStore.openReadOnly(root)) {
            return Maintenance.of(memory.checkIntegrity(), root);
        }
    }
}
