package io.lifeos.memory.backup;

import io.lifeos.memory.json.Json;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The words of an export: one JSON object a line. The first line says what the file is and which tables follow, each by its
 * name, columns and key. Then comes a line for each row, {@code {"facts": {"id": 1, …}}}, table by table in the order of their
 * keys. The last line counts the rows and has the SHA-256 of all bytes before it. Bytes are {@code {"base64": "…"}}, a number
 * that JSON cannot hold is {@code {"real": "Infinity"}}.
 *
 * <p>The first version has the statement that creates each table instead of its columns, which is not looked at, and no
 * checksum.
 */
final class ExportFormat {

    static final String FORMAT = "format";
    static final String NAME = "lifeos-memory-export";
    static final String VERSION_FIELD = "version";
    static final int VERSION = 2;
    static final int WITHOUT_CHECKSUM = 1;
    static final String SCHEMA = "schema";
    static final String TABLES = "tables";
    static final String TABLE_NAME = "name";
    static final String COLUMNS = "columns";
    static final String KEY = "key";
    static final String IDS = "ids";
    static final String END = "end";
    static final String BYTES = "base64";
    static final String REAL = "real";

    /** The ids that each table will give next. */
    static final String SEQUENCES = "sqlite_sequence";

    private static final String CHECKSUM = "sha256";

    private ExportFormat() {}

    static MessageDigest newChecksum() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }

    /** Returns the last line, with its end; that of the first version if there is no checksum. */
    static String lastLine(Map<String, Long> counts, String checksum) {
        Map<String, Object> end = new LinkedHashMap<>();
        end.put(END, counts);
        if (!checksum.isEmpty()) {
            end.put(CHECKSUM, checksum);
        }
        return Json.write(end) + '\n';
    }
}
