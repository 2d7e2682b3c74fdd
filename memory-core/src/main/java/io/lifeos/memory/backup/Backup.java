package io.lifeos.memory.backup;

import io.lifeos.memory.fact.DamagedStoreException;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.files.Draft;
import io.lifeos.memory.log.DailyLogs;
import io.lifeos.memory.report.CopyReport;
import io.lifeos.memory.report.IntegrityReport;
import io.lifeos.memory.sqlite.Snapshot;
import io.lifeos.memory.sqlite.SqliteDatabase;
import io.lifeos.memory.sqlite.table.FactTable;
import io.lifeos.memory.workspace.Workspace;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a whole memory into one zip file: the database as of one moment, the daily logs as of the same moment, and every
 * other file of the folder as it is found.
 */
public final class Backup {

    private final Workspace workspace;
    private final SqliteDatabase database;
    private final Clock clock;

    public Backup(Workspace workspace, SqliteDatabase database, Clock clock) {
        this.workspace = workspace;
        this.database = database;
        this.clock = clock;
    }

    public CopyReport write(Path target) {
        Objects.requireNonNull(target, "The path of the backup is null; name the file to write.");
        requireMemory(workspace);
        requireOutside(workspace, target);
        try (Draft draft = Draft.ofFile(target)) {
            LogCopies logs = new LogCopies(workspace, draft.resolve("logs"));
            Path copy = draft.resolve("copy.db");
            try (Snapshot snapshot = snapshotWithLogs(logs)) {
                snapshot.copyTo(copy);
            }
            long facts = soundFacts(copy);
            Path zip = draft.resolve("backup.zip");
            int files = zip(zip, copy, logs, facts);
            draft.publish(zip);
            return CopyReport.builder(target.toAbsolutePath().normalize())
                    .facts(facts)
                    .files(files)
                    .build();
        }
    }

    static void requireMemory(Workspace workspace) {
        try {
            if (!Files.exists(workspace.database()) || Files.size(workspace.database()) == 0) {
                throw new StoreException("There is no memory in " + workspace.root() + "; nothing was written.");
            }
        } catch (IOException e) {
            throw unreadable(workspace.database(), e);
        }
    }

    /** Refuses a copy inside the folder: it would be lost with the folder, and would come into the next backup. */
    static void requireOutside(Workspace workspace, Path target) {
        try {
            Path folder =
                    Objects.requireNonNull(target.toAbsolutePath().normalize().getParent());
            if (Files.exists(folder)
                    && folder.toRealPath().startsWith(workspace.root().toRealPath())) {
                throw new StoreException("The file " + target + " would lie in the memory's own folder "
                        + workspace.root() + ", and be lost with it; nothing was written; choose another folder.");
            }
        } catch (IOException e) {
            throw new StoreException(
                    "The folder of " + target + " cannot be looked up (" + e
                            + "); nothing was written; check its path and permissions.",
                    e);
        }
    }

    /**
     * Takes a snapshot at a moment when no log is written, so that each entry is that of a fact in the snapshot; a fact in
     * the snapshot that has no entry yet is noted in its outbox. Most logs are copied before, so that writers hardly wait.
     */
    private Snapshot snapshotWithLogs(LogCopies copies) {
        copy(copies);
        AtomicReference<Snapshot> snapshot = new AtomicReference<>();
        try {
            new DailyLogs(workspace).undisturbed(() -> {
                snapshot.set(database.snapshot());
                copy(copies);
            });
            return Objects.requireNonNull(snapshot.get());
        } catch (RuntimeException e) {
            if (snapshot.get() != null) {
                snapshot.get().close();
            }
            throw e;
        }
    }

    private void copy(LogCopies copies) {
        try {
            copies.update();
        } catch (IOException e) {
            throw unreadable(workspace.dailyLogs(), e);
        }
    }

    private static long soundFacts(Path copy) {
        try (SqliteDatabase copied = SqliteDatabase.openReadOnly(copy, true)) {
            IntegrityReport structure = copied.checkStructure();
            if (!structure.ok()) {
                throw new DamagedStoreException(
                        "The memory is damaged (" + structure.problems().get(0)
                                + "), so no backup of it was written, and earlier ones are untouched; repair mends it, or says why it"
                                + " cannot.");
            }
            return copied.read(connection -> new FactTable(connection).count());
        }
    }

    private int zip(Path zip, Path copy, LogCopies logs, long facts) {
        try (ZipOutputStream out = new ZipOutputStream(Draft.create(zip))) {
            TreeWriter tree = new TreeWriter(out, logs);
            // Vectors, which are most of a large file, take long to compress and hardly shrink.
            out.setLevel(Deflater.NO_COMPRESSION);
            tree.add(workspace.database().getFileName().toString(), copy);
            out.setLevel(Deflater.BEST_SPEED);
            tree.walk(workspace.root());
            tree.addWhatWasPutAwayMeanwhile();
            BackupEntries entries = new BackupEntries(tree.entries, this::unfit);
            entries.requirePlaces();
            out.putNextEntry(new ZipEntry(BackupManifest.NAME));
            out.write(new BackupManifest(clock.instant(), facts, entries.checksum()).toJson());
            return tree.files;
        } catch (IOException e) {
            throw unreadable(workspace.root(), e);
        }
    }

    private StoreException unfit(String what) {
        return new StoreException("No backup of " + workspace.root() + " was written, as " + what
                + "; the memory was not touched; move that away.");
    }

    private static StoreException unreadable(Path path, IOException e) {
        return new StoreException(
                "No backup was written, as " + path + " could not be read or copied as a whole (" + e
                        + "); the memory was not touched; check its permissions and the space on the disk.",
                e);
    }

    /** Puts every file and folder of the workspace into a zip, the daily logs as they were copied before. */
    private final class TreeWriter extends SimpleFileVisitor<Path> {

        private final ZipOutputStream out;
        private final LogCopies logs;
        private final List<ZipEntry> entries = new ArrayList<>();
        private final Set<String> names = new HashSet<>();
        private int files;
        private boolean anyGone;

        TreeWriter(ZipOutputStream out, LogCopies logs) {
            this.out = out;
            this.logs = logs;
        }

        void walk(Path folder) throws IOException {
            anyGone = false;
            Files.walkFileTree(folder, Set.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, this);
        }

        /**
         * The Python program moves logs into {@code archives/} and packs them there at any moment, so that a file may be gone
         * before its turn, and lie where this has been already.
         */
        void addWhatWasPutAwayMeanwhile() throws IOException {
            for (Path log : logs.logs()) {
                add(log);
            }
            while (anyGone && Files.isDirectory(workspace.archives())) {
                walk(workspace.archives());
            }
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
            if (!folder.equals(workspace.root()) && !names.contains(name(folder) + "/")) {
                begin(name(folder) + "/");
                out.closeEntry();
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Path folder = file.getParent();
            if (workspace.root().equals(folder)
                    && BackupScope.leavesOut(file.getFileName().toString())) {
                return FileVisitResult.CONTINUE;
            }
            if (attributes.isRegularFile()) {
                add(file);
            }
            return FileVisitResult.CONTINUE;
        }

        /** Skips a file that is gone by now, or a link that leads nowhere, as there is nothing to lose. */
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof FileSystemLoopException || e instanceof NoSuchFileException) {
                anyGone |= !Files.isSymbolicLink(file);
                return FileVisitResult.CONTINUE;
            }
            throw e;
        }

        private void add(Path file) throws IOException {
            if (!names.contains(name(file)) && add(name(file), logs.contentOf(file))) {
                files++;
            }
        }

        /** Returns false if the file is gone by now. */
        boolean add(String name, Path content) throws IOException {
            try (InputStream in = Files.newInputStream(content)) {
                begin(name);
                in.transferTo(out);
                out.closeEntry();
                return true;
            } catch (NoSuchFileException movedMeanwhile) {
                anyGone = true;
                return false;
            }
        }

        private void begin(String name) throws IOException {
            ZipEntry entry = new ZipEntry(name);
            out.putNextEntry(entry);
            entries.add(entry);
            names.add(name);
        }

        private String name(Path path) {
            Path inside = workspace.root().relativize(path);
            if (!Spelling.isExact(inside)) {
                throw new StoreException("No backup of " + workspace.root() + " was written, as the name of its \""
                        + inside
                        + "\" " + Spelling.ADVICE + "; the memory was not touched; run this with LC_ALL=C.UTF-8, or"
                        + " rename that.");
            }
            return inside.toString().replace(File.separatorChar, '/');
        }
    }
}
