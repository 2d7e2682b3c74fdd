package io.lifeos.memory.sqlite;

import io.lifeos.memory.fact.IncompatibleStoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;

/** The tables of the file, and whether a file has them. */
final class Schema {

    /** The version that this library writes; the existing Python program's last is 4. */
    static final int VERSION = 5;

    /** Marks a file as ours in its header: the letters "LiMe". */
    static final int APPLICATION_ID = 0x4C694D65;

    private Schema() {}

    /**
     * Whether the file has no content yet; refuses a file of a newer version or of another program. To be called in a
     * transaction.
     */
    static boolean isEmpty(Connection connection, Path file) throws SQLException {
        int application = number(connection, "PRAGMA application_id");
        int version = number(connection, "PRAGMA user_version");
        if (application == APPLICATION_ID) {
            if (version > VERSION) {
                throw new IncompatibleStoreException(
                        "The file " + file + " has schema version " + version + ", newer than " + VERSION
                                + ", which this library knows; it was not touched; use a newer library.");
            }
            return false;
        }
        if (application != 0 || version != 0 || number(connection, "SELECT COUNT(*) FROM sqlite_schema") != 0) {
            throw new IncompatibleStoreException(
                    "The file " + file
                            + " is an SQLite database, but not a memory of this library; it was not touched; choose another folder.");
        }
        return true;
    }

    /** Creates the tables in an empty file; does nothing in one that has them. */
    static void create(Connection connection, Path file) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            try {
                if (isEmpty(connection, file)) {
                    for (String sql : statements("schema-5.sql")) {
                        statement.execute(sql);
                    }
                    statement.execute("PRAGMA application_id = " + APPLICATION_ID);
                    statement.execute("PRAGMA user_version = " + VERSION);
                }
                statement.execute("COMMIT");
            } catch (SQLException | RuntimeException e) {
                DatabaseManager.rollback(connection, e);
                throw e;
            }
        }
    }

    private static List<String> statements(String resource) {
        try (InputStream in = Schema.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("The resource " + resource + " is missing from the library's jar.");
            }
            String sql = new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)^--.*\n", "");
            return Arrays.stream(sql.split("\n\\s*\n"))
                    .filter(statement -> !statement.isBlank())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getInt(1);
        }
    }
}
