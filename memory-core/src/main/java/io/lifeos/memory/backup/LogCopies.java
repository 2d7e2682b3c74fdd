package io.lifeos.memory.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Copies of the files in the folder of the daily logs; a changed file is copied again. */
final class LogCopies {

    private final Path logs;
    private final Path copies;
    private final Map<Path, Version> copied = new HashMap<>();

    LogCopies(Path logs, Path copies) {
        this.logs = logs;
        this.copies = copies;
    }

    /** The attributes of a log that change when it is written to or replaced. */
    private record Version(
            long size, FileTime modified, @Nullable Object key) {}

    /** Copies each log that was not copied yet as it is now. */
    void update() throws IOException {
        if (!Files.isDirectory(logs)) {
            return;
        }
        Files.createDirectories(copies);
        try (Stream<Path> inFolder = Files.list(logs)) {
            for (Path log : (Iterable<Path>) inFolder.filter(LogCopies::isLog)::iterator) {
                copy(log);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void copy(Path log) throws IOException {
        try {
            BasicFileAttributes now = Files.readAttributes(log, BasicFileAttributes.class);
            Version version = new Version(now.size(), now.lastModifiedTime(), now.fileKey());
            if (!version.equals(copied.put(log, version))) {
                Files.copy(log, copies.resolve(log.getFileName()), StandardCopyOption.REPLACE_EXISTING);
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
