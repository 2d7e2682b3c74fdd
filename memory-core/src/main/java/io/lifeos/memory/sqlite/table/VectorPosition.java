package io.lifeos.memory.sqlite.table;

/**
 * A point in the history of a file's vectors: the highest ids that its tables ever gave out.
 *
 * @param changes the highest of {@code vector_changes}
 * @param embeddings the highest of {@code fact_embeddings}
 * @param facts the highest of {@code facts}
 */
public record VectorPosition(long changes, long embeddings, long facts) {

    /** Tells whether all changes between an earlier position and this one are on record, given the number of those that are. */
    public boolean follows(VectorPosition earlier, long changesOnRecord) {
        return earlier.embeddings <= embeddings && earlier.changes + changesOnRecord == changes;
    }
}
