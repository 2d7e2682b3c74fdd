package io.lifeos.memory.examples.tool;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.MemoryStoreBuilder;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "import", description = "Makes a memory of an export, in a folder that is absent or empty.")
final class ImportCommand extends MaintenanceCommand {

    @Parameters(paramLabel = "FILE", description = "the export")
    private Path file = Path.of("");

    @Option(
            names = "--without-checksum",
            description = "take an export of the first version too, in which a change can go unnoticed")
    private boolean withoutChecksum;

    @Override
    Maintenance work(Path root, MemoryStoreBuilder memory) {
        return Maintenance.of(
                "Imported",
                withoutChecksum ? MemoryStore.importWithoutChecksum(file, root) : MemoryStore.importFrom(file, root));
    }
}
