package io.lifeos.memory.archive.file;

import java.util.Map;

/**
 * A row in a file.
 *
 * @param line the line on which it begins, from 1
 * @param values its values by column, except those that are NULL
 * @param spelledNulls the words that stand for NULL, by column; only CSV has them
 */
record FileRow(long line, Map<String, Value> values, Map<String, String> spelledNulls) {

    /**
     * A value that is not NULL.
     *
     * @param text its text: the characters of a JSON string, or any other JSON value as it is written
     * @param type the type that PostgreSQL has for such a value
     */
    record Value(String text, Type type) {}

    /** The types that the JSON of a value shows. */
    enum Type {
        TEXT,
        BIGINT,
        NUMERIC,
        BOOLEAN,
        JSONB
    }
}
