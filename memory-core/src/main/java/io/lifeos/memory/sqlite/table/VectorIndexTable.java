package io.lifeos.memory.sqlite.table;

import io.lifeos.memory.jdbc.Jdbc;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.ObjLongConsumer;

/**
 * The stored index of one space: a header, and blocks of bytes under the header's generation. Use it within one read or
 * transaction.
 */
public final class VectorIndexTable {

    private static final String ERASED_CHANGES = "erased_changes";

    private final Jdbc jdbc;
    private final VectorSpace space;

    /**
     * Binds to a connection.
     *
     * @param connection a connection to the file
     * @param space the indexed vectors
     */
    public VectorIndexTable(Connection connection, VectorSpace space) {
        this.jdbc = new Jdbc(connection);
        this.space = space;
    }

    /**
     * The header of an index.
     *
     * @param generation the number that its blocks carry
     * @param version the number of writes since the generation began
     * @param blocks the number of blocks
     * @param position the last changes that the index knows; its highest fact id is not stored, and 0 when read
     * @param centroid the mean of the vectors, float32 little-endian
     * @param centroidOf the number of vectors that the mean was taken of
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Header(
            long generation, long version, long blocks, VectorPosition position, byte[] centroid, long centroidOf) {}

    /**
     * A block of an index.
     *
     * @param number its place in the index
     * @param bytes its content
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Block(long number, byte[] bytes) {}

    /**
     * Deletes the stored indexes of all spaces, which can be made anew from the vectors.
     *
     * @param connection the connection of a transaction
     * @return the number of rows deleted
     */
    public static int deleteAll(Connection connection) throws SQLException {
        Jdbc jdbc = new Jdbc(connection);
        return jdbc.update("DELETE FROM vector_indexes") + jdbc.update("DELETE FROM vector_blocks");
    }

    /**
     * Notes that facts with vectors were erased: the stored indexes go, their blocks as {@linkplain #deleteOrphans orphans},
     * and none that knows less than this of the changes may be stored.
     *
     * @param connection the connection of the transaction
     */
    static void noteErasure(Connection connection) throws SQLException {
        Jdbc jdbc = new Jdbc(connection);
        jdbc.update("DELETE FROM vector_indexes");
        new FactErasure.Notes(connection)
                .put(ERASED_CHANGES, jdbc.number("SELECT max(seq) FROM sqlite_sequence WHERE name = 'vector_changes'"));
    }

    /**
     * Forgets the last erasure, in a file whose changes are counted anew.
     *
     * @param connection the connection of a transaction
     */
    public static void forgetErasure(Connection connection) throws SQLException {
        new FactErasure.Notes(connection).remove(ERASED_CHANGES);
    }

    /** Tells whether an index of this position may hold codes of facts that were erased since. */
    public boolean holdsErased(VectorPosition position) throws SQLException {
        return jdbc.exists(
                "SELECT 1 FROM memory_properties WHERE name = ? AND value > ?", ERASED_CHANGES, position.changes());
    }

    /** Reads the header, if there is an index. */
    public Optional<Header> header() throws SQLException {
        return jdbc.first(
                "SELECT generation, version, blocks, changes_seq, embeddings_seq, centre_of, centre FROM vector_indexes"
                        + " WHERE model = ? AND dimensions = ?",
                row -> {
                    byte[] centroid = row.getBytes(7);
                    return new Header(
                            row.getLong(1),
                            row.getLong(2),
                            row.getLong(3),
                            new VectorPosition(row.getLong(4), row.getLong(5), 0),
                            centroid == null ? new byte[0] : centroid,
                            row.getLong(6));
                },
                space.model(),
                space.dimensions());
    }

    /**
     * Reads the blocks of a generation.
     *
     * @param generation the generation
     * @param consumer takes the bytes and the number of each block as it is read, by number
     */
    public void blocks(long generation, ObjLongConsumer<byte[]> consumer) throws SQLException {
        jdbc.forEach(
                "SELECT block, data FROM vector_blocks WHERE generation = ? ORDER BY block",
                row -> {
                    byte[] bytes = row.getBytes(2);
                    consumer.accept(bytes == null ? new byte[0] : bytes, row.getLong(1));
                },
                generation);
    }

    /** Counts the blocks of a generation. */
    public long countBlocks(long generation) throws SQLException {
        return jdbc.number("SELECT COUNT(*) FROM vector_blocks WHERE generation = ?", generation);
    }

    /**
     * Writes blocks of a generation, in place of those with the same numbers.
     *
     * @param generation the generation
     * @param blocks the blocks
     */
    public void putBlocks(long generation, List<Block> blocks) throws SQLException {
        jdbc.batch(
                "INSERT INTO vector_blocks (generation, block, data) VALUES (?, ?, ?)"
                        + " ON CONFLICT (generation, block) DO UPDATE SET data = excluded.data",
                blocks,
                block -> new Object[] {generation, block.number, block.bytes});
    }

    /**
     * Writes the header, in place of the one that is there.
     *
     * @param header the header
     */
    public void putHeader(Header header) throws SQLException {
        jdbc.update(
                "INSERT INTO vector_indexes (model, dimensions,"
                        + " generation, version, blocks, changes_seq, embeddings_seq, centre_of, centre)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (model, dimensions) DO UPDATE SET"
                        + " generation = excluded.generation, version = excluded.version, blocks = excluded.blocks,"
                        + " changes_seq = excluded.changes_seq, embeddings_seq = excluded.embeddings_seq,"
                        + " centre_of = excluded.centre_of, centre = excluded.centre",
                space.model(),
                space.dimensions(),
                header.generation,
                header.version,
                header.blocks,
                header.position.changes(),
                header.position.embeddings(),
                header.centroidOf,
                header.centroid);
    }

    /**
     * Takes the next version of an index, unless another process has taken it or knows later changes.
     *
     * @param generation the generation
     * @param version the version before
     * @param position the last changes that the caller knows
     * @return true if the version is the caller's
     */
    public boolean claim(long generation, long version, VectorPosition position) throws SQLException {
        return jdbc.update(
                        "UPDATE vector_indexes SET version = version + 1"
                                + " WHERE model = ? AND dimensions = ? AND generation = ? AND version = ?"
                                + " AND changes_seq <= ? AND embeddings_seq <= ?",
                        space.model(),
                        space.dimensions(),
                        generation,
                        version,
                        position.changes(),
                        position.embeddings())
                == 1;
    }

    /** Brings the header's number of blocks in line with the blocks. */
    public void recount(long generation) throws SQLException {
        jdbc.update(
                "UPDATE vector_indexes SET blocks = (SELECT COUNT(*) FROM vector_blocks WHERE generation = ?1)"
                        + " WHERE generation = ?1",
                generation);
    }

    public void putPosition(long generation, VectorPosition position) throws SQLException {
        jdbc.update(
                "UPDATE vector_indexes SET changes_seq = ?, embeddings_seq = ? WHERE generation = ?",
                position.changes(),
                position.embeddings(),
                generation);
    }

    /**
     * Deletes blocks of any space that no header names: the earlier generations, and what an interrupted writer left.
     *
     * @param connection the connection of a transaction
     * @param limit the number of blocks to delete at most
     * @return the number of deleted blocks
     */
    public static int deleteOrphans(Connection connection, int limit) throws SQLException {
        return new Jdbc(connection)
                .update(
                        "DELETE FROM vector_blocks WHERE rowid IN (SELECT rowid FROM vector_blocks"
                                + " WHERE generation NOT IN (SELECT generation FROM vector_indexes) LIMIT ?)",
                        limit);
    }

    /**
     * Writes a block of zeros that no header names.
     *
     * @param connection the connection of a transaction
     * @param generation a generation that no header has
     * @param block its number
     * @param bytes its size
     */
    public static void putZeros(Connection connection, long generation, long block, long bytes) throws SQLException {
        new Jdbc(connection)
                .update(
                        "INSERT INTO vector_blocks (generation, block, data) VALUES (?, ?, zeroblob(?))",
                        generation,
                        block,
                        bytes);
    }
}
