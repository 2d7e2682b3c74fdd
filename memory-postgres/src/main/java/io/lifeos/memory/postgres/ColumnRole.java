package io.lifeos.memory.postgres;

/** What a column of the archive table means to the migration. */
public enum ColumnRole {
    /** Part of the row's identity, and nothing more. */
    KEY,
    /** The memory itself: {@code content}. */
    CONTENT,
    /** What is known about it, usually JSON: {@code metadata}. */
    METADATA,
    /** When it came to be: {@code created_at}. */
    CREATED_AT,
    /** The session that it belongs to: {@code session_id}. */
    SESSION,
    /**
     * Its vector: {@code embedding}, if that is a {@code vector}, {@code halfvec}, {@code real[]} or {@code double
     * precision[]}.
     */
    EMBEDDING,
    /** Changes when a row is merely read, such as {@code recall_count}: kept, but neither hashed nor compared. */
    COUNTER,
    /** Anything else: kept, hashed and compared. */
    EXTRA
}
