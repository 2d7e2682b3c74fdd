package io.lifeos.memory.examples.tool;

import io.lifeos.memory.workspace.Workspace;
import java.nio.file.Path;

/**
 * The folder that a report is about, which each report names.
 *
 * @param root the folder
 * @param holdsMemory false if there is no memory yet
 */
record MemoryFolder(Path root, boolean holdsMemory) {

    static MemoryFolder of(Path root) {
        Workspace workspace = new Workspace(root);
        return new MemoryFolder(workspace.root(), workspace.database().toFile().length() > 0);
    }

    String sentence() {
        return holdsMemory ? "Folder: " + root : "No memory yet at " + root;
    }
}
