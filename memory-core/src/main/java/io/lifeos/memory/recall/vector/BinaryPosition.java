package io.lifeos.memory.recall.vector;

/**
 * How much of what happened in the file is known: the last row of vector_changes, and the highest ids that fact_embeddings and
 * facts ever gave out.
 */
record BinaryPosition(long changes, long embeddings, long facts) {

    /** Whether all of the changes between an earlier position and this one are on record, of which there are so many. */
    boolean follows(BinaryPosition earlier, long changesOnRecord) {
        return earlier.embeddings <= embeddings && earlier.changes + changesOnRecord == changes;
    }
}
