package io.lifeos.memory.migration;

import io.lifeos.memory.postgres.ArchivalKey;
import io.lifeos.memory.postgres.ArchiveSnapshot;
import java.util.List;

/**
 * Keys of the source that follow each other, in its order.
 *
 * @param keys the keys
 */
record KeyPage(List<ArchivalKey> keys) implements ReadAhead.Piece {

    private static final long MOST_BYTES_AHEAD = 1L << 20;
    private static final long BYTES_OF_A_KEY = 200;

    /** Has PostgreSQL hash the pages to come while the one before is looked at. */
    static ReadAhead<KeyPage> all(ArchiveSnapshot snapshot, int size) {
        return new ReadAhead<>(MOST_BYTES_AHEAD, to -> {
            List<ArchivalKey> keys = snapshot.keys(null, size);
            while (!keys.isEmpty() && to.put(new KeyPage(keys))) {
                keys = snapshot.keys(keys.get(keys.size() - 1).id(), size);
            }
        });
    }

    @Override
    public long bytes() {
        return BYTES_OF_A_KEY * keys.size();
    }
}
