package io.lifeos.memory.backup;

import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.workspace.Workspace;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;

/** What a backup says that it holds, looked through before anything of it is unpacked. */
final class BackupEntries {

    private static final String DATABASE = "jarvis.db";

    private final List<ZipEntry> entries;
    private final Function<String, StoreException> refusal;

    /**
     * Looks through entries.
     *
     * @param entries all entries but for the manifest
     * @param refusal makes an exception of what is wrong with them
     */
    BackupEntries(List<ZipEntry> entries, Function<String, StoreException> refusal) {
        this.entries = List.copyOf(entries);
        this.refusal = refusal;
    }

    List<ZipEntry> list() {
        return entries;
    }

    /** The checksum of the names and checksums of all entries, in order. */
    long checksum() {
        CRC32 checksum = new CRC32();
        for (ZipEntry entry : entries) {
            checksum.update((entry.getName() + '\0' + entry.getCrc() + '\0').getBytes(StandardCharsets.UTF_8));
        }
        return checksum.getValue();
    }

    /** Refuses what no backup holds: what leads elsewhere, is there twice, or keeps a memory from being opened. */
    void requirePlaces() {
        Map<Path, Boolean> folders = new HashMap<>();
        for (ZipEntry entry : entries) {
            Path path = pathOf(entry);
            if (folders.putIfAbsent(path, entry.isDirectory()) != null) {
                throw refusal.apply("it holds \"" + path + "\" twice");
            }
            requirePlace(path, entry.isDirectory());
        }
        for (Path path : List.copyOf(folders.keySet())) {
            for (Path above = path.getParent(); above != null; above = above.getParent()) {
                if (!folders.getOrDefault(above, true)) {
                    throw refusal.apply("it holds \"" + above + "\" as a file and as a folder");
                }
                requirePlace(above, true);
            }
        }
        if (folders.getOrDefault(Path.of(DATABASE), true)) {
            throw refusal.apply("it holds no database");
        }
    }

    /** Returns the path of an entry below the memory's folder. */
    Path pathOf(ZipEntry entry) {
        String name = entry.getName();
        try {
            Path path = Path.of(name);
            Path normal = path.normalize();
            if (path.isAbsolute()
                    || !path.equals(normal)
                    || normal.startsWith("..")
                    || normal.toString().isEmpty()) {
                throw noBackupHolds(name);
            }
            return path;
        } catch (InvalidPathException e) {
            throw refusal.apply("it holds a file that cannot be named here");
        }
    }

    private void requirePlace(Path path, boolean folder) {
        boolean inRoot = path.getNameCount() == 1;
        if (inRoot && !path.toString().equals(DATABASE)) {
            if (folder ? BackupScope.isFileOfTheDatabase(path.toString()) : BackupScope.leavesOut(path.toString())) {
                throw noBackupHolds(path.toString());
            }
        }
        if (folder ? Workspace.isPlaceOfFile(path) : Workspace.isPlaceOfFolder(path)) {
            throw refusal.apply(
                    "its \"" + path + "\" is " + (folder ? "a folder where only a file" : "a file where only a folder")
                            + " can be, so that no memory could be opened there");
        }
    }

    private StoreException noBackupHolds(String name) {
        return refusal.apply("it holds the file \"" + name + "\", which no backup holds");
    }

    /** Returns the number of bytes that it unpacks to, by its own words. */
    long bytes() {
        long sum = 0;
        for (ZipEntry entry : entries) {
            if (entry.getSize() < 0) {
                throw refusal.apply("it does not say how large its \"" + entry.getName() + "\" is");
            }
            sum = sum + entry.getSize() < 0 ? Long.MAX_VALUE : sum + entry.getSize();
        }
        return sum;
    }
}
