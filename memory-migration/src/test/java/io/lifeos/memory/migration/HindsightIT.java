package io.lifeos.memory.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lifeos.memory.archive.MappingException;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.testing.WordEmbedder;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Memory units of Hindsight: a schema for each tenant, several times, and rows that it derived itself. */
final class HindsightIT extends PgVectorFixture {

    private final WordEmbedder embedder = new WordEmbedder("words", 384);

    @BeforeEach
    void create() {
        for (String tenant : List.of("tenant_a", "tenant_b")) {
            both.execute("CREATE SCHEMA " + tenant, """
                    CREATE TABLE %s.memory_units (
                        id uuid PRIMARY KEY DEFAULT gen_random_uuid(), bank_id text NOT NULL, document_id text,
                        text text NOT NULL, embedding vector(384), context text, event_date timestamptz,
                        occurred_start timestamptz, occurred_end timestamptz, mentioned_at timestamptz,
                        fact_type text NOT NULL DEFAULT 'world', confidence_score float,
                        access_count integer NOT NULL DEFAULT 0, metadata jsonb NOT NULL DEFAULT '{}',
                        created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(),
                        tags varchar[] NOT NULL DEFAULT '{}', source_memory_ids uuid[],
                        search_vector tsvector GENERATED ALWAYS AS
                            (to_tsvector('english', text || ' ' || coalesce(context, ''))) STORED)""".formatted(tenant));
        }
        both.readWith(archive -> archive.table("tenant_a.memory_units"));
    }

    @Test
    void a_memory_unit_has_its_context_its_tags_its_bank_and_the_time_of_the_event() {
        both.execute("INSERT INTO tenant_a.memory_units (bank_id, text, embedding, context, event_date, mentioned_at,"
                + " fact_type, confidence_score, tags, metadata, created_at) VALUES ('bank 1', 'Matt prefers green tea', "
                + vector(embedder, "zebras") + ", 'breakfast', '2025-05-01 08:00:00+00', '2025-06-01 08:00:00+00',"
                + " 'opinion', 0.85, '{drinks,\"user: matt\"}', '{\"source\": \"chat\"}', '2026-01-01 00:00:00+00')");
        both.migrateAndProve();
        Fact fact = fact("Matt prefers green tea");
        assertThat(fact.context()).contains("breakfast");
        assertThat(fact.happenedAt()).isEqualTo(Instant.parse("2025-05-01T08:00:00Z"));
        assertThat(fact.confidence()).isEqualTo(0.85);
        assertThat(fact.assistantOutput()).isFalse();
        assertThat(fact.metadata())
                .contains("{\"bank_id\": \"bank 1\", \"fact_type\": \"opinion\", \"source\": \"chat\"}");
        assertThat(entities("Matt prefers green tea")).startsWith("#drinks", "#user: matt");
        assertThat(kept("Matt prefers green tea", "created_at")).isEqualTo("2026-01-01 00:00:00+00");
        assertThat(kept("Matt prefers green tea", "search_vector")).isNull();
        assertThat(recalled(embedder, "zebras")).containsExactly("Matt prefers green tea");
    }

    @Test
    void the_first_time_that_is_known_counts() {
        both.execute(
                insert("occurred", "'infinity', '2025-05-02 00:00+00', '2025-05-03 00:00+00', '2025-05-04 00:00+00'"),
                insert("mentioned", "NULL, NULL, '2025-05-03 00:00+00', '2025-05-04 00:00+00'"),
                insert("created", "NULL, NULL, NULL, '2025-05-04 00:00+00'"));
        both.migrateAndProve();
        assertThat(fact("occurred").happenedAt()).isEqualTo(Instant.parse("2025-05-02T00:00:00Z"));
        assertThat(fact("mentioned").happenedAt()).isEqualTo(Instant.parse("2025-05-03T00:00:00Z"));
        assertThat(fact("created").happenedAt()).isEqualTo(Instant.parse("2025-05-04T00:00:00Z"));
    }

    @Test
    void what_hindsight_concluded_itself_is_output_of_an_assistant() {
        both.execute(
                "INSERT INTO tenant_a.memory_units (bank_id, text, event_date, fact_type, source_memory_ids) VALUES"
                        + " ('b', 'Matt avoids coffee', now(), 'observation', ARRAY[gen_random_uuid()])",
                "INSERT INTO tenant_a.memory_units (bank_id, text, event_date) VALUES ('b', 'Matt had tea', now())");
        both.migrateAndProve();
        assertThat(fact("Matt avoids coffee").assistantOutput()).isTrue();
        assertThat(fact("Matt had tea").assistantOutput()).isFalse();
    }

    @Test
    void tenants_are_two_sources_and_none_is_guessed() {
        both.execute(
                "INSERT INTO tenant_a.memory_units (bank_id, text, event_date) VALUES ('b', 'of a', now())",
                "INSERT INTO tenant_b.memory_units (bank_id, text, event_date) VALUES ('b', 'of b', now())");
        both.readWith(archive -> archive);
        assertThatThrownBy(both::migrate)
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("\"tenant_a\".\"memory_units\"")
                .hasMessageContaining("\"tenant_b\".\"memory_units\"");
        for (String tenant : List.of("tenant_a", "tenant_b")) {
            both.readWith(archive -> archive.table(tenant + ".memory_units"));
            assertThat(both.migrateAndProve().orphaned().isEmpty()).isTrue();
        }
        assertThat(contents()).containsExactly("of a", "of b");
    }

    private static String insert(String text, String times) {
        return "INSERT INTO tenant_a.memory_units (bank_id, text, event_date, occurred_start, mentioned_at, created_at)"
                + " VALUES ('b', '" + text + "', " + times + ")";
    }
}
