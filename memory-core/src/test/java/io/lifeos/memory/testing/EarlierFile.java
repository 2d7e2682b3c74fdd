package io.lifeos.memory.testing;

import java.nio.file.Path;
import java.sql.SQLException;

/** A file as an earlier version of this library left it. */
public final class EarlierFile {

    private EarlierFile() {}

    /** Takes away what version 7 of the file brought. No process has the memory open. */
    public static void makeVersion6(Path root) throws SQLException {
        execute(
                root,
                "DROP TABLE fact_successors",
                "DROP TABLE erased_rows",
                "DROP TABLE erased_facts",
                "DROP TABLE memory_properties",
                "DROP INDEX idx_facts_expires_at",
                "DROP INDEX idx_facts_entity_id",
                "DROP INDEX idx_facts_user_id",
                "ALTER TABLE facts DROP COLUMN expires_at",
                "DELETE FROM schema_info WHERE version = 7",
                "INSERT OR IGNORE INTO schema_info (version) VALUES (6)",
                "PRAGMA user_version = 6");
    }

    /** Takes away what versions 6 and 7 of the file brought. No process has the memory open. */
    public static void makeVersion5(Path root) throws SQLException {
        makeVersion6(root);
        execute(
                root,
                "DROP TABLE fact_keys",
                "DROP TABLE fact_owners",
                "ALTER TABLE fact_embeddings DROP COLUMN mapping_version",
                "ALTER TABLE migration_sources DROP COLUMN server_state",
                "DELETE FROM schema_info WHERE version = 6",
                "INSERT OR IGNORE INTO schema_info (version) VALUES (5)",
                "PRAGMA user_version = 5");
    }

    private static void execute(Path root, String... statements) throws SQLException {
        try (PythonMemory file = PythonMemory.open(root)) {
            for (String sql : statements) {
                file.execute(sql);
            }
        }
    }
}
