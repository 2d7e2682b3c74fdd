package io.lifeos.memory.examples;

import io.lifeos.memory.MemoryStore;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "restore", description = "Brings a memory back from a backup, into a folder that is absent or empty.")
final class RestoreCommand extends KeepingCommand {

    @Parameters(paramLabel = "FILE", description = "the backup")
    private Path file = Path.of("");

    @Override
    Keeping work(Path root) {
        return Keeping.of("Restored", MemoryStore.restore(file, root));
    }
}
