package io.lifeos.memory.sqlite.table;

import io.lifeos.memory.fact.StoredTime;
import io.lifeos.memory.jdbc.Jdbc;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The source rows whose facts were erased, so that no run brings them back. A row goes by its id as the file stores it, a Long
 * or a String, of which only a salted hash is kept. Bound to a connection, and to be used within one read or transaction only.
 */
public final class ErasedRowTable {

    private static final String SALT = "salt";
    private static final int SALT_BYTES = 32;

    private final Jdbc jdbc;

    /**
     * Binds to a connection.
     *
     * @param connection the connection that a read or a transaction gives
     */
    public ErasedRowTable(Connection connection) {
        this.jdbc = new Jdbc(connection);
    }

    /**
     * Counts the erased rows of a source.
     *
     * @param sourceId the source
     * @return their number
     */
    public long count(long sourceId) throws SQLException {
        return jdbc.number("SELECT count(*) FROM erased_rows WHERE source_id = ?", sourceId);
    }

    /**
     * Finds those of some rows that were erased.
     *
     * @param sourceId the source
     * @param rowIds the rows' ids
     * @return the ids of erased ones
     */
    public Set<Object> among(long sourceId, Collection<?> rowIds) throws SQLException {
        Optional<byte[]> salt = salt();
        if (salt.isEmpty() || rowIds.isEmpty() || !hasAny(sourceId)) {
            return Set.of();
        }
        Map<String, Object> byHash = new LinkedHashMap<>();
        rowIds.forEach(id -> byHash.put(HexFormat.of().formatHex(hash(salt.get(), id)), id));
        Set<Object> erased = new HashSet<>();
        jdbc.forEach(
                "SELECT lower(hex(key_hash)) FROM erased_rows WHERE source_id = ?"
                        + " AND key_hash IN (SELECT unhex(value) FROM json_each(?))",
                row -> erased.add(byHash.get(row.getString(1))),
                sourceId,
                "[\"" + String.join("\",\"", byHash.keySet()) + "\"]");
        return erased;
    }

    /** Tells whether a row of the source was erased. */
    public boolean hasAny(long sourceId) throws SQLException {
        return jdbc.exists("SELECT 1 FROM erased_rows WHERE source_id = ? LIMIT 1", sourceId);
    }

    /** Returns the identities of the sources of which rows were erased. */
    public Set<String> sources() throws SQLException {
        return new LinkedHashSet<>(jdbc.query(
                "SELECT identity FROM migration_sources WHERE id IN (SELECT source_id FROM erased_rows) ORDER BY id",
                row -> row.getString(1)));
    }

    /** Counts the rows of all sources that could not be stored. */
    public long rejectedRows() throws SQLException {
        return jdbc.number("SELECT count(*) FROM migration_rejects");
    }

    /**
     * Adds rows.
     *
     * @param sourceId the source
     * @param rowIds the rows' ids
     * @param now the time of erasing
     */
    public void add(long sourceId, Collection<?> rowIds, Instant now) throws SQLException {
        byte[] salt = saltOrNew();
        String at = StoredTime.format(now);
        jdbc.batch(
                "INSERT OR IGNORE INTO erased_rows (source_id, key_hash, erased_at) VALUES (?, ?, ?)",
                rowIds,
                id -> new Object[] {sourceId, hash(salt, id), at});
    }

    /**
     * Makes the erased rows of a source those of another too, which is the same under a new name.
     *
     * @param from the source
     * @param to the other
     */
    public void copy(long from, long to) throws SQLException {
        jdbc.update(
                "INSERT OR IGNORE INTO erased_rows (source_id, key_hash, erased_at)"
                        + " SELECT ?, key_hash, erased_at FROM erased_rows WHERE source_id = ?",
                to,
                from);
    }

    private Optional<byte[]> salt() throws SQLException {
        return jdbc.first("SELECT value FROM memory_properties WHERE name = ?", row -> row.getBytes(1), SALT);
    }

    private byte[] saltOrNew() throws SQLException {
        Optional<byte[]> known = salt();
        if (known.isPresent()) {
            return known.get();
        }
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        jdbc.update("INSERT INTO memory_properties (name, value) VALUES (?, ?)", SALT, salt);
        return salt;
    }

    /** The integer 7 and the text 7 are two ids. */
    private static byte[] hash(byte[] salt, Object rowId) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(salt);
            sha256.update((byte) (rowId instanceof Number ? 'n' : 't'));
            return sha256.digest(rowId.toString().getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }
}
