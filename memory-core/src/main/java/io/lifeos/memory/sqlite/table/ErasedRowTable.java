package io.lifeos.memory.sqlite.table;

import io.lifeos.memory.fact.StoredTime;
import io.lifeos.memory.jdbc.Jdbc;
import io.lifeos.memory.json.Json;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The source rows whose facts were erased, so that no run brings them back. A row goes by its id as the file stores it, a Long
 * or a String, of which only a salted hash is kept. Bound to a connection, and to be used within one read or transaction only.
 */
public final class ErasedRowTable {

    private static final String SALT = "salt";

    /** What the names of properties begin with that are hashes of rows of which only another program knew the source. */
    private static final String UNCLAIMED = "unclaimed_row:";

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
     * Finds those of some rows that were erased: by their keys, or, under whatever name their source was known then, by their keys
     * and what they say.
     *
     * @param sourceId the source; one that is not there for a source that the file does not know
     * @param rows the rows' hashes by id; null for a hash that is not known
     * @return the ids of erased ones
     */
    public Set<Object> among(long sourceId, Map<?, byte @Nullable []> rows) throws SQLException {
        Optional<byte[]> salt = salt();
        if (salt.isEmpty() || rows.isEmpty() || !hasAny()) {
            return Set.of();
        }
        Map<String, Object> byHash = new LinkedHashMap<>();
        rows.forEach((id, hash) -> {
            byte[] key = hash(salt.get(), id);
            byHash.put(HexFormat.of().formatHex(key), id);
            if (hash != null) {
                byHash.put(HexFormat.of().formatHex(hash(key, hash)), id);
            }
        });
        Set<Object> erased = new HashSet<>();
        String hashes = Json.array(byHash.keySet());
        jdbc.forEach(
                "SELECT lower(hex(key_hash)) FROM erased_rows WHERE source_id = ?"
                        + " AND key_hash IN (SELECT unhex(value) FROM json_each(?))"
                        + " UNION ALL SELECT lower(hex(row_hash)) FROM erased_rows"
                        + " WHERE row_hash IN (SELECT unhex(value) FROM json_each(?))",
                row -> erased.add(byHash.get(row.getString(1))),
                sourceId,
                hashes,
                hashes);
        return erased;
    }

    /**
     * Finds a source of which some rows were erased that say what they said then.
     *
     * @param rows the rows' hashes by id
     * @return the identity of the source; empty if there is none
     */
    public Optional<String> sourceOf(Map<?, byte[]> rows) throws SQLException {
        Optional<byte[]> salt = salt();
        if (salt.isEmpty()) {
            return Optional.empty();
        }
        List<String> hashes = new ArrayList<>(rows.size());
        rows.forEach((id, hash) -> hashes.add(HexFormat.of().formatHex(hash(hash(salt.get(), id), hash))));
        return jdbc.first(
                "SELECT identity FROM migration_sources WHERE id IN (SELECT source_id FROM erased_rows"
                        + " WHERE row_hash IN (SELECT unhex(value) FROM json_each(?))) ORDER BY id LIMIT 1",
                row -> row.getString(1),
                Json.array(hashes));
    }

    /** Tells whether rows of any source were erased. */
    public boolean hasAny() throws SQLException {
        return jdbc.exists("SELECT 1 FROM erased_rows LIMIT 1");
    }

    /**
     * Tells whether rows of a source were erased.
     *
     * @param sourceId the source
     * @return true if at least one was
     */
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
     * @param rows the rows' hashes by id; null for a hash that is not known
     * @param now the time of erasing
     */
    public void add(long sourceId, Map<?, byte @Nullable []> rows, Instant now) throws SQLException {
        byte[] salt = saltOrNew();
        String at = StoredTime.format(now);
        jdbc.batch(
                "INSERT OR REPLACE INTO erased_rows (source_id, key_hash, row_hash, erased_at) VALUES (?, ?, ?, ?)",
                rows.entrySet(),
                row -> {
                    byte[] key = hash(salt, row.getKey());
                    byte[] hash = row.getValue();
                    return new @Nullable Object[] {sourceId, key, hash == null ? null : hash(key, hash), at};
                });
    }

    /**
     * Makes the erased rows of a source those of another too, which is the same under a new name.
     *
     * @param from the source
     * @param to the other
     */
    public void copy(long from, long to) throws SQLException {
        jdbc.update(
                "INSERT OR IGNORE INTO erased_rows (source_id, key_hash, row_hash, erased_at)"
                        + " SELECT ?, key_hash, row_hash, erased_at FROM erased_rows WHERE source_id = ?",
                to,
                from);
    }

    /**
     * Finds those of some rows that were erased when it was not known of which source they are, as only another program had
     * linked them: by their ids and what they say.
     *
     * @param rows by id, what a fact of the row may say
     * @return the ids of erased ones
     */
    public Set<Object> amongUnclaimed(Map<?, ? extends Collection<String>> rows) throws SQLException {
        Optional<byte[]> salt = salt();
        if (salt.isEmpty()
                || rows.isEmpty()
                || !jdbc.exists(
                        "SELECT 1 FROM memory_properties WHERE name > ? AND name < ? LIMIT 1",
                        UNCLAIMED,
                        UNCLAIMED + "g")) {
            return Set.of();
        }
        Map<String, Object> byName = new HashMap<>();
        rows.forEach((id, contents) -> contents.forEach(content -> byName.put(unclaimed(salt.get(), id, content), id)));
        Set<Object> erased = new HashSet<>();
        jdbc.forEach(
                "SELECT name FROM memory_properties WHERE name IN (SELECT value FROM json_each(?))",
                row -> erased.add(byName.get(row.getString(1))),
                Json.array(byName.keySet()));
        return erased;
    }

    /**
     * Adds the rows of facts that only another program had linked, which does not say of which source they are.
     *
     * @param facts the ids of the facts, as a JSON array
     * @param now the time of erasing
     */
    void addUnclaimed(String facts, Instant now) throws SQLException {
        Map<Long, Object> ids = new HashMap<>();
        Map<Long, String> contents = new HashMap<>();
        jdbc.forEach(
                "SELECT l.postgres_id, f.id, f.content FROM fact_embeddings l JOIN facts f ON f.id = l.fact_id"
                        + " WHERE l.source_id IS NULL AND l.postgres_id IS NOT NULL"
                        + " AND f.id IN (SELECT value FROM json_each(?))",
                row -> {
                    ids.put(row.getLong(2), LinkTable.rowId(row));
                    contents.put(row.getLong(2), row.getString(3));
                },
                facts);
        if (ids.isEmpty()) {
            return;
        }
        byte[] salt = saltOrNew();
        String at = StoredTime.format(now);
        jdbc.batch("INSERT OR REPLACE INTO memory_properties (name, value) VALUES (?, ?)", ids.entrySet(), row ->
                new Object[] {unclaimed(salt, row.getValue(), Objects.requireNonNull(contents.get(row.getKey()))), at});
    }

    /** SQLite compares the ids of such links: 7 is '007' too. */
    private static String unclaimed(byte[] salt, Object rowId, String content) {
        String id = rowId.toString();
        String plain = id.matches("[0-9]+") ? new BigInteger(id).toString() : id;
        return UNCLAIMED + HexFormat.of().formatHex(hash(hash(salt, plain), content.getBytes(StandardCharsets.UTF_8)));
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
        return hash(salt, ((rowId instanceof Number ? "n" : "t") + rowId).getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] hash(byte[] first, byte[] second) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(first);
            return sha256.digest(second);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
