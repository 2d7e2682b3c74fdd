package io.lifeos.memory.backup;

import io.lifeos.memory.workspace.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Copies of the daily logs and the late logs, those of others in their folders too; a changed file is copied again. */
final class LogCopies {

    private final Workspace workspace;
    private final Path copies;
    private final Map<Path, Version> copied = new HashMap<>();

    LogCopies(Workspace workspace, Path copies) {
        this.workspace = workspace;
        this.copies = copies;
    }

    /** The attributes of a log that change when it is written to or replaced. */
    private record Version(
            long size, FileTime modified, @Nullable Object key) {}

    /** Copies each log that was not copied yet as it is now. */
    void update() throws IOException {
        Set<Path> found = new HashSet<>();
        updateFolder(workspace.dailyLogs(), found);
        updateFolder(workspace.lateLogs(), found);
        copied.keySet().retainAll(found);
    }

    private void updateFolder(Path folder, Set<Path> found) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        Files.createDirectories(copyOf(folder));
        try (Stream<Path> inFolder = Files.list(folder)) {
            for (Path log : (Iterable<Path>) inFolder.filter(LogCopies::isLog)::iterator) {
                copy(log);
                found.add(log);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Returns the logs that were there at the last update, in order. */
    List<Path> logs() {
        return copied.keySet().stream().sorted().toList();
    }

    /** Returns where the content of a file is to be read: its copy, if files of its folder are copied. */
    Path contentOf(Path file) {
        Path folder = file.getParent();
        return workspace.dailyLogs().equals(folder) || workspace.lateLogs().equals(folder) ? copyOf(file) : file;
    }

    private Path copyOf(Path path) {
        return copies.resolve(workspace.dailyLogs().relativize(path));
    }

    private void copy(Path log) throws IOException {
        try {
            BasicFileAttributes now = Files.readAttributes(log, BasicFileAttributes.class);
            Version version = new Version(now.size(), now.lastModifiedTime(), now.fileKey());
            if (!version.equals(copied.put(log, version))) {
                Files.copy(log, copyOf(log), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (NoSuchFileException deletedMeanwhile) {
            copied.remove(log);
        }
    }

    /** Tells whether a file is a log; locks and drafts of logs are not. */
    private static boolean isLog(Path file) {
        String name = file.getFileName().toString();
        return Files.isRegularFile(file)
                && !name.equals(".lock")
                && !(name.startsWith(".") && name.endsWith(".md.new"));
    }
}
