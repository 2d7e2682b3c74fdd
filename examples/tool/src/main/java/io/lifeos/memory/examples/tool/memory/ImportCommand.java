package io.lifeos.memory.examples.tool.memory;

import io.lifeos.memory.MemoryStore;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "import", description = "Makes a memory of an export, in a folder that is absent or empty.")
public final class ImportCommand extends MemoryCommand {

    @Parameters(paramLabel = "FILE", description = "the export")
    private Path file = Path.of("");

    @Option(
            names = "--without-checksum",
            description = "take an export of the first version too, in which a change can go unnoticed")
    private boolean withoutChecksum;

    @Override
    Answer work(MemoryTool tool) {
        return Answer.of(
                "Imported",
                withoutChecksum
                        ? MemoryStore.importWithoutChecksum(file, tool.root())
                        : MemoryStore.importFrom(file, tool.root()));
    }
}
