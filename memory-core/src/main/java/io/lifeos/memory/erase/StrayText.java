package io.lifeos.memory.erase;

import io.lifeos.memory.log.LogErasure;
import io.lifeos.memory.log.MarkdownFiles;
import io.lifeos.memory.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Looks for files of the folder in which a person, or another program, wrote down what an erased fact said. */
final class StrayText {

    private static final int MOST_LINES = 100_000;

    private final Workspace workspace;
    private final Set<String> lines = new HashSet<>();

    StrayText(Workspace workspace) {
        this.workspace = workspace;
    }

    /** Adds a fact by its text, of which the first line stands for all. */
    void add(String text) {
        if (lines.size() < MOST_LINES) {
            text.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .findFirst()
                    .ifPresent(lines::add);
        }
    }

    /** Names the files that hold such a line outside of entries of facts, or that cannot be looked through; a sentence each. */
    Collection<String> files() {
        Map<Path, String> files = new TreeMap<>();
        BiConsumer<Path, IOException> unreadable = (file, e) -> files.put(
                file, file + " could not be looked through for what a person wrote of the erased facts (" + e + ").");
        MarkdownFiles.forEach(
                workspace.root(),
                file -> {
                    try {
                        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                                && LogErasure.anyOutsideEntries(file, line -> lines.contains(withoutMark(line)))) {
                            files.put(
                                    file,
                                    "The file " + file
                                            + " holds, outside of what this library wrote there, a line with which"
                                            + " an erased fact began; it is a person's, and stays as it is.");
                        }
                    } catch (IOException e) {
                        unreadable.accept(file, e);
                    }
                },
                unreadable);
        return files.values();
    }

    /** A list item, or a line that was escaped, says what it says. */
    private static String withoutMark(String line) {
        String text = line.strip();
        return (text.startsWith("- ") || text.startsWith("* ")
                        ? text.substring(2)
                        : text.startsWith("\\") ? text.substring(1) : text)
                .strip();
    }
}
