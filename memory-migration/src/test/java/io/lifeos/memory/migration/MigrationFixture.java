package io.lifeos.memory.migration;

import io.lifeos.memory.postgres.testing.TestDatabase;
import io.lifeos.memory.postgres.testing.TestPostgres;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An empty database and an empty memory for each test. */
abstract class MigrationFixture {

    @TempDir
    Path root;

    SourceAndMemory both;

    @BeforeEach
    void open_source_and_memory() {
        both = SourceAndMemory.of(newDatabase(), root);
    }

    @AfterEach
    void close_source_and_memory() {
        both.close();
    }

    /** A database of the embedded PostgreSQL, unless a subclass needs another server. */
    TestDatabase newDatabase() {
        return TestPostgres.newDatabase();
    }

    /** The statement that adds a row to the table. */
    static String row(String columns, String values) {
        return "INSERT INTO archival_memory (" + columns + ") VALUES (" + values + ")";
    }

    /** What the link of the first fact keeps of a column. */
    String column(String name) {
        return both.stored(
                        "SELECT json_extract(source_columns, '$." + name + "') FROM fact_embeddings WHERE fact_id = 1")
                .get(0);
    }
}
