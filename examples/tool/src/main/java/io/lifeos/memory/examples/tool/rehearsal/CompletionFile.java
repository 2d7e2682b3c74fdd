package io.lifeos.memory.examples.tool.rehearsal;

import io.lifeos.memory.examples.tool.MigrateArchivalMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes what completes the tool's words in bash and zsh. */
public final class CompletionFile {

    private CompletionFile() {}

    /**
     * Writes the file.
     *
     * @param args its path
     * @throws IOException if it cannot be written
     */
    public static void main(String[] args) throws IOException {
        Path file = Path.of(args[0]);
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, MigrateArchivalMemory.completion());
    }
}
