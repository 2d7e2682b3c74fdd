package io.lifeos.memory.migration.flow;

import io.lifeos.memory.archive.row.ArchivalId;
import io.lifeos.memory.archive.row.ArchivalMemory;
import io.lifeos.memory.archive.row.ArchiveSnapshot;
import io.lifeos.memory.archive.row.LargestRow;
import io.lifeos.memory.archive.row.RowDigest;
import io.lifeos.memory.jdbc.Chunks;
import io.lifeos.memory.migration.mapping.MappedMemory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Consecutive rows of the source, compared with their links.
 *
 * @param linked the facts of those rows that have one
 * @param unchanged those of these facts that are up to date
 * @param pending the rows to bring over, mapped
 * @param unmappable rows that cannot be mapped
 * @param erased the number of rows that are left out, as their facts were erased here
 * @param bytes the approximate size of the pending rows, in bytes
 */
public record Page(
        List<Long> linked,
        List<Long> unchanged,
        List<MappedMemory> pending,
        List<Unmappable> unmappable,
        int erased,
        long bytes)
        implements ReadAhead.Piece {

    /** The most bytes of rows that are fetched at once; so only a row that is alone may be too large for the heap. */
    static final long MOST_BYTES = Math.min(4L << 20, LargestRow.bytes());

    /**
     * A row that cannot be mapped.
     *
     * @param id its id
     * @param memory the row; null if it was not read, as it is too large
     * @param reason the reason
     */
    public record Unmappable(ArchivalId id, @Nullable ArchivalMemory memory, String reason) {}

    /** Tells whether it holds a row so large that no other may be in memory with it. */
    public boolean isLarge() {
        return bytes > MOST_BYTES;
    }

    /**
     * Consecutive keys of the source, in its order.
     *
     * @param keys the keys
     */
    public record Keys(List<RowDigest> keys) implements ReadAhead.Piece {

        private static final long MOST_BYTES_AHEAD = 1L << 20;
        private static final long BYTES_OF_A_KEY = 200;

        /**
         * Reads all keys of a source, and has PostgreSQL hash the next pages while the current one is used.
         *
         * @param snapshot the source
         * @param size the number of keys in a page
         * @return the pages
         */
        public static ReadAhead<Keys> readAhead(ArchiveSnapshot snapshot, int size) {
            return readAhead(snapshot, size, null);
        }

        /** Reads the keys that follow one; all if it is null. */
        static ReadAhead<Keys> readAhead(ArchiveSnapshot snapshot, int size, @Nullable ArchivalId after) {
            return new ReadAhead<>(MOST_BYTES_AHEAD, to -> {
                List<RowDigest> keys = snapshot.keys(after, size);
                while (!keys.isEmpty() && to.put(new Keys(keys))) {
                    keys = snapshot.keys(keys.get(keys.size() - 1).id(), size);
                }
            });
        }

        /** {@return the keys in groups whose rows may be in memory at once, in order} */
        public List<List<RowDigest>> groups() {
            return Chunks.byWeight(keys, Page.MOST_BYTES, RowDigest::bytes);
        }

        @Override
        public long bytes() {
            return BYTES_OF_A_KEY * keys.size();
        }
    }
}
