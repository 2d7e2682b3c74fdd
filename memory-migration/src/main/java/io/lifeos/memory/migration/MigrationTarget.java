package io.lifeos.memory.migration;

import io.lifeos.memory.archive.row.ArchivalId;
import io.lifeos.memory.archive.row.ArchivalMemory;
import io.lifeos.memory.migration.mapping.MappedMemory;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The place that a run brings its memories to: the file, or none in a dry run. Reports outcomes, and counts nothing. */
interface MigrationTarget {

    /**
     * The outcome of one step.
     *
     * @param plan the action taken for each row that could be stored
     * @param newFacts the ids of the plan's inserts; empty in a dry run
     * @param rejected rows that could not be stored
     * @param duplicates facts that a dry run would have forgotten as duplicates of claimed ones
     */
    record Written(BatchPlan plan, List<Long> newFacts, List<RejectedRow> rejected, long duplicates) {}

    /**
     * Brings memories there, in one transaction if all can be stored; rejects those that cannot.
     *
     * @param steps the memories
     * @param mayGoOn tells after a step whether the next one may follow at once
     * @param committed is told of each step as soon as it is committed
     * @return the number of memories that were brought there or rejected, those of the first steps
     */
    int write(List<List<MappedMemory>> steps, BooleanSupplier mayGoOn, Consumer<Written> committed);

    /** Tells whether somebody waits to write there. */
    boolean isAwaited();

    /** Sets aside a memory that could not be mapped; null stands for one that was not read. */
    RejectedRow reject(ArchivalId id, @Nullable ArchivalMemory memory, String reason);

    /** Clears links of the source whose fact and row are both gone. */
    void removeStray(List<Object> ids);

    /** Forgets facts whose rows are gone, or left out, until their rows are there again; returns the number of those that were not forgotten yet. */
    long forgetGone(List<Long> factIds);

    /** Forgets facts that say the same as others; returns the number of those that were not forgotten yet. */
    long forgetDuplicates(List<Long> factIds);
}
