package io.lifeos.memory.examples.tool.memory;

import io.lifeos.memory.MemoryStore;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "restore", description = "Brings a memory back from a backup, into a folder that is absent or empty.")
public final class RestoreCommand extends MemoryCommand {

    @Parameters(paramLabel = "FILE", description = "the backup")
    private Path file = Path.of("");

    @Override
    Answer work(MemoryTool tool) {
        return Answer.of("Restored", MemoryStore.restore(file, tool.root()));
    }
}
