package io.lifeos.memory.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.postgres.PostgresArchive;
import io.lifeos.memory.postgres.testing.PgVectorExtension;
import io.lifeos.memory.recall.VectorSearch;
import io.lifeos.memory.testing.MemoryOracle;
import io.lifeos.memory.testing.VectorSearchContract;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

final class MigratedVectorSearchContractIT extends VectorSearchContract {

    @RegisterExtension
    static final PgVectorExtension PGVECTOR = new PgVectorExtension();

    @TempDir
    Path root;

    private MemoryStore memory;
    private PostgresArchive archive;

    @BeforeEach
    void migrate() {
        List<String> rows = new ArrayList<>();
        for (int number = 0; number < FACTS; number++) {
            rows.add("(" + number + ", 'fact " + number + "', '" + Arrays.toString(vector(number)) + "', '" + MODEL
                    + "', '{\"context\": \"" + (number % 2 == 0 ? "even" : "odd") + "\"}')");
        }
        PGVECTOR.database()
                .execute(
                        "DROP TABLE IF EXISTS archival_memory",
                        "CREATE EXTENSION IF NOT EXISTS vector",
                        "CREATE TABLE archival_memory (id int PRIMARY KEY, content text, embedding vector(2),"
                                + " embedding_model text, metadata json)",
                        "INSERT INTO archival_memory VALUES " + String.join(", ", rows));
        memory = MemoryStore.open(root);
        archive = PostgresArchive.of(PGVECTOR.database().url());
        assertThat(Migrator.from(archive).into(memory).build().migrate().success())
                .isTrue();
    }

    @AfterEach
    void close() {
        archive.close();
        memory.close();
    }

    @Override
    protected VectorSearch search() {
        return new MigratedVectorSearch(memory.database(), archive);
    }

    @Override
    protected long factId(int number) {
        return Long.parseLong(
                MemoryOracle.rows(memory.database(), "SELECT id FROM facts WHERE content = 'fact " + number + "'")
                        .get(0));
    }

    @Override
    protected void forget(int number) {
        memory.forget(factId(number));
    }
}
