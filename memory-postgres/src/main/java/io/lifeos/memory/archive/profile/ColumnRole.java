package io.lifeos.memory.archive.profile;

/** The meaning of a column of the archive's table to the migration. */
public enum ColumnRole {
    /** Part of the row's identity, and nothing more. */
    KEY,
    /** The memory itself. */
    CONTENT,
    /** The metadata of the memory, usually JSON. */
    METADATA,
    /** The time at which it was created. */
    CREATED_AT,
    /** The session that it belongs to. */
    SESSION,
    /** The subject of the memory. */
    CONTEXT,
    /** Its tags: JSON, or a text with commas. */
    TAGS,
    /** The confidence in it: a number from 0 to 1, or one of the words high, medium and low. */
    CONFIDENCE,
    /** Its vector: a {@code vector}, {@code halfvec}, {@code real[]} or {@code double precision[]}. */
    EMBEDDING,
    /** The model that made its vector. */
    MODEL,
    /** The origin of its vector, as JSON: {@code embedding_model}, and {@code embedding_dim}, the size without padding. */
    EMBEDDING_CONFIG,
    /**
     * The owner: a user, an agent, a project. Rows can be chosen by it; the fact has it in its metadata, and as its owner if its
     * name says of which kind.
     */
    SCOPE,
    /** Something known about it that has a column of its own; the fact has it in its metadata. */
    FIELD,
    /**
     * A value that changes when a row is merely read, such as {@code recall_count}: kept, but neither hashed nor compared.
     */
    COUNTER,
    /** Anything else: kept, hashed and compared. */
    EXTRA
}
