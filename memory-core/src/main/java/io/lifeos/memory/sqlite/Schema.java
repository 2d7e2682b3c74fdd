package io.lifeos.memory.sqlite;

import io.lifeos.memory.fact.IncompatibleStoreException;
import io.lifeos.memory.jdbc.Jdbc;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tables of the file, and the kinds of files. */
public final class Schema {

    /** The version that this library writes; the existing Python program's last is 4. */
    public static final int VERSION = 7;

    /** Marks a file as ours in its header: the letters "LiMe". */
    static final int APPLICATION_ID = 0x4C694D65;

    private static final String RESOURCE = "schema-7.sql";

    private static volatile @Nullable List<SchemaPart> parts;

    private Schema() {}

    /** The kinds of files. */
    enum FileKind {
        /** It has no content yet. */
        EMPTY,
        /** It has the tables of this library. */
        OURS,
        /** It has the tables of this library, without what came later: an empty table, or a column that may hold null. */
        OURS_EARLIER,
        /** It is of the Python program, and was not adopted. */
        PYTHON
    }

    /**
     * Returns the kind of a file; refuses one of a newer version or of another program. Must be called in a
     * transaction.
     */
    static FileKind kindOf(Connection connection, Path file) throws SQLException {
        Jdbc jdbc = new Jdbc(connection);
        long application = jdbc.number("PRAGMA application_id");
        long version = jdbc.number("PRAGMA user_version");
        if (application == APPLICATION_ID) {
            if (version > VERSION) {
                throw new IncompatibleStoreException(
                        "The file " + file + " has schema version " + version + ", newer than " + VERSION
                                + ", which this library knows; it was not touched; use a newer library.");
            }
            return version < VERSION ? FileKind.OURS_EARLIER : FileKind.OURS;
        }
        if (application == 0 && version == 0) {
            if (!jdbc.exists("SELECT 1 FROM sqlite_schema")) {
                return FileKind.EMPTY;
            }
            if (LegacySchema.isOne(connection)) {
                return FileKind.PYTHON;
            }
        }
        throw new IncompatibleStoreException(
                "The file " + file
                        + " is an SQLite database, but not a memory of this library; it was not touched; choose another folder.");
    }

    /** Marks the file as ours, which is undone with the transaction. */
    static void mark(Connection connection) throws SQLException {
        Jdbc jdbc = new Jdbc(connection);
        jdbc.execute("PRAGMA application_id = " + APPLICATION_ID);
        jdbc.execute("PRAGMA user_version = " + VERSION);
    }

    /** Returns the statement that creates a table of the schema; empty if the schema has no table of this name. */
    static Optional<SchemaPart> table(String name) {
        return parts().stream()
                .filter(part ->
                        part.kind() == SchemaPart.Kind.TABLE && part.name().equals(name))
                .findFirst();
    }

    /**
     * Marks a file of ours as one of an earlier version, as its rows are: it gets what came later when it is opened next. Is
     * undone with the transaction.
     *
     * @param connection the connection that a transaction gives
     * @param version the version
     * @throws SQLException if SQLite refuses
     */
    public static void markAsOf(Connection connection, int version) throws SQLException {
        new Jdbc(connection).execute("PRAGMA user_version = " + version);
    }

    /** Returns the statements of the schema, in order. */
    static List<SchemaPart> parts() {
        List<SchemaPart> known = parts;
        if (known == null) {
            known = read();
            parts = known;
        }
        return known;
    }

    private static List<SchemaPart> read() {
        try (InputStream in = Schema.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("The resource " + RESOURCE + " is missing from the library's jar.");
            }
            String sql = new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)^--.*\n", "");
            return Arrays.stream(sql.split("\n\\s*\n"))
                    .filter(statement -> !statement.isBlank())
                    .map(statement -> SchemaPart.of(statement.strip()))
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException("The resource " + RESOURCE + " of the library's jar cannot be read.", e);
        }
    }
}
