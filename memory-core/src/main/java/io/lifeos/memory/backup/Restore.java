package io.lifeos.memory.backup;

import io.lifeos.memory.fact.DamagedStoreException;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.files.Draft;
import io.lifeos.memory.report.CopyReport;
import io.lifeos.memory.report.IntegrityReport;
import io.lifeos.memory.sqlite.SqliteDatabase;
import io.lifeos.memory.sqlite.table.FactTable;
import io.lifeos.memory.workspace.Workspace;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates a memory from a backup in a folder beside its place, and moves it there once it is whole and found sound. */
public final class Restore {

    private static final Logger LOG = LoggerFactory.getLogger(Restore.class);

    private final Path backup;

    public Restore(Path backup) {
        this.backup = backup.toAbsolutePath().normalize();
    }

    public CopyReport into(Path root) {
        try (ZipFile zip = new ZipFile(backup.toFile())) {
            BackupManifest manifest = manifest(zip);
            List<ZipEntry> entries = zip.stream()
                    .filter(entry -> !entry.getName().equals(BackupManifest.NAME))
                    .collect(Collectors.toList());
            if (BackupManifest.checksum(entries) != manifest.entries()) {
                throw damaged("its list of files is not what was written", null);
            }
            try (Draft draft = Draft.ofFolder(root)) {
                Workspace restored = new Workspace(draft.resolve("root"));
                int files = unpack(zip, entries, restored.root(), draft);
                requireSound(restored, manifest);
                draft.publish(restored.root());
                return CopyReport.builder(root.toAbsolutePath().normalize())
                        .facts(manifest.facts())
                        .files(files)
                        .build();
            }
        } catch (ZipException e) {
            throw damaged("it is no zip file, or was cut off", e);
        } catch (IOException e) {
            throw new StoreException(
                    "The backup " + backup + " cannot be read (" + e + "); nothing was stored; check its path.", e);
        }
    }

    private BackupManifest manifest(ZipFile zip) throws IOException {
        ZipEntry entry = zip.getEntry(BackupManifest.NAME);
        if (entry == null) {
            throw BackupManifest.notABackup(backup);
        }
        try (InputStream in = read(zip, entry)) {
            return BackupManifest.of(in.readAllBytes(), backup);
        }
    }

    /** Unpacks the entries and returns the number of files beside the database. */
    private int unpack(ZipFile zip, List<ZipEntry> entries, Path root, Draft draft) throws IOException {
        int files = -1;
        for (ZipEntry entry : entries) {
            Path path = path(root, entry);
            if (entry.isDirectory()) {
                Draft.createFolders(path);
            } else {
                unpack(zip, entry, path, draft);
                files++;
            }
        }
        return files;
    }

    private void unpack(ZipFile zip, ZipEntry entry, Path path, Draft draft) throws IOException {
        try (InputStream in = read(zip, entry);
                OutputStream out = Draft.create(path)) {
            in.transferTo(out);
        } catch (ZipException | EOFException e) {
            throw damaged("its " + entry.getName() + " is not what was written", e);
        } catch (IOException e) {
            throw draft.unwritable(e);
        }
    }

    /** The class that reads an entry leaves it to its caller to compare the checksum. */
    private static InputStream read(ZipFile zip, ZipEntry entry) throws IOException {
        return new CheckedInputStream(zip.getInputStream(entry), new CRC32()) {
            @Override
            public int read(byte[] buffer, int from, int length) throws IOException {
                int read = super.read(buffer, from, length);
                if (read < 0 && getChecksum().getValue() != entry.getCrc()) {
                    throw new ZipException("The checksum of " + entry.getName() + " is wrong");
                }
                return read;
            }
        };
    }

    /** A name that leads out of the folder, or that a backup leaves out, is none of ours. */
    private Path path(Path root, ZipEntry entry) {
        String name = entry.getName();
        try {
            Path path = root.resolve(name).normalize();
            boolean outside = !path.startsWith(root) || path.equals(root);
            boolean leftOut = !entry.isDirectory()
                    && root.equals(path.getParent())
                    && !name.equals("jarvis.db")
                    && BackupScope.leavesOut(path.getFileName().toString());
            if (!outside && !leftOut) {
                return path;
            }
        } catch (InvalidPathException e) {
            throw damaged("it holds a file that cannot be named here", e);
        }
        throw damaged("it holds the file \"" + name + "\", which no backup holds", null);
    }

    private void requireSound(Workspace restored, BackupManifest manifest) throws IOException {
        if (!Files.exists(restored.database())) {
            throw damaged("it holds no database", null);
        }
        try (SqliteDatabase database = SqliteDatabase.openReadOnly(restored.database(), true)) {
            IntegrityReport structure = database.checkStructure();
            if (!structure.ok()) {
                throw damaged(structure.problems().get(0), null);
            }
            if (database.read(connection -> new FactTable(connection).count()) != manifest.facts()) {
                throw damaged("it does not hold the facts that it should", null);
            }
            warnOfForeignTriggers(database.foreignTriggers());
        }
        for (String suffix : List.of("-wal", "-shm")) {
            Files.deleteIfExists(Path.of(restored.database() + suffix));
        }
    }

    /** Restoring runs none of them. */
    private void warnOfForeignTriggers(List<String> foreign) {
        if (!foreign.isEmpty()) {
            LOG.warn(
                    "The memory in {} has what is neither this library's nor the Python program's, and would run with its own"
                            + " statements: {}. It opens for writing once these are removed, or allowed.",
                    backup,
                    String.join(", ", foreign));
        }
    }

    private StoreException damaged(String how, @Nullable Exception e) {
        return new DamagedStoreException(
                "The backup " + backup + " is damaged: " + how + "; nothing was stored; take an earlier one.", e);
    }
}
