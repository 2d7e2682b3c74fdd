package io.lifeos.memory.sqlite;

import io.lifeos.memory.jdbc.Jdbc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Predicate;

/** Determines the kind of a file, and opens it accordingly: as it is, with new tables, adopted, or for reading only. */
final class DatabaseOpener {

    private final Path file;
    private final boolean foreignTriggers;

    DatabaseOpener(Path file) {
        this(file, true);
    }

    /**
     * Prepares for a file.
     *
     * @param file the file
     * @param foreignTriggers true if what others put on our tables may run
     */
    DatabaseOpener(Path file, boolean foreignTriggers) {
        this.file = file;
        this.foreignTriggers = foreignTriggers;
    }

    /** Opens the file for reading and writing; an empty one gets its tables, one of the Python program is adopted. */
    SqliteDatabase open(SqliteDataSource writers) {
        try {
            Schema.FileKind kind = lookInto(foreign -> true);
            Connection writer = writers.getConnection();
            if (kind == Schema.FileKind.OURS && Renewal.isDue(writer)) {
                writer.close();
                Renewal.run(file);
                writer = writers.getConnection();
            }
            try {
                Optional<Path> copy =
                        kind == Schema.FileKind.OURS ? Optional.empty() : new SchemaInstaller(file).run(writer);
                SqliteDatabase.prepare(writer);
                return new SqliteDatabase(
                        file,
                        writers,
                        Readers.open(file, SqliteDataSource.reader(file)),
                        copy,
                        writer,
                        foreignTriggers);
            } catch (SQLException | RuntimeException e) {
                writer.close();
                throw e;
            }
        } catch (SQLException e) {
            throw SqliteErrors.translate(file, e);
        }
    }

    /** Opens the file for reading only; one that is absent or empty reads as a memory without facts. */
    SqliteDatabase openReadOnly() {
        try {
            Readers readers = switch (kindIfPresent(ForeignObject::runsOnReading)) {
                case EMPTY -> Readers.ofNothing(file);
                case OURS -> Readers.open(file, SqliteDataSource.reader(file));
                case OURS_EARLIER, PYTHON -> Readers.open(file, SqliteDataSource.unadopted(file));
            };
            return new SqliteDatabase(file, null, readers, Optional.empty(), null, foreignTriggers);
        } catch (SQLException e) {
            throw SqliteErrors.translate(file, e);
        }
    }

    /** Returns the kind of the file; an absent one counts as empty. */
    Schema.FileKind kind() {
        return kind(foreign -> false);
    }

    /** Returns the kind of the file as {@link #kind()} does, and refuses it as {@link #open} does. */
    Schema.FileKind kindToWrite() {
        return kind(foreign -> true);
    }

    private Schema.FileKind kind(Predicate<ForeignObject> wouldRun) {
        try {
            return kindIfPresent(wouldRun);
        } catch (SQLException e) {
            throw SqliteErrors.translate(file, e);
        }
    }

    private Schema.FileKind kindIfPresent(Predicate<ForeignObject> wouldRun) throws SQLException {
        return Files.exists(file) ? lookInto(wouldRun) : Schema.FileKind.EMPTY;
    }

    /**
     * Refuses a file of another program before a writer touches it, and one in which something of others would run that
     * nobody allowed. Looks in one snapshot: another process may be creating the tables at this moment.
     */
    private Schema.FileKind lookInto(Predicate<ForeignObject> wouldRun) throws SQLException {
        try (Connection connection = SqliteDataSource.plainReader(file).getConnection()) {
            new Jdbc(connection).execute("BEGIN");
            Schema.FileKind kind = Schema.kindOf(connection, file);
            ForeignObjects.requireTables(connection, file);
            if (!foreignTriggers) {
                ForeignObjects.requireNone(
                        ForeignObjects.in(connection).stream().filter(wouldRun).toList(), file);
            }
            return kind;
        }
    }
}
