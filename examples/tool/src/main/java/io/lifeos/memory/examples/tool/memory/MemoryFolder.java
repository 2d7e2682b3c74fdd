package io.lifeos.memory.examples.tool.memory;

import io.lifeos.memory.workspace.Workspace;
import java.nio.file.Path;

/**
 * The folder that a report is about, which each report names.
 *
 * @param root the folder
 * @param holdsMemory false if there is no memory yet
 */
public record MemoryFolder(Path root, boolean holdsMemory) {

    public static MemoryFolder of(Path root) {
        Workspace workspace = new Workspace(root);
        return new MemoryFolder(workspace.root(), workspace.database().toFile().length() > 0);
    }

    public String sentence() {
        return holdsMemory ? "Folder: " + root : "No memory yet at " + root;
    }
}
