package io.lifeos.memory.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.postgres.testing.PgVectorExtension;
import io.lifeos.memory.postgres.testing.TestDatabase;
import io.lifeos.memory.recall.Embedder.Purpose;
import io.lifeos.memory.recall.RecallHit;
import io.lifeos.memory.recall.RecallMode;
import io.lifeos.memory.testing.WordEmbedder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An empty database of a server with pgvector, and an empty memory, for the tables that people really have. */
abstract class PgVectorFixture extends MigrationFixture {

    @RegisterExtension
    static final PgVectorExtension PGVECTOR = new PgVectorExtension();

    @Override
    TestDatabase newDatabase() {
        return PGVECTOR.database();
    }

    @BeforeEach
    void empty_the_database() {
        both.execute(
                "DROP SCHEMA public CASCADE",
                "CREATE SCHEMA public",
                "DROP SCHEMA IF EXISTS tenant_a, tenant_b, \"Tenant \"\"C\"\"\" CASCADE",
                "CREATE EXTENSION vector SCHEMA public");
    }

    /** The only fact of that content. */
    Fact fact(String content) {
        List<String> ids = both.stored("SELECT id FROM facts WHERE content = '" + content.replace("'", "''") + "'");
        assertThat(ids).as("facts with the content %s", content).hasSize(1);
        return both.memory().find(Long.parseLong(ids.get(0))).orElseThrow();
    }

    List<String> contents() {
        return both.stored("SELECT content FROM facts ORDER BY content");
    }

    /** A member of the metadata of the fact of that content, as text. */
    String metadata(String content, String member) {
        return ofFact("f.metadata ->> '$.\"" + member + "\"'", content);
    }

    /** What the link of the fact of that content keeps of a column. */
    String kept(String content, String column) {
        return ofFact("l.source_columns ->> '$.\"" + column + "\"'", content);
    }

    /** Model and dimension of the vector, and the dimension that it has in its row if that differs. */
    String space(String content) {
        return ofFact(
                "coalesce(l.model, '-') || ' ' || coalesce(l.dimensions, '-')"
                        + " || coalesce(' of ' || l.source_dimensions, '')",
                content);
    }

    /** The tags of the fact of that content, and what else it mentions. */
    List<String> entities(String content) {
        return both.stored("SELECT e.name FROM entity_mentions m JOIN entities e ON e.id = m.entity_id"
                + " WHERE m.fact_id = " + fact(content).id() + " ORDER BY m.place");
    }

    private String ofFact(String expression, String content) {
        return both.stored("SELECT " + expression + " FROM fact_embeddings l JOIN facts f ON f.id = l.fact_id"
                        + " WHERE f.id = " + fact(content).id())
                .get(0);
    }

    /** The vector of a text as SQL, filled up with zeros. */
    static String vector(WordEmbedder embedder, String text, int padded) {
        float[] vector = embedder.embed(List.of(text), Purpose.FACT).get(0);
        return "'" + Arrays.toString(Arrays.copyOf(vector, padded)) + "'";
    }

    static String vector(WordEmbedder embedder, String text) {
        return vector(embedder, text, embedder.dimensions());
    }

    /** What is found by vectors alone, best first. */
    List<String> recalled(WordEmbedder embedder, String question) {
        try (MemoryStore memory =
                MemoryStore.builder().root(root).embedder(embedder).open()) {
            return memory.recall(question).mode(RecallMode.VECTOR).limit(20).fetch().hits().stream()
                    .map(RecallHit::fact)
                    .map(Fact::content)
                    .toList();
        }
    }
}
