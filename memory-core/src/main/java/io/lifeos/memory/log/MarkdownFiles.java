package io.lifeos.memory.log;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The Markdown files of a folder, those packed by gzip included. */
public final class MarkdownFiles {

    private MarkdownFiles() {}

    /**
     * Visits the Markdown files of a folder and of those in it. What cannot be read keeps none of the others from being visited,
     * and symbolic links are visited, not followed.
     *
     * @param folder the folder; one that is not there has none
     * @param files takes each file
     * @param unreadable takes each file or folder that cannot be read
     */
    public static void forEach(Path folder, Consumer<Path> files, BiConsumer<Path, IOException> unreadable) {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (file.toString().endsWith(".md") || file.toString().endsWith(".md" + LogFile.PACKED)) {
                        files.accept(file);
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    return goOn(file, e);
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) {
                    return e == null ? FileVisitResult.CONTINUE : goOn(visited, e);
                }

                private FileVisitResult goOn(Path file, IOException e) {
                    if (!(e instanceof NoSuchFileException)) {
                        unreadable.accept(file, e);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            unreadable.accept(folder, e);
        }
    }
}
