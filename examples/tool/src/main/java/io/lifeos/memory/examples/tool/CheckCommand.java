package io.lifeos.memory.examples.tool;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.MemoryStoreBuilder;
import java.nio.file.Path;
import picocli.CommandLine.Command;

@Command(
        name = "check",
        description = "Looks for damage, and for daily logs that do not say what the facts say; changes nothing.")
final class CheckCommand extends MaintenanceCommand {

    @Override
    Maintenance work(Path root, MemoryStoreBuilder memory) {
        try (MemoryStore open = memory.openReadOnly()) {
            return Maintenance.of(open.checkIntegrity(), root);
        }
    }
}
