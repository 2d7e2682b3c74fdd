package io.lifeos.memory.migration;

import io.lifeos.memory.postgres.ArchivalMemory;
import java.util.List;

/**
 * A stretch of the source, compared with its links.
 *
 * @param linked the facts that rows of it have
 * @param unchanged those of them that are up to date
 * @param pending what is to be brought over, mapped
 * @param unmappable rows that cannot be mapped
 * @param bytes about how large the pending rows are, in bytes
 */
record Page(
        List<Long> linked, List<Long> unchanged, List<MappedMemory> pending, List<Unmappable> unmappable, long bytes)
        implements ReadAhead.Piece {

    /**
     * A row that cannot be mapped.
     *
     * @param memory the row
     * @param reason why not
     */
    record Unmappable(ArchivalMemory memory, String reason) {}
}
