package io.lifeos.memory.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.postgres.PostgresArchive;
import io.lifeos.memory.postgres.testing.PgVectorServer;
import io.lifeos.memory.postgres.testing.TestDatabase;
import io.lifeos.memory.recall.Embedder.Purpose;
import io.lifeos.memory.recall.RecallMode;
import io.lifeos.memory.recall.RecallResult;
import io.lifeos.memory.recall.ReembedProgress;
import io.lifeos.memory.testing.WordEmbedder;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was migrated with its vectors is found by them. */
final class MigratedRecallIT {

    private static final List<String> CONTENTS = List.of(
            "KR8TIV sold at a profit", "The importer was shipped first", "Matt prefers green tea", "Rain on Sunday");

    private final WordEmbedder embedder = new WordEmbedder("words", 64);

    @TempDir
    Path root;

    /** Each row has the vector of another text than its own, so that only the vector can find it. */
    @Test
    void the_vectors_of_pgvector_answer_with_the_server_stopped() {
        try (PgVectorServer server = PgVectorServer.start()) {
            fill(server.database(), "vector(64)", "'words'", "zebras");
            migrate(server.database());
        }
        try (MemoryStore memory = open()) {
            RecallResult found =
                    memory.recall("zebras 2").mode(RecallMode.HYBRID).limit(1).fetch();
            assertThat(found.mode()).contains(RecallMode.HYBRID);
            assertThat(found.hits()).hasSize(1);
            assertThat(found.hits().get(0).fact().content()).isEqualTo(CONTENTS.get(2));
            assertThat(found.hits().get(0).vector()).isPresent();
            assertThat(count(memory, "SELECT COUNT(*) FROM fact_vectors")).isZero();
        }
    }

    /** Vectors of this model, of none that is named, and of another one. */
    @ParameterizedTest
    @ValueSource(strings = {"'words'", "NULL", "'another-model'"})
    void reembedding_leaves_what_was_migrated_as_it_was(String model) {
        try (SourceAndMemory both = SourceAndMemory.in(root)) {
            fill(both.source(), "real[]", model, "zebras");
            both.migrateAndProve();
            List<String> imported = both.stored("SELECT hex(embedding) || coalesce(model, '') FROM fact_embeddings");

            try (MemoryStore memory = open()) {
                int missing = model.equals("'words'") ? 0 : CONTENTS.size();
                assertThat(memory.reembed(progress -> {})).isEqualTo(ReembedProgress.of(missing, 0, missing));
                assertThat(memory.reembed(progress -> {})).isEqualTo(ReembedProgress.of(0, 0, 0));
                if (missing > 0) {
                    assertThat(memory.recall("green tea")
                                    .mode(RecallMode.VECTOR)
                                    .limit(1)
                                    .fetch()
                                    .hits()
                                    .get(0)
                                    .fact()
                                    .content())
                            .isEqualTo(CONTENTS.get(2));
                }
            }
            assertThat(both.stored("SELECT hex(embedding) || coalesce(model, '') FROM fact_embeddings"))
                    .isEqualTo(imported);
            try (MemoryStore memory = open();
                    PostgresArchive archive = PostgresArchive.of(both.source().url())) {
                VerificationReport report =
                        Migrator.from(archive).into(memory).build().verifyMigration();
                assertThat(report.outcome()).isEqualTo(VerificationReport.Outcome.COMPLETE);
            }
        }
    }

    /** The vector that the source has for the new content counts again; one that was made for the old content is gone. */
    @Test
    void a_row_that_changed_at_the_source_is_found_by_its_new_vector() {
        try (SourceAndMemory both = SourceAndMemory.in(root)) {
            fill(both.source(), "real[]", "'words'", "zebras");
            both.migrateAndProve();
            both.execute("UPDATE archival_memory SET content = 'changed', embedding = " + array("giraffes", "real[]")
                    + " WHERE id = 1");
            both.migrateAndProve();
            assertThat(both.stored("SELECT DISTINCT stale FROM fact_embeddings"))
                    .containsExactly("0");
            try (MemoryStore memory = open()) {
                assertThat(memory.recall("giraffes")
                                .mode(RecallMode.VECTOR)
                                .limit(1)
                                .fetch()
                                .hits()
                                .get(0)
                                .fact()
                                .content())
                        .isEqualTo("changed");
            }
        }
    }

    private MemoryStore open() {
        return MemoryStore.builder().root(root).embedder(embedder).open();
    }

    private void migrate(TestDatabase database) {
        try (MemoryStore memory = MemoryStore.open(root);
                PostgresArchive archive = PostgresArchive.of(database.url())) {
            assertThat(Migrator.from(archive)
                            .into(memory)
                            .build()
                            .migrate()
                            .verification()
                            .outcome())
                    .isEqualTo(VerificationReport.Outcome.COMPLETE);
        }
    }

    private void fill(TestDatabase database, String type, String model, String subject) {
        if (type.startsWith("vector")) {
            database.execute("CREATE EXTENSION vector");
        }
        database.execute("CREATE TABLE archival_memory (id serial PRIMARY KEY, content text, embedding " + type
                + ", embedding_model text)");
        for (int i = 0; i < CONTENTS.size(); i++) {
            database.execute("INSERT INTO archival_memory (content, embedding, embedding_model) VALUES ('"
                    + CONTENTS.get(i) + "', " + array(subject + " " + i, type) + ", " + model + ")");
        }
    }

    private String array(String text, String type) {
        float[] vector = embedder.embed(List.of(text), Purpose.FACT).get(0);
        String components = Arrays.toString(vector).replace("[", "").replace("]", "");
        return type.startsWith("vector") ? "'[" + components + "]'" : "'{" + components + "}'";
    }

    private static long count(MemoryStore memory, String sql) {
        return memory.database().read(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(sql)) {
                row.next();
                return row.getLong(1);
            }
        });
    }
}
