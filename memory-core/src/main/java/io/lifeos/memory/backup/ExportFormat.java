package io.lifeos.memory.backup;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import io.lifeos.memory.json.Json;

/**
 * The words of an export: one JSON object a line. The first line says what the file is and which tables follow; then comes a
 * line for each row, {@code {"facts": {"id": 1, …}}}, table by table in the order of their keys; the last line counts the rows.
 * Bytes are {@code {"base64": "…"}}, a number that JSON cannot hold is {@code {"real": "Infinity"}}.
 */
final class ExportFormat {

    static final String FORMAT = "format";
    static final String NAME = "lifeos-memory-export";
    static final String VERSION_FIELD = "version";
    static final int VERSION = 1;
    static final String SCHEMA = "schema";
    static final String TABLES = "tables";
    static final String TABLE_NAME = "name";
    static final String TABLE_SQL = "sql";
    static final String END = "end";
    static final String BYTES = "base64";
    static final String REAL = "real";

    /** The ids that each table will give next. */
    static final String SEQUENCES = "sqlite_sequence";

    /** Reads one row after the other, where the mapper would take the second for rubbish after the first. */
    static final ObjectReader ROW = Json.mapper().reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private ExportFormat() {}
}
