package io.lifeos.memory.sqlite;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.json.JsonMapper;

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

    /** A fact may be larger than what Jackson takes for an attack. */
    static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .build();

    private ExportFormat() {}
}
