package io.lifeos.memory.examples.tool.memory;

import io.lifeos.memory.MemoryStore;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "backup",
        description = "Writes the whole memory, with its Markdown files, into one new file, while it may be in use.")
public final class BackupCommand extends MemoryCommand {

    @Parameters(paramLabel = "FILE", description = "the file to write, which must not exist")
    private Path file = Path.of("");

    @Override
    Answer work(MemoryTool tool) {
        try (MemoryStore open = tool.memory().openReadOnly()) {
            return Answer.of("Backed up", open.backup(file));
        }
    }
}
