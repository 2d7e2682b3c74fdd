package io.lifeos.memory.postgres;

import io.lifeos.memory.archive.Archive;
import io.lifeos.memory.archive.ArchiveContract;
import io.lifeos.memory.archive.table.TableSpec;
import io.lifeos.memory.postgres.testing.TestDatabase;
import io.lifeos.memory.postgres.testing.TestPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

final class PostgresArchiveContractIT extends ArchiveContract {

    private TestDatabase database;

    @BeforeEach
    void create_table() {
        database = TestPostgres.newDatabase();
        database.execute("CREATE TABLE archival_memory (" + COLUMNS + ")");
        ROWS.lines()
                .forEach(row -> database.execute("INSERT INTO archival_memory"
                        + " SELECT * FROM jsonb_populate_record(NULL::archival_memory, '" + row + "')"));
    }

    @AfterEach
    void drop_database() {
        database.close();
    }

    @Override
    protected Archive archive(TableSpec table, boolean includeLeftOut) {
        return PostgresArchive.builder()
                .url(database.url())
                .table(table)
                .includeLeftOut(includeLeftOut)
                .build();
    }
}
