package io.lifeos.memory.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.testing.WordEmbedder;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A collection of Mem0: everything but the vector is in one JSON column, written by Python or by TypeScript. */
final class Mem0IT extends PgVectorFixture {

    private final WordEmbedder embedder = new WordEmbedder("words", 64);
    private int rows;

    @BeforeEach
    void create() {
        for (String table : List.of("mem0", "mem0_entities", "mem0migrations")) {
            both.execute("CREATE TABLE " + table + " (id uuid PRIMARY KEY, vector vector(64), payload jsonb)");
        }
        both.execute("CREATE TABLE memory_migrations (id serial PRIMARY KEY, user_id text NOT NULL UNIQUE)");
    }

    @Test
    void a_memory_of_python_keeps_its_owner_its_time_and_the_rest_of_its_payload() {
        insert("{\"data\": \"Likes @chess\", \"hash\": \"c1\", \"user_id\": \"alice\", \"agent_id\": \"a 1\","
                + " \"run_id\": \"run-7\", \"created_at\": \"2024-07-26T10:29:36.630547-07:00\", \"updated_at\": null,"
                + " \"role\": \"user\"}");
        both.migrateAndProve();
        Fact fact = fact("Likes @chess");
        assertThat(fact.happenedAt()).isEqualTo(Instant.parse("2024-07-26T17:29:36.630547Z"));
        assertThat(fact.sessionId()).contains("run-7");
        assertThat(fact.context()).contains("run-7");
        assertThat(fact.source()).contains("mem0");
        assertThat(fact.metadata())
                .contains("{\"hash\": \"c1\", \"role\": \"user\", \"run_id\": \"run-7\", \"user_id\": \"alice\","
                        + " \"agent_id\": \"a 1\", \"created_at\": \"2024-07-26T10:29:36.630547-07:00\","
                        + " \"updated_at\": null}");
        assertThat(entities("Likes @chess")).containsExactly("@chess");
        assertThat(space("Likes @chess")).isEqualTo("- 64");
    }

    @Test
    void a_memory_of_typescript_has_its_names_in_camel_case() {
        insert("{\"data\": \"Plays go\", \"userId\": \"bob\", \"runId\": \"run-8\","
                + " \"createdAt\": \"2025-03-01T08:00:00.123Z\", \"updatedAt\": \"2025-03-02T08:00:00.000Z\"}");
        both.migrateAndProve();
        assertThat(fact("Plays go").happenedAt()).isEqualTo(Instant.parse("2025-03-01T08:00:00.123Z"));
        assertThat(fact("Plays go").sessionId()).contains("run-8");
        assertThat(metadata("Plays go", "userId")).isEqualTo("bob");
    }

    @Test
    void what_is_no_memory_or_has_expired_is_left_out_and_counted() {
        insert("{\"data\": \"stays\", \"expiration_date\": \"2999-01-01\"}");
        insert("{\"data\": \"never expires\", \"expiration_date\": null}");
        insert("{\"data\": \"expires some day\", \"expiration_date\": \"\"}");
        insert("{\"data\": \"until the end of the day\", \"expiration_date\": \"2999-01-01T10:00:00\"}");
        insert("{\"data\": \"expired\", \"expiration_date\": \"2020-01-01\"}");
        insert("{\"data\": \"expired too\", \"expiration_date\": \"2020-01-01T10:00:00Z\"}");
        for (String odd : List.of(
                "{}",
                "{\"data\": null}",
                "{\"data\": {\"a\": 1}}",
                "{\"data\": 7}",
                "[\"data\"]",
                "\"data\"",
                "null",
                "7",
                "\"{\\\"data\\\": \\\"twice\\\"}\"")) {
            insert(odd);
        }
        both.execute("INSERT INTO mem0 (id) VALUES (gen_random_uuid())");
        for (int i = 1; i <= 4; i++) {
            insert("{\"data\": \"well " + i + "\"}");
        }
        assertThat(both.migrateAndProve().leftOut()).isEqualTo(12);
        assertThat(contents())
                .containsExactly(
                        "expires some day",
                        "never expires",
                        "stays",
                        "until the end of the day",
                        "well 1",
                        "well 2",
                        "well 3",
                        "well 4");

        both.readWith(archive -> archive.includeLeftOut(true));
        assertThat(both.migrateAndProve().leftOut()).isEqualTo(10);
    }

    @Test
    void a_memory_may_have_nothing_but_its_text() {
        insert("{\"data\": \"likes tea\"}");
        both.migrateAndProve();
        assertThat(fact("likes tea").metadata()).contains("{}");
    }

    @Test
    void a_memory_is_recalled_by_its_vector_and_changes_in_place() {
        insert("{\"data\": \"Matt prefers green tea\"}", "zebras");
        insert("{\"data\": \"Rain on Sunday\"}", "giraffes");
        both.migrateAndProve();
        long id = fact("Rain on Sunday").id();
        assertThat(recalled(embedder, "giraffes").get(0)).isEqualTo("Rain on Sunday");
        both.execute(
                "UPDATE mem0 SET payload = payload || '{\"data\": \"Sun on Sunday\"}' WHERE payload->>'data' LIKE 'Rain%'");
        assertThat(both.migrateAndProve().updated()).isEqualTo(1);
        assertThat(fact("Sun on Sunday").id()).isEqualTo(id);
        assertThat(recalled(embedder, "giraffes").get(0)).isEqualTo("Sun on Sunday");
    }

    private void insert(String payload) {
        insert(payload, "anything");
    }

    private void insert(String payload, String about) {
        both.execute("INSERT INTO mem0 VALUES ('00000000-0000-4000-8000-" + String.format("%012d", rows++) + "', "
                + vector(embedder, about) + ", '" + payload + "')");
    }
}
