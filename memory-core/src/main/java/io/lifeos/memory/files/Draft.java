package io.lifeos.memory.files;

import io.lifeos.memory.fact.StoreException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file or a folder that is made in a private folder beside its place, and then appears there whole, or not at all. A
 * process that is killed leaves a folder {@code .NAME.…} beside the place, which the next draft for that place deletes. Not safe
 * for use by several threads.
 */
public final class Draft implements AutoCloseable {

    private static final int BUFFER = 1 << 16;
    private static final double MEGABYTE = 1 << 20;

    private final Path target;
    private final DraftFolder home;
    private final Path folder;

    private Draft(Path target, DraftFolder home) {
        this.target = target;
        this.home = home;
        this.folder = home.path();
    }

    /**
     * Begins a file.
     *
     * @param target the file that is to be; its folder exists, and it does not
     * @return the draft
     * @throws StoreException if there is such a file, or its folder cannot be written
     */
    public static Draft ofFile(Path target) {
        Path absolute = target.toAbsolutePath().normalize();
        if (Files.exists(absolute, LinkOption.NOFOLLOW_LINKS)) {
            throw new StoreException("The file " + absolute + " exists already, and is never overwritten; nothing was"
                    + " written; choose another name.");
        }
        try {
            return beside(absolute);
        } catch (IOException e) {
            throw unwritable(absolute, e);
        }
    }

    /**
     * Begins a folder.
     *
     * @param target the folder that is to be; it is absent or empty, and those above it are made
     * @return the draft
     * @throws StoreException if it is there and not empty, or cannot be made
     */
    public static Draft ofFolder(Path target) {
        Path absolute = target.toAbsolutePath().normalize();
        NetworkFolder.warnOnce(absolute);
        try {
            if (Files.exists(absolute)) {
                absolute = absolute.toRealPath();
                requireEmpty(absolute);
            } else {
                PrivateFiles.createFolders(Objects.requireNonNull(absolute.getParent()));
            }
            return beside(absolute);
        } catch (IOException e) {
            throw unwritable(absolute, e);
        }
    }

    private static void requireEmpty(Path target) throws IOException {
        if (!Files.isDirectory(target)) {
            throw new StoreException("The path " + target + " is not a folder; nothing was written; choose another.");
        }
        try (var inside = Files.newDirectoryStream(target)) {
            if (inside.iterator().hasNext()) {
                throw new StoreException(
                        "The folder " + target + " is not empty, and nothing in it is ever overwritten;"
                                + " nothing was written; move it away, or choose another.");
            }
        }
    }

    private static Draft beside(Path target) throws IOException {
        return new Draft(target, DraftFolder.beside(target));
    }

    /**
     * Returns a path in the draft's folder.
     *
     * @param name a path relative to it
     * @return the path, at which nothing may exist
     */
    public Path resolve(String name) {
        return folder.resolve(name);
    }

    /**
     * Refuses what does not fit on the disk. Does nothing where the system does not say how much is free.
     *
     * @param bytes the number of bytes to be written
     * @throws StoreException if less is free, or that cannot be found out
     */
    public void requireSpace(long bytes) {
        try {
            FileStore disk = Files.getFileStore(folder);
            if (disk.getTotalSpace() > 0 && disk.getUsableSpace() < bytes) {
                throw new StoreException(String.format(
                        Locale.ROOT,
                        "%s needs %,.1f MB, and only %,.1f MB are free on the disk; nothing is there that was not there before;"
                                + " free some space, or choose another folder.",
                        target,
                        bytes / MEGABYTE,
                        disk.getUsableSpace() / MEGABYTE));
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /**
     * Begins to write a new file that only its owner can read.
     *
     * @param file a file in the draft's folder; missing folders above it are created
     * @return a buffered stream that writes to it
     * @throws IOException if it exists or cannot be made
     */
    public static OutputStream create(Path file) throws IOException {
        PrivateFiles.createFolders(Objects.requireNonNull(file.getParent()));
        FileChannel channel = PrivateFiles.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
    }

    /**
     * Creates a folder that only its owner can read, and the missing folders above it.
     *
     * @param folder a folder in the draft's folder
     * @throws IOException if it cannot be made
     */
    public static void createFolders(Path folder) throws IOException {
        PrivateFiles.createFolders(folder);
    }

    /**
     * Moves the finished draft to its place, once it is safe on the disk.
     *
     * @param finished the file or folder, in the draft's folder
     * @throws StoreException if it cannot be moved, or there is something in its place by now, which stays
     */
    public void publish(Path finished) {
        try {
            sync(finished);
            if (Files.isDirectory(finished)) {
                Files.deleteIfExists(target);
            }
            Files.move(finished, target);
            PrivateFiles.syncFolder(Objects.requireNonNull(target.getParent()));
        } catch (IOException e) {
            throw unwritable(target, e);
        }
    }

    private static void sync(Path finished) throws IOException {
        Files.walkFileTree(finished, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) throws IOException {
                PrivateFiles.syncFolder(folder);
                return super.postVisitDirectory(folder, e);
            }
        });
    }

    /**
     * Creates an exception for a target that cannot be written.
     *
     * @param e the cause
     * @return the exception
     */
    public StoreException unwritable(IOException e) {
        return unwritable(target, e);
    }

    private static StoreException unwritable(Path target, IOException e) {
        return new StoreException(
                target + " cannot be written (" + e
                        + "); nothing is there that was not there before; check its folder and the space on its disk.",
                e);
    }

    /** Deletes everything that was not published. */
    @Override
    public void close() {
        home.close();
    }
}
