package io.lifeos.memory.files;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files and folders that only their owner can read, from the first byte. */
public final class PrivateFiles {

    private static final Logger LOG = LoggerFactory.getLogger(PrivateFiles.class);
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    private static final FileAttribute<?>[] FILE = permissions("rw-------");
    private static final FileAttribute<?>[] FOLDER = permissions("rwx------");

    private PrivateFiles() {}

    /** Without POSIX permissions, those that a new file inherits from its folder have to suffice. */
    private static FileAttribute<?>[] permissions(String permissions) {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /**
     * Creates a folder and those above it, unless they exist.
     *
     * @param folder the folder
     * @throws IOException if it cannot be made
     */
    public static void createFolders(Path folder) throws IOException {
        Files.createDirectories(folder, FOLDER);
    }

    /**
     * Creates a folder under a name that is new.
     *
     * @param parent the folder to create it in, which exists
     * @param prefix the beginning of its name
     * @return the folder
     * @throws IOException if it cannot be made
     */
    public static Path createTemporaryFolder(Path parent, String prefix) throws IOException {
        return Files.createTempDirectory(parent, prefix, FOLDER);
    }

    /**
     * Opens a file, and creates it if the options say so.
     *
     * @param file the file
     * @param options the options to open it with
     * @return the open file
     * @throws IOException if it cannot be opened or made
     */
    public static FileChannel open(Path file, OpenOption... options) throws IOException {
        return FileChannel.open(file, Set.of(options), FILE);
    }

    /**
     * Creates a file with this content; one that exists stays as it is.
     *
     * @param file the file
     * @param content its content
     * @throws IOException if it cannot be made
     */
    public static void createUnlessPresent(Path file, byte[] content) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (FileChannel channel = open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            Channels.newOutputStream(channel).write(content);
        } catch (FileAlreadyExistsException anotherProcessWasFaster) {
            LOG.debug("{} was created by another process meanwhile", file);
        }
    }

    /**
     * Takes from a file or folder the permissions that a new one would not get. A symbolic link stays as it is.
     *
     * @param path the file or folder
     * @return true if it had some
     * @throws IOException if they cannot be read or changed
     */
    public static boolean restrict(Path path) throws IOException {
        if (!POSIX || Files.isSymbolicLink(path) || !Files.exists(path)) {
            return false;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
        boolean tooMany = permissions.retainAll(
                PosixFilePermissions.fromString(Files.isDirectory(path) ? "rwx------" : "rw-------"));
        if (tooMany) {
            Files.setPosixFilePermissions(path, permissions);
        }
        return tooMany;
    }

    /**
     * Gives what is to take the place of a file the permissions of this, which a person may have chosen, and its group. If the
     * process may not give it the group, no group gets access.
     *
     * @param file the file; if it does not exist, the draft stays as it is
     * @param draft what is to take its place
     * @throws IOException if they cannot be read or set
     */
    public static void keepAccess(Path file, Path draft) throws IOException {
        if (!POSIX || !Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        PosixFileAttributes kept = Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        PosixFileAttributeView view = Files.getFileAttributeView(draft, PosixFileAttributeView.class);
        Set<PosixFilePermission> permissions = new HashSet<>(kept.permissions());
        if (!view.readAttributes().group().equals(kept.group())) {
            try {
                view.setGroup(kept.group());
            } catch (FileSystemException e) {
                LOG.debug("{} cannot be given to the group of {}", draft, file, e);
                permissions.removeAll(PosixFilePermissions.fromString("---rwx---"));
            }
        }
        view.setPermissions(permissions);
    }

    /**
     * Makes a renaming in a folder survive a power failure.
     *
     * @param folder the folder
     * @throws IOException if it cannot be opened
     */
    public static void syncFolder(Path folder) throws IOException {
        if (POSIX) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
