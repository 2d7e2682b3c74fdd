package io.lifeos.memory.recall;

/**
 * How much of what happened in the file is known: the last row of vector_changes, and the highest ids that fact_embeddings and
 * facts ever gave out.
 */
record CodePosition(long changes, long embeddings, long facts) {

    /** Whether all of the changes between an earlier position and this one are on record, of which there are so many. */
    boolean follows(CodePosition earlier, long changesOnRecord) {
        return earlier.embeddings <= embeddings && earlier.changes + changesOnRecord == changes;
    }
}
