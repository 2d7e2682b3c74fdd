package io.lifeos.memory.files;

import io.lifeos.memory.fact.StoreException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A private folder {@code .NAME.…} beside the place of what is made in it. A lock in it tells that its process lives; the next
 * draft for the same place deletes those of processes that were killed.
 */
final class DraftFolder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DraftFolder.class);
    private static final String LOCK = ".lifeos-memory-draft";

    private final Path path;
    private final Optional<FolderLock> lock;

    private DraftFolder(Path path, Optional<FolderLock> lock) {
        this.path = path;
        this.lock = lock;
    }

    /** Creates a folder for a draft of the target, whose folder exists. */
    static DraftFolder beside(Path target) throws IOException {
        Path parent = Objects.requireNonNull(target.getParent());
        String prefix = "." + target.getFileName() + ".";
        deleteAbandoned(parent, prefix);
        Path folder = PrivateFiles.createTemporaryFolder(parent, prefix);
        return new DraftFolder(folder, lock(folder));
    }

    /** Where files cannot be locked, as on some network folders, nobody deletes what this process leaves. */
    private static Optional<FolderLock> lock(Path folder) throws IOException {
        try {
            return FolderLock.tryTake(folder, LOCK);
        } catch (IOException e) {
            LOG.debug("{} cannot be locked", folder, e);
            Files.deleteIfExists(folder.resolve(LOCK));
            return Optional.empty();
        }
    }

    /** What cannot be deleted keeps nobody from making another draft. */
    private static void deleteAbandoned(Path parent, String prefix) {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(parent, path -> isDraft(path, prefix))) {
            for (Path folder : found) {
                Optional<FolderLock> lock = FolderLock.tryTake(folder, LOCK);
                if (lock.isPresent()) {
                    new DraftFolder(folder, lock).delete();
                }
            }
        } catch (IOException e) {
            LOG.warn("Drafts of killed processes in {} could not be deleted: {}", parent, e.toString());
        }
    }

    private static boolean isDraft(Path path, String prefix) {
        return path.getFileName().toString().startsWith(prefix)
                && Files.isRegularFile(path.resolve(LOCK), LinkOption.NOFOLLOW_LINKS);
    }

    Path path() {
        return path;
    }

    /** The lock goes last, so that no other process deletes the same files. */
    private void delete() throws IOException {
        try {
            Files.walkFileTree(path, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    if (!file.equals(path.resolve(LOCK))) {
                        Files.delete(file);
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path emptied, @Nullable IOException e) throws IOException {
                    if (!emptied.equals(path)) {
                        Files.delete(emptied);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } finally {
            if (lock.isPresent()) {
                lock.get().close();
            }
        }
        Files.deleteIfExists(path.resolve(LOCK));
        Files.deleteIfExists(path);
    }

    /** Deletes the folder with everything in it. */
    @Override
    public void close() {
        try {
            delete();
        } catch (IOException e) {
            throw new StoreException("The folder " + path + " could not be deleted (" + e + "); delete it.", e);
        }
    }
}
