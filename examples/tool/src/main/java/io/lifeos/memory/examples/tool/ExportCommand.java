package io.lifeos.memory.examples.tool;

import io.lifeos.memory.MemoryStore;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "export", description = "Writes every row of the memory into one new file of JSON Lines.")
final class ExportCommand extends MaintenanceCommand {

    @Parameters(paramLabel = "FILE", description = "the file to write, which must not exist")
    private Path file = Path.of("");

    @Override
    Maintenance work(Path root) {
        requireMemory(root);
        try (MemoryStore memory = MemoryStore.openReadOnly(root)) {
            return Maintenance.of("Exported", memory.export(file));
        }
    }
}
