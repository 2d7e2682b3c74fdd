package io.lifeos.memory.files;

import io.lifeos.memory.fact.StoreException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A private folder {@code .NAME.…} beside the place of what is made in it. A lock in it tells that its process lives, and a mark
 * that the lock was taken, so that nobody takes a folder that was just made for an abandoned one; the next draft for the same
 * place deletes those of processes that were killed.
 */
final class DraftFolder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DraftFolder.class);
    private static final String MARK = ".lifeos-memory-draft";
    private static final String LOCK = ".lifeos-memory-draft-lock";

    private final Path path;
    private Optional<FolderLock> lock = Optional.empty();

    private DraftFolder(Path path) {
        this.path = path;
    }

    /** Creates a folder for a draft of the target, whose folder exists. */
    static DraftFolder beside(Path target) throws IOException {
        Path parent = Objects.requireNonNull(target.getParent());
        String prefix = "." + target.getFileName() + ".";
        if (Files.isDirectory(parent)) {
            deleteAbandoned(parent, prefix);
        }
        DraftFolder draft = new DraftFolder(PrivateFiles.createTemporaryFolder(parent, prefix));
        try {
            draft.lockAndMark();
            return draft;
        } catch (IOException e) {
            draft.close();
            throw e;
        }
    }

    /** Where files cannot be locked, as on some network folders, nobody deletes what this process leaves. */
    private void lockAndMark() throws IOException {
        try {
            lock = FolderLock.tryTake(path, LOCK);
        } catch (IOException e) {
            if (!Files.deleteIfExists(path.resolve(LOCK))) {
                throw e;
            }
            LOG.debug("{} cannot be locked", path, e);
        }
        if (lock.isPresent()) {
            PrivateFiles.open(path.resolve(MARK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)
                    .close();
        }
    }

    /** What cannot be deleted keeps nobody from making another draft. */
    private static void deleteAbandoned(Path parent, String prefix) {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(parent, path -> isDraft(path, prefix))) {
            for (Path folder : found) {
                deleteIfAbandoned(new DraftFolder(folder));
            }
        } catch (IOException e) {
            LOG.warn("Drafts of killed processes in {} could not be deleted: {}", parent, e.toString());
        }
    }

    /** Creates no lock, as its process may be deleting the folder, which is to be empty then. */
    private static void deleteIfAbandoned(DraftFolder draft) throws IOException {
        try {
            draft.lock = FolderLock.tryTakePresent(draft.path, LOCK);
            if (draft.lock.isPresent()) {
                draft.delete();
            }
        } catch (NoSuchFileException e) {
            LOG.debug("{} was deleted meanwhile", draft.path, e);
        }
    }

    private static boolean isDraft(Path path, String prefix) {
        return path.getFileName().toString().startsWith(prefix)
                && Files.isRegularFile(path.resolve(MARK), LinkOption.NOFOLLOW_LINKS);
    }

    Path path() {
        return path;
    }

    /** The mark and the lock go last, so that no other process deletes the same files. */
    private void delete() throws IOException {
        try {
            Files.walkFileTree(path, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    if (!file.equals(path.resolve(LOCK)) && !file.equals(path.resolve(MARK))) {
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
            Files.deleteIfExists(path.resolve(MARK));
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
