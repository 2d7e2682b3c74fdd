package io.lifeos.memory.migration;

import io.lifeos.memory.postgres.testing.TestDatabase;
import io.lifeos.memory.postgres.testing.TestPostgres;

/** A database with a table of memories, of a few days each. */
final class SourceTableFixture {

    private SourceTableFixture() {}

    static TestDatabase newDatabase() {
        TestDatabase database = TestPostgres.newDatabase();
        database.execute("CREATE TABLE archival_memory (id serial PRIMARY KEY, content text, metadata jsonb,"
                + " embedding real[], created_at timestamptz, project text)");
        return database;
    }

    /** Adds rows with these ids, one every 37 minutes. Every 25th has no time. */
    static void insert(TestDatabase database, int from, int to) {
        database.execute("INSERT INTO archival_memory SELECT i, 'learning ' || i || ' of @user' || i || ' and SOL',"
                + " jsonb_build_object('tags', jsonb_build_array('t' || i % 7, 'all'), 'n', i),"
                + " ARRAY[i, i / 3.0]::real[],"
                + " CASE WHEN i % 25 <> 0"
                + " THEN '2026-01-01 00:00:00.000001+00'::timestamptz + i * interval '37 minutes' END,"
                + " 'project ' || i % 3 FROM generate_series(" + from + ", " + to + ") i");
    }
}
