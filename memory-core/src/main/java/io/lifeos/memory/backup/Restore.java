package io.lifeos.memory.backup;

import io.lifeos.memory.fact.DamagedStoreException;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.files.Draft;
import io.lifeos.memory.report.CopyReport;
import io.lifeos.memory.report.IntegrityReport;
import io.lifeos.memory.sqlite.SqliteDatabase;
import io.lifeos.memory.sqlite.table.FactErasure;
import io.lifeos.memory.sqlite.table.FactTable;
import io.lifeos.memory.workspace.Workspace;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** Creates a memory from a backup in a folder beside its place, and moves it there once it is whole and found sound. */
public final class Restore {

    private final Path backup;

    public Restore(Path backup) {
        this.backup = Objects.requireNonNull(backup, "The path of the backup is null; name the file to read.")
                .toAbsolutePath()
                .normalize();
    }

    public CopyReport into(Path root) {
        Objects.requireNonNull(root, "The folder is null; name the one to make the memory in.");
        try (ZipFile zip = new ZipFile(backup.toFile())) {
            BackupManifest manifest = manifest(zip);
            BackupEntries entries = entries(zip);
            if (entries.checksum() != manifest.entries()) {
                throw damaged("its list of files is not what was written", null);
            }
            requireSpellable(entries);
            entries.requirePlaces();
            try (Draft draft = Draft.ofFolder(root)) {
                draft.requireSpace(entries.bytes());
                Workspace restored = new Workspace(draft.resolve("root"));
                int files = unpack(zip, entries, restored.root(), draft);
                List<String> warnings = requireSound(restored, manifest);
                draft.publish(restored.root());
                return CopyReport.builder(root.toAbsolutePath().normalize())
                        .facts(manifest.facts())
                        .files(files)
                        .warnings(warnings)
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
            byte[] json = in.readNBytes(BackupManifest.LARGEST + 1);
            if (json.length > BackupManifest.LARGEST) {
                throw BackupManifest.notABackup(backup);
            }
            return BackupManifest.of(json, backup);
        }
    }

    private BackupEntries entries(ZipFile zip) {
        return new BackupEntries(
                zip.stream()
                        .filter(entry -> !entry.getName().equals(BackupManifest.NAME))
                        .collect(Collectors.toList()),
                how -> damaged(how, null));
    }

    private void requireSpellable(BackupEntries entries) {
        for (ZipEntry entry : entries.list()) {
            if (!Spelling.canSpell(entry.getName())) {
                throw new StoreException("The backup " + backup + " holds \"" + entry.getName() + "\", whose name "
                        + Spelling.ADVICE + "; nothing was stored; run this with LC_ALL=C.UTF-8.");
            }
        }
    }

    /** Unpacks the entries and returns the number of files beside the database. */
    private int unpack(ZipFile zip, BackupEntries entries, Path root, Draft draft) throws IOException {
        int files = -1;
        for (ZipEntry entry : entries.list()) {
            Path path = root.resolve(entries.pathOf(entry));
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

    /** The class that reads an entry leaves it to its caller to compare the checksum and the size, which may have no end. */
    private static InputStream read(ZipFile zip, ZipEntry entry) throws IOException {
        return new CheckedInputStream(zip.getInputStream(entry), new CRC32()) {

            private long left = entry.getSize();

            @Override
            public int read(byte[] buffer, int from, int length) throws IOException {
                int read = super.read(buffer, from, length);
                left -= Math.max(0, read);
                if (left < 0 || (read < 0 && (left > 0 || getChecksum().getValue() != entry.getCrc()))) {
                    throw new ZipException("The size or the checksum of " + entry.getName() + " is wrong");
                }
                return read;
            }
        };
    }

    /** Refuses a database that is damaged, and returns what a careful owner should know of a sound one. */
    private List<String> requireSound(Workspace restored, BackupManifest manifest) throws IOException {
        List<String> warnings;
        try (SqliteDatabase database = SqliteDatabase.openReadOnly(restored.database(), true)) {
            IntegrityReport structure = database.checkStructure();
            if (!structure.ok()) {
                throw damaged(structure.problems().get(0), null);
            }
            if (database.read(connection -> new FactTable(connection).count()) != manifest.facts()) {
                throw damaged("it does not hold the facts that it should", null);
            }
            warnings = new ArrayList<>(ofForeignTriggers(database.foreignTriggers()));
            database.read(FactErasure::warningOfCopy).ifPresent(warnings::add);
        }
        for (String suffix : List.of("-wal", "-shm")) {
            Files.deleteIfExists(Path.of(restored.database() + suffix));
        }
        return warnings;
    }

    /** Restoring runs none of them. */
    private static List<String> ofForeignTriggers(List<String> foreign) {
        return foreign.isEmpty()
                ? List.of()
                : List.of("It has what is neither this library's nor the Python program's, and would run with its own"
                        + " statements: " + ImportWarnings.names(foreign)
                        + ". It opens for writing once these are removed, or allowed.");
    }

    private StoreException damaged(String how, @Nullable Exception e) {
        return new DamagedStoreException(
                "The backup " + backup + " is damaged: " + how + "; nothing was stored; take an earlier one.", e);
    }
}
