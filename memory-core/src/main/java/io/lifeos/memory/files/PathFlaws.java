package io.lifeos.memory.files;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * Tells of a path what would lead a write to another file or folder, or keep whoever opens it waiting without end. Nothing is
 * opened. What is absent has no flaw.
 */
public final class PathFlaws {

    private static final boolean COUNTS_NAMES =
            FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

    private PathFlaws() {}

    /**
     * Looks at a file that is to be read.
     *
     * @param file the file
     * @return the flaw and what to do about it, as the rest of a sentence; empty if there is none
     * @throws IOException if it cannot be looked at
     */
    public static Optional<String> ofFile(Path file) throws IOException {
        try {
            BasicFileAttributes found =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (found.isSymbolicLink()) {
                return Optional.of("is a symbolic link, which could lead a write elsewhere; put the file itself there");
            }
            return found.isRegularFile()
                    ? Optional.empty()
                    : Optional.of("is a folder, a pipe or a device, and no file; move it away");
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        }
    }

    /**
     * Looks at a file that is to be written in place.
     *
     * @param file the file
     * @return the flaw and what to do about it, as the rest of a sentence; empty if there is none
     * @throws IOException if it cannot be looked at
     */
    public static Optional<String> ofWrittenFile(Path file) throws IOException {
        Optional<String> flaw = ofFile(file);
        return flaw.isPresent() || !hasOtherNames(file)
                ? flaw
                : Optional.of(
                        "has another name elsewhere too (a hard link), by which a write would reach that file; put a"
                                + " copy of it there");
    }

    private static boolean hasOtherNames(Path file) throws IOException {
        try {
            return COUNTS_NAMES && (int) Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS) > 1;
        } catch (NoSuchFileException absent) {
            return false;
        }
    }

    /**
     * Looks at a folder in which files are to be written.
     *
     * @param folder the folder
     * @return the flaw and what to do about it, as the rest of a sentence; empty if there is none
     */
    public static Optional<String> ofFolder(Path folder) {
        if (Files.isSymbolicLink(folder)) {
            return Optional.of("is a symbolic link, which could lead writes elsewhere; put the folder itself there");
        }
        return Files.exists(folder) && !Files.isDirectory(folder)
                ? Optional.of("is a file where a folder belongs; move it away")
                : Optional.empty();
    }
}
