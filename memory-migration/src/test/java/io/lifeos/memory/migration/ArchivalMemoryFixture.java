package io.lifeos.memory.migration;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.postgres.testing.TestDatabase;
import org.junit.jupiter.api.BeforeEach;

/** A table of archival memories without rows, and an empty memory. */
abstract class ArchivalMemoryFixture extends MigrationFixture {

    static final String CREATE = "CREATE TABLE archival_memory (id serial PRIMARY KEY, content text,"
            + " metadata jsonb, embedding real[], created_at timestamptz)";

    TestDatabase database;
    MemoryStore memory;

    @BeforeEach
    void create_table() {
        database = both.source();
        database.execute(CREATE);
        memory = both.memory();
    }

    MigratorBuilder migrator() {
        return both.migrator();
    }

    void insertSeries(int rows) {
        database.execute(series(rows));
    }

    /** The statement that adds rows with ids from 1, one every 37 minutes. */
    static String series(int rows) {
        return "INSERT INTO archival_memory (content, metadata, embedding, created_at) SELECT 'learning ' || i || ' of @team',"
                + " jsonb_build_object('tags', jsonb_build_array('t' || i % 7), 'n', i), ARRAY[i, i / 3.0]::real[],"
                + " '2026-01-01 00:00:00.000001+00'::timestamptz + i * interval '37 minutes' FROM generate_series(1, "
                + rows
                + ") i";
    }
}
