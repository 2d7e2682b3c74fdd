package io.lifeos.memory.archive.row;

import java.util.List;
import java.util.OptionalInt;

/**
 * The vectors of the selected rows of a snapshot, compared where they lie. Usable while the snapshot is open, and as
 * thread-safe as it is. Both methods throw {@link io.lifeos.memory.fact.SourceUnavailableException} if the source fails.
 */
public interface ArchiveVectors {

    /**
     * Returns the number of components that all vectors have.
     *
     * @return the dimension; empty if it may differ from row to row
     */
    OptionalInt dimensions();

    /**
     * Finds the rows nearest to a question. If the source takes them from an approximate index, some may be missing.
     *
     * @param question a vector of finite components, not all of them zero; only vectors of its dimension are compared
     * @param limit the largest number of rows to return, at least 1
     * @return rows that have a vector, the nearest first
     */
    List<NearRow> nearest(float[] question, int limit);

    /**
     * Finds those of some rows that are nearest to a question, by comparing all of them.
     *
     * @param ids ids of any age; those that the table's key cannot have, or that are not selected, are skipped
     * @param question a vector of finite components, not all of them zero; only vectors of its dimension are compared
     * @param limit the largest number of rows to return, at least 1
     * @return rows that have a vector, the nearest first
     */
    List<NearRow> nearestOf(List<ArchivalId> ids, float[] question, int limit);
}
