package io.lifeos.memory.sqlite;

import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.files.PrivateFiles;
import io.lifeos.memory.jdbc.Jdbc;
import io.lifeos.memory.sqlite.SchemaPart.Kind;
import io.lifeos.memory.sqlite.table.FullTextIndex;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a file the tables of this library. An empty file gets them all. One of the Python program is adopted: it gets what
 * it lacks, and nothing that is there is dropped or rewritten, so that the program goes on as before; a copy of it is made
 * first. An earlier one of ours gets what came later, which takes a moment whatever its size. All of it is done under the
 * write lock and committed at once; a crash leaves the file as it was, perhaps with the copy beside it.
 */
final class SchemaInstaller {

    private static final Logger LOG = LoggerFactory.getLogger(SchemaInstaller.class);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final Path file;
    private final Consumer<String> before;

    SchemaInstaller(Path file) {
        this(file, step -> {});
    }

    /**
     * Prepares for a file.
     *
     * @param file the file
     * @param before is told of each step before it is taken; a test halts there
     */
    SchemaInstaller(Path file, Consumer<String> before) {
        this.file = file;
        this.before = before;
    }

    /** Leaves the file with all tables. Gives the copy that was made before it was adopted; empty if it was not. */
    Optional<Path> run(Connection writer) throws SQLException {
        step(writer, "BEGIN IMMEDIATE");
        Optional<Path> copy = Optional.empty();
        try {
            Schema.FileKind kind = Schema.kindOf(writer, file);
            if (kind == Schema.FileKind.PYTHON) {
                copy = Optional.of(copy());
            }
            switch (kind) {
                case EMPTY, PYTHON, OURS_EARLIER -> {
                    addWhatIsMissing(writer);
                    Schema.mark(writer);
                }
                case OURS -> {}
            }
        } catch (SQLException | RuntimeException e) {
            SqliteDatabase.rollback(writer, e);
            copy.ifPresent(made -> delete(made, e));
            throw e;
        }
        commit(writer);
        copy.ifPresent(made -> LOG.info(
                "Adopted {}, a memory of the Python program: what it lacked was added, nothing was removed; {} is a copy"
                        + " of it as it was.",
                file,
                made));
        return copy;
    }

    /** A commit that fails may have landed: then the copy stays. */
    private void commit(Connection writer) throws SQLException {
        try {
            step(writer, "COMMIT");
        } catch (SQLException e) {
            SqliteDatabase.rollback(writer, e);
            throw e;
        }
        before.accept("return");
    }

    private Path copy() {
        Path copy = file.resolveSibling(file.getFileName() + ".before-adoption-" + TIME.format(Instant.now()));
        Path draft = file.resolveSibling(file.getFileName() + ".before-adoption.draft");
        before.accept("copy");
        try {
            copy(draft, copy);
            return copy;
        } catch (IOException | SQLException | StoreException e) {
            throw new StoreException(
                    "The memory of the Python program in " + file + " was not adopted, as no copy of it could be made"
                            + " beside it first (" + e.getMessage()
                            + "); it was not changed; free some space or check the folder's permissions, then open it again.",
                    e);
        }
    }

    /** The copy gets its name once it is whole and safe on the disk. A draft that a crash left behind is replaced. */
    private void copy(Path draft, Path copy) throws IOException, SQLException {
        deleteDraft(draft);
        PrivateFiles.createUnlessPresent(draft, new byte[0]);
        try {
            try (Snapshot snapshot = Snapshot.of(file)) {
                snapshot.copyTo(draft);
            }
            try (FileChannel channel = PrivateFiles.open(draft, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(draft, copy, StandardCopyOption.ATOMIC_MOVE);
            PrivateFiles.syncFolder(Objects.requireNonNull(copy.toAbsolutePath().getParent()));
        } finally {
            deleteDraft(draft);
        }
    }

    /** Deletes a draft with the files that SQLite had beside it. */
    private static void deleteDraft(Path draft) throws IOException {
        for (String suffix : List.of("", "-journal", "-wal", "-shm")) {
            Files.deleteIfExists(Path.of(draft + suffix));
        }
    }

    private static void delete(Path copy, Exception reason) {
        try {
            Files.deleteIfExists(copy);
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }

    private void addWhatIsMissing(Connection writer) throws SQLException {
        FullTextTable fullText = new FullTextTable(writer);
        if (fullText.isOfAnotherKind()) {
            LOG.info("The full-text index in {} was not made as this library needs it; it is made anew.", file);
            step(writer, "DROP TABLE " + FullTextTable.NAME);
        }
        boolean fullTextIsNew = false;
        for (SchemaPart part : Schema.parts()) {
            if (!LegacySchema.has(writer, part)) {
                step(writer, part.sql());
                fullTextIsNew |= part.kind() == Kind.VIRTUAL_TABLE
                        || (part.kind() == Kind.TRIGGER && part.sql().contains(FullTextTable.NAME));
            } else if (part.kind() == Kind.TABLE) {
                addMissingColumns(writer, part);
            }
        }
        if (fullTextIsNew || new FullTextIndex(writer).lacksFacts()) {
            step(writer, "INSERT INTO " + FullTextTable.NAME + " (" + FullTextTable.NAME + ") VALUES ('rebuild')");
        }
    }

    private void addMissingColumns(Connection writer, SchemaPart table) throws SQLException {
        for (String column : LegacySchema.missingColumns(writer, table)) {
            step(writer, "ALTER TABLE " + table.name() + " ADD COLUMN " + column);
        }
    }

    private void step(Connection writer, String sql) throws SQLException {
        before.accept(sql);
        new Jdbc(writer).execute(sql);
    }
}
