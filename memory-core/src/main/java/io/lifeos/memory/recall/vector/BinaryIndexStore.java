package io.lifeos.memory.recall.vector;

import io.lifeos.memory.database.DatabaseManager;
import io.lifeos.memory.jdbc.Chunks;
import io.lifeos.memory.jdbc.FloatBytes;
import io.lifeos.memory.sqlite.query.VectorReader;
import io.lifeos.memory.sqlite.table.VectorIndexTable;
import io.lifeos.memory.sqlite.table.VectorIndexTable.Block;
import io.lifeos.memory.sqlite.table.VectorIndexTable.Header;
import io.lifeos.memory.sqlite.table.VectorPosition;
import io.lifeos.memory.sqlite.table.VectorSpace;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Stores the binary index of one space in the file, so that a restart need not read every vector again. Writes in short
 * transactions. An interrupted write leaves blocks that are newer than the noted position, which is harmless, as the changes
 * since that position are read again. If several processes write, one that finds the index changed by another stops. Not safe
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

    private VectorIndexTable table(Connection connection) {
        return new VectorIndexTable(connection, space);
    }

    /** Reads the index; empty if there is none, or it is damaged. */
    Optional<BinaryIndex> load() {
        return database.read(connection -> {
            Optional<Header> header = table(connection).header();
            return header.isEmpty() ? Optional.empty() : load(connection, header.get());
        });
    }

    private Optional<BinaryIndex> load(Connection connection, Header header) throws SQLException {
        if (header.centroid().length != space.dimensions() * Float.BYTES) {
            return Optional.empty();
        }
        Centroid centroid = new Centroid(FloatBytes.toFloats(header.centroid()), header.centroidOf());
        List<BinaryBlock> blocks = new ArrayList<>();
        table(connection)
                .blocks(
                        header.generation(),
                        (bytes, number) -> BinaryBlock.decode(bytes, header.generation(), number, centroid.words())
                                .ifPresent(blocks::add));
        if (blocks.size() != header.blocks()) {
            return Optional.empty();
        }
        generation = header.generation();
        version = header.version();
        long facts = new VectorReader(connection, space).countFacts();
        return Optional.of(new BinaryIndex(centroid, header.position(), facts, blocks));
    }

    /**
     * Writes the whole index in place of the one that is there.
     *
     * @param index the index
     * @return true if all of it was written; false if facts were erased meanwhile, whose codes it would hold
     */
    boolean replace(BinaryIndex index) {
        long fresh = ThreadLocalRandom.current().nextLong();
        for (List<BinaryBlock> some : Chunks.of(index.blocks(), BLOCKS_AT_ONCE)) {
            boolean current = database.transaction(connection -> {
                if (table(connection).holdsErased(index.position())) {
                    return false;
                }
                write(connection, some, fresh);
                return true;
            });
            if (!current) {
                return false;
            }
        }
        boolean replaced = database.transaction(connection -> writeHeader(connection, index, fresh));
        if (replaced) {
            generation = fresh;
            version = 1;
        }
        int deleted;
        do {
            deleted = database.transaction(connection -> VectorIndexTable.deleteOrphans(connection, BLOCKS_AT_ONCE));
        } while (deleted > 0);
        return replaced;
    }

    /** Another process that deletes orphans takes blocks without a header for such. */
    private boolean writeHeader(Connection connection, BinaryIndex index, long fresh) throws SQLException {
        int blocks = index.blocks().size();
        if (table(connection).countBlocks(fresh) != blocks || table(connection).holdsErased(index.position())) {
            return false;
        }
        byte[] centroid = FloatBytes.of(index.centroid().mean());
        table(connection)
                .putHeader(new Header(
                        fresh,
                        1,
                        blocks,
                        index.position(),
                        centroid,
                        index.centroid().of()));
        return true;
    }

    /**
     * Writes the blocks that changed since the index was last read or written.
     *
     * @param index the index
     * @param changed its changed blocks
     * @return true if all of them were written; false if another process has written its own
     */
    boolean update(BinaryIndex index, List<BinaryBlock> changed) {
        VectorPosition position = index.position();
        for (List<BinaryBlock> some : Chunks.of(changed, BLOCKS_AT_ONCE)) {
            boolean claimed = database.transaction(connection -> {
                if (!table(connection).claim(generation, version, position)) {
                    return false;
                }
                write(connection, some, generation);
                table(connection).recount(generation);
                return true;
            });
            if (!claimed) {
                return false;
            }
            version++;
        }
        boolean claimed = database.transaction(connection -> {
            if (!table(connection).claim(generation, version, position)) {
                return false;
            }
            table(connection).putPosition(generation, position);
            return true;
        });
        version++;
        return claimed;
    }

    private void write(Connection connection, List<BinaryBlock> blocks, long under) throws SQLException {
        List<Block> encoded = blocks.stream()
                .map(block -> new Block(block.number(), block.encode(under)))
                .toList();
        table(connection).putBlocks(under, encoded);
    }
}
