package io.lifeos.memory.examples.tool;

import io.lifeos.memory.MemoryStore;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "import", description = "Makes a memory of an export, in a folder that is absent or empty.")
final class ImportCommand extends MaintenanceCommand {

    @Parameters(paramLabel = "FILE", description = "the export")
    private Path file = Path.of("");

    @Override
    Maintenance work(Path root) {
        return Maintenance.of("Imported", MemoryStore.importFrom(file, root));
    }
}
