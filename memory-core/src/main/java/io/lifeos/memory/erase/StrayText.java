package io.lifeos.memory.erase;

import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.log.LogErasure;
import io.lifeos.memory.workspace.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

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
            text.lines().map(String::strip).filter(line -> !line.isEmpty()).findFirst().ifPresent(lines::add);
        }
    }

    /** Returns the files that hold such a line outside of entries of facts. */
    List<Path> files() {
        try (Stream<Path> files = Files.walk(workspace.root())) {
            return files.filter(file -> file.toString().endsWith(".md") || file.toString().endsWith(".md.gz"))
                    .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .filter(file -> LogErasure.anyOutsideEntries(file, line -> lines.contains(withoutMark(line))))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw new StoreException(
                    "The facts are erased, but the files in " + workspace.root() + " could not be looked through ("
                            + e + "); erasing is finished when the memory is next opened.",
                    e);
        }
    }

    /** A list item, or a line that was escaped, says what it says. */
    private static String withoutMark(String line) {
        String text = line.strip();
        return (text.startsWith("- ") || text.startsWith("* ") ? text.substring(2) : text.startsWith("\\") ? text.substring(1) : text)
                .strip();
    }
}
