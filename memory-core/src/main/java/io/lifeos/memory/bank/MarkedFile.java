package io.lifeos.memory.bank;

import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.files.PathFlaws;
import io.lifeos.memory.files.PrivateFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;

/** A file with sections, which is replaced whole by a draft, and only if nobody wrote to it meanwhile. */
final class MarkedFile {

    private static final int MOST_DRAFTS = 10;

    private final Path file;
    private final byte[] heading;
    private final Consumer<Path> beforeMove;

    /**
     * Prepares for a file.
     *
     * @param file the file
     * @param heading what it begins with if it is new; a file that holds nothing else is deleted
     * @param beforeMove is told of each draft that is about to take its place; a test halts there
     */
    MarkedFile(Path file, byte[] heading, Consumer<Path> beforeMove) {
        this.file = file;
        this.heading = heading.clone();
        this.beforeMove = beforeMove;
    }

    static Path draft(Path file) {
        return file.resolveSibling("." + file.getFileName() + ".new");
    }

    /** Reads the sections; none if there is no such file. */
    MarkedText read() {
        try {
            return new MarkedText(content());
        } catch (IOException e) {
            throw new StoreException("The file " + file + " cannot be read (" + e + "); nothing was written.", e);
        }
    }

    private byte[] content() throws IOException {
        String flaw = PathFlaws.ofWrittenFile(file).orElse("");
        if (!flaw.isEmpty()) {
            throw new StoreException(
                    "The file " + file + " " + flaw + "; it was left as it is, and every fact is safe.");
        }
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException absent) {
            return new byte[0];
        }
    }

    /** Changes the sections; returns false if that changed nothing. */
    boolean change(Consumer<MarkedText> change) {
        try {
            for (int i = 0; i < MOST_DRAFTS; i++) {
                byte[] before = content();
                boolean absent = before.length == 0;
                MarkedText text = new MarkedText(absent ? heading : before);
                change.accept(text);
                byte[] after = text.bytes();
                boolean empty = Arrays.equals(after, heading);
                if (Arrays.equals(after, before) || (absent && empty)) {
                    return false;
                }
                if (replaced(before, empty ? new byte[0] : after)) {
                    return true;
                }
            }
            throw new IOException("another program writes to it all the time");
        } catch (IOException e) {
            throw new StoreException(
                    "The file " + file + " cannot be written (" + e
                            + "); it is as it was, every fact is safe, and reflecting"
                            + " once more continues; check its folder and the space on its disk.",
                    e);
        }
    }

    /** Takes the place of the file, or, with nothing to hold, deletes it, unless somebody wrote to it meanwhile. */
    private boolean replaced(byte[] before, byte[] after) throws IOException {
        Path folder = Objects.requireNonNull(file.getParent());
        Path draft = draft(file);
        PrivateFiles.createFolders(folder);
        Files.deleteIfExists(draft);
        try {
            write(draft, after);
            PrivateFiles.keepAccess(file, draft);
            beforeMove.accept(file);
            if (!Arrays.equals(content(), before)) {
                return false;
            }
            if (after.length == 0) {
                Files.deleteIfExists(file);
            } else {
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            }
            PrivateFiles.syncFolder(folder);
            return true;
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static void write(Path draft, byte[] content) throws IOException {
        try (FileChannel channel = PrivateFiles.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }
}
