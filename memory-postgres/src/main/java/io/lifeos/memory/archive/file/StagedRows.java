package io.lifeos.memory.archive.file;

import io.lifeos.memory.archive.row.ArchivalId;
import io.lifeos.memory.archive.row.Embedding;
import io.lifeos.memory.archive.row.RowDigest;
import io.lifeos.memory.archive.row.RowHash;
import io.lifeos.memory.jdbc.Jdbc;
import io.lifeos.memory.jdbc.RowMapper;
import io.lifeos.memory.json.Json;
import io.lifeos.memory.sqlite.ScratchDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
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
    private final Jdbc jdbc;
    private final PreparedStatement insert;

    private StagedRows(Path folder, Path file, Connection connection) throws SQLException {
        this.folder = folder;
        this.file = file;
        this.connection = connection;
        this.jdbc = new Jdbc(connection);
        for (String sql : SETUP) {
            jdbc.execute(sql);
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

    /**
     * A row of a file as the snapshot keeps it.
     *
     * @param line the line on which it began
     * @param id its id
     * @param leftOut the reason for which it is left out; null if it is selected
     * @param ofOtherScope true if it belongs to another owner than the requested one
     * @param hash its row hash
     * @param texts its texts, in the order of the columns
     * @param embedding its vector, if it has one
     */
    record Row(
            long line,
            ArchivalId id,
            @Nullable String leftOut,
            boolean ofOtherScope,
            RowHash hash,
            List<@Nullable String> texts,
            Optional<Embedding> embedding) {

        /** The approximate size, in bytes. */
        long bytes() {
            long characters = texts.stream()
                    .mapToLong(text -> text == null ? 0 : text.length())
                    .sum();
            return characters
                    + embedding
                            .map(vector -> vector.dimensions() * (long) Float.BYTES)
                            .orElse(0L);
        }
    }

    /** Adds a row, and returns its line. */
    long add(Row row) throws SQLException {
        insert.setLong(1, row.line());
        insert.setObject(2, row.id().value());
        insert.setString(3, row.leftOut());
        insert.setBoolean(4, row.ofOtherScope());
        insert.setLong(5, row.bytes());
        insert.setBytes(6, row.hash().toBytes());
        insert.setString(7, Json.array(row.texts()));
        insert.setBytes(8, row.embedding().map(Embedding::toLittleEndian).orElse(null));
        insert.executeUpdate();
        return row.line();
    }

    /** Ends the adding; the rows can be read from now on. */
    void finish() throws SQLException {
        insert.close();
        jdbc.execute("CREATE INDEX by_id ON rows (id, left_out, bytes, hash)");
        jdbc.execute("COMMIT");
    }

    /** The first two rows in the file that have the same id; empty if there are none. */
    Optional<Twins> twins() throws SQLException {
        return jdbc.first(
                "SELECT id, min(line), max(line) FROM rows GROUP BY id HAVING count(*) > 1"
                        + " ORDER BY min(line) LIMIT 1",
                row -> new Twins(row.getObject(1), row.getLong(2), row.getLong(3)));
    }

    /** The number of rows that are selected. */
    long selected() throws SQLException {
        return jdbc.number("SELECT count(*) FROM rows WHERE left_out IS NULL");
    }

    /** The number of rows that are not selected, by reason. */
    Map<String, Long> leftOut() throws SQLException {
        Map<String, Long> reasons = new LinkedHashMap<>();
        jdbc.forEach(
                "SELECT left_out, count(*) FROM rows WHERE left_out IS NOT NULL GROUP BY left_out ORDER BY left_out",
                row -> reasons.put(row.getString(1), row.getLong(2)));
        return reasons;
    }

    /** The texts of the first rows of the file, left out or not. */
    List<List<@Nullable String>> some(int limit) throws SQLException {
        return jdbc.query(
                "SELECT texts FROM rows ORDER BY line LIMIT ?", row -> Json.nullableTexts(row.getString(1)), limit);
    }

    /** A page of the ids and hashes of selected rows, in the order of their ids. */
    List<RowDigest> keys(@Nullable ArchivalId after, int limit, Identification ids) throws SQLException {
        String select = "SELECT id, hash, bytes FROM rows WHERE left_out IS NULL";
        RowMapper<RowDigest> reader =
                row -> new RowDigest(ids.of(row.getObject(1)), RowHash.of(row.getBytes(2)), row.getLong(3));
        return after == null
                ? jdbc.query(select + " ORDER BY id LIMIT ?", reader, limit)
                : jdbc.query(select + " AND id > ? ORDER BY id LIMIT ?", reader, after.value(), limit);
    }

    /** Makes an id from its stored value. */
    @FunctionalInterface
    interface Identification {
        ArchivalId of(Object value);
    }

    /** The texts and the vector of a selected row; empty if there is no such row. */
    Optional<Content> content(ArchivalId id) throws SQLException {
        return jdbc.first(
                "SELECT texts, embedding FROM rows WHERE id = ? AND left_out IS NULL",
                row -> new Content(
                        Json.nullableTexts(row.getString(1)),
                        Optional.ofNullable(row.getBytes(2)).map(Embedding::ofLittleEndian)),
                id.value());
    }

    /** The contents of a row. */
    record Content(List<@Nullable String> texts, Optional<Embedding> embedding) {}

    /** The reason why a row is left out, if it is of the requested owner. */
    Optional<String> leftOut(ArchivalId id) throws SQLException {
        return jdbc.first(
                "SELECT left_out FROM rows WHERE id = ? AND left_out IS NOT NULL AND NOT of_other_scope",
                row -> row.getString(1),
                id.value());
    }

    boolean isOfOtherScope(ArchivalId id) throws SQLException {
        return jdbc.exists("SELECT 1 FROM rows WHERE id = ? AND of_other_scope", id.value());
    }

    @Override
    public void close() throws SQLException {
        connection.close();
        delete(file, folder);
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
