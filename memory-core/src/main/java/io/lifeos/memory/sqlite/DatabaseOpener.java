package io.lifeos.memory.sqlite;

import io.lifeos.memory.jdbc.Jdbc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Determines the kind of a file, and opens it accordingly: as it is, with new tables, adopted, or for reading only. */
final class DatabaseOpener {

    private final Path file;

    DatabaseOpener(Path file) {
        this.file = file;
    }

    /** Opens the file for reading and writing; an empty one gets its tables, one of the Python program is adopted. */
    SqliteDatabase open(SqliteDataSource writers) {
        try {
            Schema.FileKind kind = lookInto();
            Connection writer = writers.getConnection();
            try {
                Optional<Path> copy =
                        kind == Schema.FileKind.OURS ? Optional.empty() : new SchemaInstaller(file).run(writer);
                SqliteDatabase.prepare(writer);
                return new SqliteDatabase(
                        file, writers, Readers.open(file, SqliteDataSource.reader(file)), copy, writer);
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
            Readers readers = switch (kindIfPresent()) {
                case EMPTY -> Readers.ofNothing(file);
                case OURS -> Readers.open(file, SqliteDataSource.reader(file));
                case OURS_EARLIER, PYTHON -> Readers.open(file, SqliteDataSource.unadopted(file));
            };
            return new SqliteDatabase(file, null, readers, Optional.empty(), null);
        } catch (SQLException e) {
            throw SqliteErrors.translate(file, e);
        }
    }

    /** Returns the kind of the file; an absent one counts as empty. */
    Schema.FileKind kind() {
        try {
            return kindIfPresent();
        } catch (SQLException e) {
            throw SqliteErrors.translate(file, e);
        }
    }

    private Schema.FileKind kindIfPresent() throws SQLException {
        return Files.exists(file) ? lookInto() : Schema.FileKind.EMPTY;
    }

    /**
     * Refuses a file of another program before a writer touches it. Looks in one snapshot: another process may be creating
     * the tables at this moment.
     */
    private Schema.FileKind lookInto() throws SQLException {
        try (Connection connection = SqliteDataSource.reader(file).getConnection()) {
            new Jdbc(connection).execute("BEGIN");
            return Schema.kindOf(connection, file);
        }
    }
}
