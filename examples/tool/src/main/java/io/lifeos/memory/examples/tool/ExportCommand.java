package io.lifeos.memory.examples.tool;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.MemoryStoreBuilder;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "export", description = "Writes every row of the memory into one new file of JSON Lines.")
final class ExportCommand extends MaintenanceCommand {

    @Parameters(paramLabel = "FILE", description = "the file to write, which must not exist")
    private Path file = Path.of("");

    @Override
    Maintenance work(Path root, MemoryStoreBuilder memory) {
        try (MemoryStore open = memory.openReadOnly()) {
            return Maintenance.of("Exported", open.export(file));
        }
    }
}
