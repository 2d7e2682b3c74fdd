package io.lifeos.memory.examples.tool;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.MemoryStoreBuilder;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "restore", description = "Brings a memory back from a backup, into a folder that is absent or empty.")
final class RestoreCommand extends MaintenanceCommand {

    @Parameters(paramLabel = "FILE", description = "the backup")
    private Path file = Path.of("");

    @Override
    Maintenance work(Path root, MemoryStoreBuilder memory) {
        return Maintenance.of("Restored", MemoryStore.restore(file, root));
    }
}
