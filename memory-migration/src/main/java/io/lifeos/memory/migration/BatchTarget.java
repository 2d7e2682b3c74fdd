package io.lifeos.memory.migration;

import io.lifeos.memory.postgres.ArchivalMemory;
import java.util.List;

/** Where a run brings its memories: into the file, or, in a dry run, nowhere. */
interface BatchTarget {

    /** Brings memories there and counts what became of each; rejects those that cannot be stored. */
    void write(List<MappedMemory> batch);

    /** Keeps a memory aside that could not be mapped, and counts it. */
    void reject(ArchivalMemory memory, String reason);

    /** Clears links of the source whose fact and row are both gone. */
    void removeStray(List<Object> ids);

    /** Forgets facts whose rows are gone, and counts those that were not forgotten yet. */
    void prune(List<Long> factIds);

    /** Forgets facts that say what others do, and counts those that were not forgotten yet. */
    void retire(List<Long> factIds);
}
