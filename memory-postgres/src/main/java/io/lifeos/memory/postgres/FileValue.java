package io.lifeos.memory.postgres;

/**
 * A value of a row in a file that is not NULL.
 *
 * @param text what it says: of a JSON string the characters, of any other JSON value the JSON as it is written
 * @param type what PostgreSQL calls such a value
 */
record FileValue(String text, Type type) {

    /** The types that the JSON of a value shows. */
    enum Type {
        TEXT,
        BIGINT,
        NUMERIC,
        BOOLEAN,
        JSONB
    }
}
