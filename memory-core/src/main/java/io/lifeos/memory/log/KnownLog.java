package io.lifeos.memory.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;

/**
 * The state of a log, so that it need not be read again while it stays as it is.
 *
 * @param log the log
 * @param size its size, in bytes
 * @param modified the time at which it was written last
 * @param highestFact the highest fact id that has an entry in it
 */
record KnownLog(Path log, long size, FileTime modified, long highestFact) {

    static KnownLog of(Path log, long highestFact) throws IOException {
        BasicFileAttributes now = Files.readAttributes(log, BasicFileAttributes.class);
        return new KnownLog(log, now.size(), now.lastModifiedTime(), highestFact);
    }

    /** Tells whether this is the log, none of the facts has an entry in it, and nobody has written to it since. */
    boolean hasNoneOf(List<Long> facts, Path path) throws IOException {
        if (!path.equals(log) || facts.stream().anyMatch(fact -> fact <= highestFact) || Files.notExists(path)) {
            return false;
        }
        BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
        return now.size() == size && now.lastModifiedTime().equals(modified);
    }
}
