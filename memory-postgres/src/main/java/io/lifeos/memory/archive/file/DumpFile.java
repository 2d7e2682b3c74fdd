package io.lifeos.memory.archive.file;

import io.lifeos.memory.archive.row.LargestRow;
import io.lifeos.memory.archive.row.UnreadRow;
import io.lifeos.memory.fact.SourceUnavailableException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * A file with rows, and the one place where a failure to read it becomes a sentence.
 *
 * @param path its path
 * @param format the format of the rows
 * @param passedOver the rows that are not read
 */
record DumpFile(Path path, FileFormat format, LongLines passedOver) {

    private static final String SAFE = "; nothing was stored.";

    /** The attributes that change when a file is written. */
    record Version(long size, FileTime modified) {}

    /** Something that reads the file. */
    @FunctionalInterface
    interface Work<T> {
        T run(FileRows rows) throws IOException;
    }

    Version version() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (attributes.isDirectory()) {
                throw new SourceUnavailableException(
                        path + " is a folder, and not a file with rows; name the file" + SAFE);
            }
            return new Version(attributes.size(), attributes.lastModifiedTime());
        } catch (IOException e) {
            throw translate(e);
        }
    }

    /** The same file without the rows that are too large to be read. */
    DumpFile withoutLongLines() {
        try {
            return new DumpFile(path, format, LongLines.of(path, format == FileFormat.CSV, LargestRow.bytes()));
        } catch (IOException e) {
            throw translate(e);
        }
    }

    /** Reads the file from its beginning. */
    <T> T read(Work<T> work) {
        try (FileRows rows = open()) {
            return work.run(rows);
        } catch (IOException e) {
            throw translate(e);
        }
    }

    private FileRows open() throws IOException {
        return switch (format) {
            case JSON_LINES -> new JsonLines(path, Utf8File.open(path, passedOver));
            case CSV -> new CsvRows(Utf8File.open(path, passedOver));
        };
    }

    /** The failure for a line whose row cannot be stored. */
    SourceUnavailableException malformed(long line, String what) {
        return new SourceUnavailableException("Line " + line + " of " + path + " " + what + SAFE);
    }

    private SourceUnavailableException translate(IOException e) {
        if (e instanceof MalformedFileException malformed) {
            return malformed(malformed.line(), String.valueOf(malformed.getMessage()));
        } else if (e instanceof EmptyFileException && !passedOver.lines().isEmpty()) {
            UnreadRow first = passedOver.unread().get(0);
            return new SourceUnavailableException(
                    "No row of " + path + " could be read. The first is " + first.place() + ". " + first.reason());
        } else if (e instanceof EmptyFileException) {
            return new SourceUnavailableException(
                    "The file " + path + " is empty: its export failed, or the table had no"
                            + " rows; export the table once more, and look at what the export says" + SAFE);
        } else if (e instanceof CharacterCodingException) {
            return otherEncoding();
        } else if (e instanceof NoSuchFileException) {
            return new SourceUnavailableException("There is no file " + path + "; check its name" + SAFE);
        } else if (e instanceof AccessDeniedException) {
            return new SourceUnavailableException(
                    "The file " + path + " may not be read; check its permissions" + SAFE);
        } else if (e instanceof ClosedByInterruptException) {
            return new SourceUnavailableException(
                    "Reading the file " + path + " was interrupted; begin again if that was not meant" + SAFE);
        }
        return new SourceUnavailableException(
                "The file " + path + " could not be read (" + e.getMessage() + ")" + SAFE);
    }

    private SourceUnavailableException otherEncoding() {
        try {
            return malformed(
                    Utf8File.lineOfOtherEncoding(path), "is not UTF-8; convert the file, or export the table as UTF-8");
        } catch (IOException e) {
            return translate(e);
        }
    }
}
