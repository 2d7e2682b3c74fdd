package io.lifeos.memory.recall.vector;

import io.lifeos.memory.database.DatabaseManager;
import io.lifeos.memory.jdbc.Chunks;
import io.lifeos.memory.jdbc.FloatBytes;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.zip.CRC32;

/**
 * The codes of one space in the file, so that a restart need not read every vector again. Written in short transactions;
 * one that is interrupted leaves codes that are partly newer than the noted position, which is harmless, as what happened
 * since is looked at again. Several processes may write: whoever finds that another one did so meanwhile stops. Not safe
 * for use by several threads.
 */
final class BinaryIndexStore {

    private static final int BLOCKS_AT_ONCE = 8;

    private final DatabaseManager database;
    private final VectorSpace space;
    private long generation;
    private long version;

    BinaryIndexStore(DatabaseManager database, VectorSpace space) {
        this.database = database;
        this.space = space;
    }

    /** What a row of vector_indexes says of its codes. */
    private record Header(long generation, long version, long blocks, BinaryPosition position, Centroid centre) {}

    /** Reads the codes; empty if there are none, or if they are not what was written. */
    Optional<BinaryIndex> load() {
        return database.read(connection -> {
            Optional<Header> header = header(connection);
            if (header.isEmpty()) {
                return Optional.empty();
            }
            List<BinaryBlock> blocks = blocks(connection, header.get());
            if (blocks.size() != header.get().blocks()) {
                return Optional.empty();
            }
            generation = header.get().generation();
            version = header.get().version();
            long facts = new VectorReader(connection, space).countFacts();
            return Optional.of(
                    new BinaryIndex(header.get().centre(), header.get().position(), facts, blocks));
        });
    }

    private Optional<Header> header(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT generation, version, blocks, changes_seq, embeddings_seq, centre_of, centre FROM vector_indexes"
                        + " WHERE model = ? AND dimensions = ?")) {
            select.setString(1, space.model());
            select.setInt(2, space.dimensions());
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                byte[] mean = row.getBytes(7);
                if (mean == null || mean.length != space.dimensions() * Float.BYTES) {
                    return Optional.empty();
                }
                return Optional.of(new Header(
                        row.getLong(1),
                        row.getLong(2),
                        row.getLong(3),
                        new BinaryPosition(row.getLong(4), row.getLong(5), 0),
                        new Centroid(FloatBytes.toFloats(mean), row.getLong(6))));
            }
        }
    }

    /** The blocks that are as they were written, by number. */
    private List<BinaryBlock> blocks(Connection connection, Header header) throws SQLException {
        List<BinaryBlock> blocks = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT block, data FROM vector_blocks WHERE generation = ? ORDER BY block")) {
            select.setLong(1, header.generation());
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    byte[] data = rows.getBytes(2);
                    decode(data == null ? new byte[0] : data, header, rows.getLong(1))
                            .ifPresent(blocks::add);
                }
            }
        }
        return blocks;
    }

    /**
     * Writes all codes in place of those that are there.
     *
     * @return whether this went to its end
     */
    boolean replace(BinaryIndex index) {
        long fresh = ThreadLocalRandom.current().nextLong();
        List<BinaryBlock> blocks = index.blocks();
        for (List<BinaryBlock> some : Chunks.of(blocks, BLOCKS_AT_ONCE)) {
            database.transaction(connection -> {
                write(connection, some, fresh);
                return true;
            });
        }
        boolean replaced = database.transaction(
                connection -> count(connection, fresh) == blocks.size() && writeHeader(connection, index, fresh));
        if (replaced) {
            generation = fresh;
            version = 1;
        }
        int deleted;
        do {
            deleted = database.transaction(BinaryIndexStore::deleteSomeOrphans);
        } while (deleted > 0);
        return replaced;
    }

    /**
     * Writes the codes that changed since this was last read or written.
     *
     * @param index all codes
     * @param changed the blocks that changed
     * @return whether this went to its end; false if another process has written its own
     */
    boolean update(BinaryIndex index, List<BinaryBlock> changed) {
        for (List<BinaryBlock> some : Chunks.of(changed, BLOCKS_AT_ONCE)) {
            boolean ours = database.transaction(connection -> {
                if (!claim(connection, index.position())) {
                    return false;
                }
                write(connection, some, generation);
                return claimed(connection);
            });
            if (!ours) {
                return false;
            }
            version++;
        }
        boolean ended = database.transaction(
                connection -> claim(connection, index.position()) && writePosition(connection, index.position()));
        version++;
        return ended;
    }

    /** Takes the next version, if nobody else has, and the codes there know no more than ours. */
    private boolean claim(Connection connection, BinaryPosition position) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE vector_indexes SET version = version + 1"
                + " WHERE model = ? AND dimensions = ? AND generation = ? AND version = ?"
                + " AND changes_seq <= ? AND embeddings_seq <= ?")) {
            update.setString(1, space.model());
            update.setInt(2, space.dimensions());
            update.setLong(3, generation);
            update.setLong(4, version);
            update.setLong(5, position.changes());
            update.setLong(6, position.embeddings());
            return update.executeUpdate() == 1;
        }
    }

    private boolean claimed(Connection connection) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE vector_indexes SET blocks = (SELECT COUNT(*) FROM vector_blocks WHERE generation = ?1)"
                        + " WHERE generation = ?1")) {
            update.setLong(1, generation);
            return update.executeUpdate() == 1;
        }
    }

    private boolean writePosition(Connection connection, BinaryPosition position) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE vector_indexes SET changes_seq = ?, embeddings_seq = ? WHERE generation = ?")) {
            update.setLong(1, position.changes());
            update.setLong(2, position.embeddings());
            update.setLong(3, generation);
            return update.executeUpdate() == 1;
        }
    }

    private boolean writeHeader(Connection connection, BinaryIndex index, long fresh) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO vector_indexes (model, dimensions,"
                + " generation, version, blocks, changes_seq, embeddings_seq, centre_of, centre)"
                + " VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?) ON CONFLICT (model, dimensions) DO UPDATE SET"
                + " generation = excluded.generation, version = 1, blocks = excluded.blocks,"
                + " changes_seq = excluded.changes_seq, embeddings_seq = excluded.embeddings_seq,"
                + " centre_of = excluded.centre_of, centre = excluded.centre")) {
            insert.setString(1, space.model());
            insert.setInt(2, space.dimensions());
            insert.setLong(3, fresh);
            insert.setLong(4, index.blocks().size());
            insert.setLong(5, index.position().changes());
            insert.setLong(6, index.position().embeddings());
            insert.setLong(7, index.centre().of());
            insert.setBytes(8, FloatBytes.of(index.centre().mean()));
            return insert.executeUpdate() == 1;
        }
    }

    private static long count(Connection connection, long generation) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT COUNT(*) FROM vector_blocks WHERE generation = ?")) {
            select.setLong(1, generation);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** What an interrupted writer, or one before this, left behind. */
    private static int deleteSomeOrphans(Connection connection) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM vector_blocks WHERE rowid IN"
                + " (SELECT rowid FROM vector_blocks WHERE generation NOT IN (SELECT generation FROM vector_indexes)"
                + " LIMIT " + BLOCKS_AT_ONCE + ")")) {
            return delete.executeUpdate();
        }
    }

    private static void write(Connection connection, List<BinaryBlock> blocks, long generation) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO vector_blocks (generation, block, data) VALUES (?, ?, ?)"
                        + " ON CONFLICT (generation, block) DO UPDATE SET data = excluded.data")) {
            for (BinaryBlock block : blocks) {
                insert.setLong(1, generation);
                insert.setLong(2, block.number());
                insert.setBytes(3, encode(block, generation));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** The block's arrays, one after the other, and a checksum that also covers where they belong. */
    private static byte[] encode(BinaryBlock block, long generation) {
        int length = block.size() * (Character.BYTES + Byte.BYTES) + block.codes().length * Long.BYTES;
        ByteBuffer data = ByteBuffer.allocate(Integer.BYTES + length + Long.BYTES);
        data.putInt(block.size());
        data.asCharBuffer().put(block.offsets());
        data.position(data.position() + block.size() * Character.BYTES);
        data.put(block.marks());
        data.asLongBuffer().put(block.codes());
        data.position(data.position() + block.codes().length * Long.BYTES);
        data.putLong(checksum(data.array(), data.position(), generation, block.number()));
        return data.array();
    }

    private Optional<BinaryBlock> decode(byte[] bytes, Header header, long number) {
        ByteBuffer data = ByteBuffer.wrap(bytes);
        int end = bytes.length - Long.BYTES;
        if (end < Integer.BYTES || data.getLong(end) != checksum(bytes, end, header.generation(), number)) {
            return Optional.empty();
        }
        int size = data.getInt();
        char[] offsets = new char[size];
        byte[] marks = new byte[size];
        long[] codes = new long[size * header.centre().words()];
        data.asCharBuffer().get(offsets);
        data.position(data.position() + size * Character.BYTES);
        data.get(marks);
        data.asLongBuffer().get(codes);
        return Optional.of(new BinaryBlock(number, offsets, marks, codes));
    }

    private static long checksum(byte[] bytes, int length, long generation, long number) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, length);
        crc.update(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(generation)
                .putLong(number)
                .array());
        return crc.getValue();
    }
}
