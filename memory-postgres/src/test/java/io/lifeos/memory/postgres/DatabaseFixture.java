package io.lifeos.memory.postgres;

import io.lifeos.memory.postgres.testing.TestDatabase;
import io.lifeos.memory.postgres.testing.TestPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An empty database of the embedded PostgreSQL for each test. */
abstract class DatabaseFixture {

    TestDatabase database;

    @BeforeEach
    void create_database() {
        database = TestPostgres.newDatabase();
    }

    @AfterEach
    void drop_database() {
        database.close();
    }
}
