package io.lifeos.memory.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * Puts old daily logs away by the rule of the Python program: those of over 30 days go to {@code archives/}, over what is
 * there, and those of over 90 days are packed there. A name that ends with {@code .md} and is no day ends it, as it may.
 */
public final class PythonArchiver {

    private final Path logs;
    private final Path archives;

    /** For the folder of a memory. */
    public PythonArchiver(Path root) {
        this.logs = root.resolve("memory");
        this.archives = logs.resolve("archives");
    }

    /** Archives as it would on a day. */
    public void run(LocalDate today) throws IOException {
        for (Path log : markdown(logs)) {
            if (!log.endsWith("memory.md") && day(log).isBefore(today.minusDays(30))) {
                Files.move(log, archives.resolve(log.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        for (Path log : markdown(archives)) {
            if (day(log).isBefore(today.minusDays(90))) {
                try (OutputStream packed =
                        new GZIPOutputStream(Files.newOutputStream(log.resolveSibling(log.getFileName() + ".gz")))) {
                    Files.copy(log, packed);
                }
                Files.delete(log);
            }
        }
    }

    private static List<Path> markdown(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.md")) {
            found.forEach(files::add);
        }
        return files;
    }

    private static LocalDate day(Path log) {
        String name = log.getFileName().toString();
        return LocalDate.parse(name.substring(0, name.length() - ".md".length()));
    }
}
