package io.lifeos.memory.postgres;

import io.lifeos.memory.sqlite.ScratchDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a file in a temporary SQLite database, where they can be found by id. Only its owner can read it, and it is
 * deleted as soon as it is open where the system allows that, so that it does not outlive the process.
 */
final class StagedRows implements AutoCloseable {

    private static final List<String> SETUP = List.of(
            "PRAGMA journal_mode = OFF",
            "PRAGMA synchronous = OFF",
            "PRAGMA locking_mode = EXCLUSIVE",
            "PRAGMA cache_size = -16000",
            "CREATE TABLE rows (line INTEGER PRIMARY KEY, id, left_out TEXT, of_other_scope INTEGER, bytes INTEGER,"
                    + " hash BLOB, texts TEXT, embedding BLOB)",
            "BEGIN");

    private final Path folder;
    private final Path file;
    private final Connection connection;
    private final PreparedStatement insert;

    private StagedRows(Path folder, Path file, Connection connection) throws SQLException {
        this.folder = folder;
        this.file = file;
        this.connection = connection;
        for (String sql : SETUP) {
            execute(sql);
        }
        this.insert = connection.prepareStatement("INSERT INTO rows VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    }

    /** An empty database in the temporary folder. */
    static StagedRows create() throws SQLException, IOException {
        Path folder = Files.createTempDirectory("lifeos-memory-import");
        Path file = Files.createTempFile(folder, "rows", ".db");
        try {
            Connection connection = ScratchDatabase.in(file);
            try {
                return new StagedRows(folder, file, connection);
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        } finally {
            delete(file, folder);
        }
    }

    /**
     * Rows that have the same id.
     *
     * @param id their id as it is stored
     * @param first the line of one
     * @param second the line of another
     */
    record Twins(Object id, long first, long second) {}

    /** Adds a row; gives its line. */
    long add(StagedRow row) throws SQLException {
        insert.setLong(1, row.line());
        insert.setObject(2, row.id().value());
        insert.setString(3, row.leftOut());
        insert.setBoolean(4, row.ofOtherScope());
        insert.setLong(5, row.bytes());
        insert.setBytes(6, row.hash().toBytes());
        insert.setString(7, JsonTexts.write(row.texts()));
        insert.setBytes(8, row.embedding().map(Embedding::toLittleEndian).orElse(null));
        insert.executeUpdate();
        return row.line();
    }

    /** Ends the adding; the rows can be read from now on. */
    void finish() throws SQLException {
        insert.close();
        execute("CREATE INDEX by_id ON rows (id, left_out, bytes, hash)");
        execute("COMMIT");
    }

    /** Two rows that cannot be told apart, of those the first in the file; empty if there are none. */
    Optional<Twins> twins() throws SQLException {
        return query(
                        "SELECT id, min(line), max(line) FROM rows GROUP BY id HAVING count(*) > 1"
                                + " ORDER BY min(line) LIMIT 1",
                        row -> new Twins(row.getObject(1), row.getLong(2), row.getLong(3)))
                .stream()
                .findFirst();
    }

    /** How many rows are selected, or how many are not. */
    long count(boolean selected) throws SQLException {
        return query("SELECT count(*) FROM rows WHERE (left_out IS NULL) = ?", row -> row.getLong(1), selected ? 1 : 0)
                .get(0);
    }

    /** How many rows are not selected, by the reason. */
    Map<String, Long> leftOut() throws SQLException {
        Map<String, Long> reasons = new LinkedHashMap<>();
        query(
                "SELECT left_out, count(*) FROM rows WHERE left_out IS NOT NULL GROUP BY left_out ORDER BY left_out",
                row -> reasons.put(row.getString(1), row.getLong(2)));
        return reasons;
    }

    /** A page of what tells selected rows apart, in the order of their ids. */
    List<ArchivalKey> keys(@Nullable ArchivalId after, int limit, Identification ids) throws SQLException {
        String select = "SELECT id, hash, bytes FROM rows WHERE left_out IS NULL";
        RowReader<ArchivalKey> reader =
                row -> new ArchivalKey(ids.of(row.getObject(1)), RowHash.of(row.getBytes(2)), row.getLong(3));
        return after == null
                ? query(select + " ORDER BY id LIMIT ?", reader, limit)
                : query(select + " AND id > ? ORDER BY id LIMIT ?", reader, after.value(), limit);
    }

    /** Makes an id of its stored value. */
    @FunctionalInterface
    interface Identification {
        ArchivalId of(Object value);
    }

    /** The texts and the vector of a selected row; empty if there is no such row. */
    Optional<Content> content(ArchivalId id) throws SQLException {
        return query(
                        "SELECT texts, embedding FROM rows WHERE id = ? AND left_out IS NULL",
                        row -> new Content(
                                JsonTexts.read(row.getString(1)),
                                Optional.ofNullable(row.getBytes(2)).map(Embedding::ofLittleEndian)),
                        id.value())
                .stream()
                .findFirst();
    }

    /** What a row says. */
    record Content(List<@Nullable String> texts, Optional<Embedding> embedding) {}

    boolean isOfOtherScope(ArchivalId id) throws SQLException {
        return !query("SELECT 1 FROM rows WHERE id = ? AND of_other_scope", row -> true, id.value())
                .isEmpty();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
        delete(file, folder);
    }

    /** Reads the row on which the result stands, and does not move it. */
    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> List<T> query(String sql, RowReader<T> reader, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            List<T> list = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    list.add(reader.read(row));
                }
            }
            return list;
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void delete(Path... paths) {
        for (Path path : paths) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException inUse) {
                // Some systems keep a file while it is open; it is deleted when it is closed.
            }
        }
    }
}
