package io.lifeos.memory.archive.profile;

/** What a column of the archive's table means to the migration. */
public enum ColumnRole {
    /** Part of the row's identity, and nothing more. */
    KEY,
    /** The memory itself. */
    CONTENT,
    /** What is known about it, usually JSON. */
    METADATA,
    /** When it came to be. */
    CREATED_AT,
    /** The session that it belongs to. */
    SESSION,
    /** What it is about. */
    CONTEXT,
    /** Its tags: JSON, or a text with commas. */
    TAGS,
    /** How sure it is: a number from 0 to 1, or one of the words high, medium and low. */
    CONFIDENCE,
    /** Its vector: a {@code vector}, {@code halfvec}, {@code real[]} or {@code double precision[]}. */
    EMBEDDING,
    /** What made its vector. */
    MODEL,
    /** How its vector was made, as JSON: {@code embedding_model}, and {@code embedding_dim}, the size without padding. */
    EMBEDDING_CONFIG,
    /** Whose it is: a user, an agent, a project. Rows can be chosen by it; the fact has it in its metadata. */
    SCOPE,
    /** Something known about it that has a column of its own; the fact has it in its metadata. */
    FIELD,
    /** Changes when a row is merely read, such as {@code recall_count}: kept, but neither hashed nor compared. */
    COUNTER,
    /** Anything else: kept, hashed and compared. */
    EXTRA
}
