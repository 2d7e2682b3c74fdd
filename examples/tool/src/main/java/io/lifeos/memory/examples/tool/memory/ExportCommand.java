package io.lifeos.memory.examples.tool.memory;

import io.lifeos.memory.MemoryStore;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "export", description = "Writes every row of the memory into one new file of JSON Lines.")
public final class ExportCommand extends MemoryCommand {

    @Parameters(paramLabel = "FILE", description = "the file to write, which must not exist")
    private Path file = Path.of("");

    @Override
    Answer work(MemoryTool tool) {
        try (MemoryStore open = tool.memory().openReadOnly()) {
            return Answer.of("Exported", open.export(file));
        }
    }
}
