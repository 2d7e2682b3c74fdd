package io.lifeos.memory.testing;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/** A file as an earlier version of this library left it. */
public final class EarlierFile {

    private EarlierFile() {}

    /** Takes away what version 6 of the file brought. No process has the memory open. */
    public static void makeVersion5(Path root) throws SQLException {
        try (PythonMemory file = PythonMemory.open(root)) {
            for (String sql : List.of(
                    "DROP TABLE fact_keys",
                    "DROP TABLE fact_owners",
                    "ALTER TABLE fact_embeddings DROP COLUMN mapping_version",
                    "ALTER TABLE migration_sources DROP COLUMN server_state",
                    "DELETE FROM schema_info WHERE version = 6",
                    "INSERT OR IGNORE INTO schema_info (version) VALUES (5)",
                    "PRAGMA user_version = 5")) {
                file.execute(sql);
            }
        }
    }
}
