package io.lifeos.memory.sqlite;

import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.jdbc.Jdbc;
import io.lifeos.memory.sqlite.SchemaPart.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a file the tables of this library. An empty file gets them all. One of the Python program is adopted: it gets what
 * it lacks, and nothing that is there is dropped or rewritten, so that the program goes on as before. All of it is done
 * with the write lock in hand and committed at once, after a copy of the file was made; a crash leaves the file as it was,
 * perhaps with the copy beside it.
 */
final class SchemaInstaller {

    private static final Logger LOG = LoggerFactory.getLogger(SchemaInstaller.class);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final String FULL_TEXT = "facts_fts";

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
            Schema.Shape shape = Schema.shapeOf(writer, file);
            if (shape == Schema.Shape.PYTHON) {
                copy = Optional.of(copy());
            }
            if (shape != Schema.Shape.OURS) {
                addWhatIsMissing(writer);
                Schema.mark(writer);
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
            DatabaseCopy.make(file, draft, copy);
            return copy;
        } catch (IOException | SQLException e) {
            throw new StoreException(
                    "The memory of the Python program in " + file + " was not adopted, as no copy of it could be made"
                            + " beside it first (" + e.getMessage()
                            + "); it was not changed; free some space or check the folder's permissions, then open it again.",
                    e);
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
        boolean fullTextIsNew = false;
        for (SchemaPart part : Schema.parts()) {
            if (!LegacySchema.has(writer, part)) {
                step(writer, part.sql());
                fullTextIsNew |= part.kind() == Kind.VIRTUAL_TABLE
                        || (part.kind() == Kind.TRIGGER && part.sql().contains(FULL_TEXT));
            } else if (part.kind() == Kind.TABLE) {
                for (String column : LegacySchema.missingColumns(writer, part)) {
                    step(writer, "ALTER TABLE " + part.name() + " ADD COLUMN " + column);
                }
            }
        }
        if (fullTextIsNew) {
            step(writer, "INSERT INTO " + FULL_TEXT + " (" + FULL_TEXT + ") VALUES ('rebuild')");
        }
    }

    private void step(Connection writer, String sql) throws SQLException {
        before.accept(sql);
        new Jdbc(writer).execute(sql);
    }
}
