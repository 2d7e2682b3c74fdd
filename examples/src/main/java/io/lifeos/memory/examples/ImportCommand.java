package io.lifeos.memory.examples;

import io.lifeos.memory.MemoryStore;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "import", description = "Makes a memory of an export, in a folder that is absent or empty.")
final class ImportCommand extends KeepingCommand {

    @Parameters(paramLabel = "FILE", description = "the export")
    private Path file = Path.of("");

    @Override
    Keeping work(Path root) {
        return Keeping.of("Imported", MemoryStore.importFrom(file, root));
    }
}
