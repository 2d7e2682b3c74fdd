package io.lifeos.memory.examples.tool;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.MemoryStoreBuilder;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "backup",
        description = "Writes the whole memory, with its Markdown files, into one new file, while it may be in use.")
final class BackupCommand extends MaintenanceCommand {

    @Parameters(paramLabel = "FILE", description = "the file to write, which must not exist")
    private Path file = Path.of("");

    @Override
    Maintenance work(Path root, MemoryStoreBuilder memory) {
        try (MemoryStore open = memory.openReadOnly()) {
            return Maintenance.of("Backed up", open.backup(file));
        }
    }
}
