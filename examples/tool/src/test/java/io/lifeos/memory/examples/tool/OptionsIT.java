package io.lifeos.memory.examples.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.postgres.testing.TestDatabase;
import io.lifeos.memory.postgres.testing.TestPostgres;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each option of the tool does, as a process, on a PostgreSQL without pgvector. */
class OptionsIT {

    @TempDir
    Path folder;

    private TestDatabase database;

    @BeforeEach
    void a_table_with_vectors_in_arrays() {
        database = TestPostgres.newDatabase();
        database.execute(
                "CREATE TABLE archival_memory (id int PRIMARY KEY, content text, metadata jsonb, embedding real[],"
                        + " created_at timestamp, deleted_at timestamp)",
                """
                INSERT INTO archival_memory VALUES
                    (1, 'First', NULL, '{1,2}', '2026-01-23 10:00:00', NULL),
                    (2, 'Second', NULL, '{3,4}', '2026-01-24 10:00:00', NULL),
                    (3, 'Deleted', NULL, NULL, '2026-01-25 10:00:00', now())""");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void prune_forgets_facts_whose_rows_are_gone() {
        tool().exitsWith(0);
        database.execute("DELETE FROM archival_memory WHERE id = 2");
        tool().exitsWith(0);
        assertThat(stored("SELECT count(*) FROM facts WHERE is_active = 1")).isEqualTo("2");
        tool("--prune").exitsWith(0);
        assertThat(stored("SELECT count(*) FROM facts WHERE is_active = 1")).isEqualTo("1");
    }

    @Test
    void include_left_out_takes_deleted_rows_too() {
        assertThat(tool("--json").exitsWith(0).json().get("leftOut").asInt()).isEqualTo(1);
        JsonNode all = tool("--include-left-out", "--json").exitsWith(0).json();
        assertThat(all.get("migrated").asInt()).isEqualTo(1);
        assertThat(all.get("leftOut").asInt()).isZero();
    }

    @Test
    void source_zone_says_what_a_time_without_one_means() {
        tool("--source-zone", "America/New_York").exitsWith(0);
        assertThat(stored("SELECT timestamp FROM facts WHERE content = 'First'"))
                .isEqualTo("2026-01-23 15:00:00.000000");
    }

    @Test
    void undated_time_is_that_of_rows_without_one() {
        database.execute("UPDATE archival_memory SET created_at = NULL WHERE id = 1");
        String[] undated = {"--undated-time", "2020-01-01T00:00:00Z"};
        assertThat(tool(JavaProcess.with(undated, "--plan")).exitsWith(0).out())
                .contains("Warning: 1 rows have no time: they get 2020-01-01T00:00:00Z.");
        tool(undated).exitsWith(0);
        assertThat(stored("SELECT timestamp FROM facts WHERE content = 'First'"))
                .isEqualTo("2020-01-01 00:00:00.000000");
    }

    @Test
    void no_embeddings_leaves_them_where_they_are() {
        JsonNode plan = tool("--plan", "--no-embeddings", "--json").exitsWith(0).json();
        assertThat(plan.get("unread").get(0).get("name").textValue()).isEqualTo("embedding");
        tool("--no-embeddings").exitsWith(0);
        assertThat(stored("SELECT count(*) FROM fact_embeddings WHERE embedding IS NOT NULL"))
                .isEqualTo("0");
    }

    @Test
    void embedding_model_names_the_model_where_rows_do_not() {
        assertThat(tool("--plan").exitsWith(0).out()).contains("2 vectors name no model");
        assertThat(tool("--plan", "--embedding-model", "small").exitsWith(0).out())
                .doesNotContain("name no model");
        tool("--embedding-model", "small").exitsWith(0);
        assertThat(stored("SELECT group_concat(DISTINCT model) FROM fact_embeddings"))
                .isEqualTo("small");
    }

    @Test
    void reject_limit_stops_a_run_that_rejects_too_much() {
        database.execute("INSERT INTO archival_memory SELECT n, 'Row ' || n FROM generate_series(1000, 1999) AS n");
        executeInMemory("CREATE TRIGGER refuse BEFORE INSERT ON facts WHEN new.content LIKE 'Row 1_0_'"
                + " BEGIN SELECT RAISE(ABORT, 'refused by a test'); END");
        assertThat(tool("--reject-limit", "0.01", "--batch-size", "100", "--allow-foreign-triggers", "--json")
                        .exitsWith(1)
                        .json()
                        .get("stopped")
                        .textValue())
                .isNotBlank();
        assertThat(tool("--reject-limit", "0.5", "--allow-foreign-triggers", "--json")
                        .exitsWith(1)
                        .json()
                        .get("stopped")
                        .isNull())
                .isTrue();
    }

    @Test
    void columns_are_what_the_options_say() {
        database.execute(
                "CREATE TABLE \"Notes\" (part int, number text, body text, info jsonb, noted_on date, talk text, about text,"
                        + " labels text[], extra_label text, sure text, numbers real[], made_by text, owner text)",
                """
                INSERT INTO "Notes" VALUES
                    (1, 'a', 'Of mine', '{"k": 1}', '2026-01-23', 'talk-1', 'work', '{x,y}', 'z', 'medium', '{1,2}',
                     'small', 'me'),
                    (1, 'b', 'Of yours', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'you')""");
        String[] mapping = {
            "--table",
            "\"Notes\"",
            "--profile",
            "generic",
            "--id",
            "part,number",
            "--content",
            "body",
            "--metadata",
            "info",
            "--created-at",
            "noted_on",
            "--session-id",
            "talk",
            "--context",
            "about",
            "--tags",
            "labels,extra_label",
            "--confidence",
            "sure",
            "--embedding",
            "numbers",
            "--embedding-model-from",
            "made_by",
            "--scope",
            "owner"
        };
        JavaProcess.Ended plan = tool(JavaProcess.with(mapping, "--plan")).exitsWith(0);
        assertThat(plan.out()).contains("owner me ", "Warning: Rows of several owners come together");
        assertThat(plan.err()).isEmpty();

        JavaProcess.Ended merged = tool(mapping).exitsWith(0);
        assertThat(merged.err())
                .startsWith("Warning: Rows of several owners come together in this memory, by owner: me (1), you (1)");
        assertThat(
                        stored(
                                "SELECT f.session_id || ',' || f.context || ',' || f.confidence || ',' || f.timestamp || ',' || e.model"
                                        + " FROM facts f JOIN fact_embeddings e ON e.fact_id = f.id WHERE f.content = 'Of mine'"))
                .isEqualTo("talk-1,work,0.6,2026-01-23 00:00:00.000000,small");
        assertThat(stored("SELECT metadata FROM facts WHERE content = 'Of yours'"))
                .isEqualTo("{\"owner\": \"you\"}");
        assertThat(
                        stored(
                                "SELECT group_concat(name) FROM (SELECT name FROM entities WHERE name LIKE '#%' ORDER BY name)"))
                .isEqualTo("#x,#y,#z");
    }

    @Test
    void contents_that_have_changed_in_bulk_are_rewritten_only_if_that_is_accepted() {
        tool().exitsWith(0);
        database.execute("UPDATE archival_memory SET content = 'another ' || id");
        assertThat(tool().exitsWith(2).err()).contains("--accept-changed-contents");
        assertThat(stored("SELECT count(*) FROM facts WHERE content LIKE 'another %'"))
                .isEqualTo("0");
        tool("--accept-changed-contents").exitsWith(0);
        assertThat(stored("SELECT count(*) FROM facts WHERE content NOT LIKE 'another %'"))
                .isEqualTo("0");
    }

    @Test
    void rows_of_which_over_half_have_no_content_are_a_success_only_if_that_is_allowed() {
        database.execute("INSERT INTO archival_memory (id, content) SELECT n, '' FROM generate_series(11, 20) AS n");
        assertThat(tool().exitsWith(1).err()).contains("--allow-left-out");
        tool("--allow-left-out").exitsWith(0);
    }

    @Test
    void role_names_the_column_that_tells_an_assistants_words() {
        database.execute(
                "ALTER TABLE archival_memory ADD type text",
                "UPDATE archival_memory SET type = CASE id WHEN 2 THEN 'assistant' ELSE 'user' END");
        tool("--role", "type").exitsWith(0);
        assertThat(stored("SELECT group_concat(content) FROM facts WHERE is_assistant_output = 1"))
                .isEqualTo("Second");
    }

    @Test
    void where_scope_takes_the_rows_of_one_owner_and_warns_of_nothing() {
        database.execute(
                "ALTER TABLE archival_memory ADD agent_id text",
                "UPDATE archival_memory SET agent_id = content",
                "UPDATE archival_memory SET agent_id = 'it''s; DROP TABLE archival_memory' WHERE id = 2");
        JavaProcess.Ended ended = tool("--where-scope", "agent_id=it's; DROP TABLE archival_memory")
                .exitsWith(0);
        assertThat(ended.err()).isEmpty();
        assertThat(stored("SELECT group_concat(content) FROM facts")).isEqualTo("Second");
    }

    @Test
    void an_empty_table_that_was_never_migrated_is_no_failure() {
        database.execute("DELETE FROM archival_memory");
        for (String task : List.of("--detect", "--plan", "--status", "--dry-run")) {
            tool(task).exitsWith(0);
        }
        tool("--verify").exitsWith(4);
        JsonNode json = tool("--json").exitsWith(0).json();
        assertThat(json.get("verification").get("outcome").textValue()).isEqualTo("complete");
    }

    @Test
    void plan_and_detection_write_nothing() {
        tool("--plan").exitsWith(0);
        tool("--detect").exitsWith(0);
        assertThat(memory()).doesNotExist();
    }

    private JavaProcess.Ended tool(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--database-url", database.url(), "--root", memory().toString()));
        all.addAll(List.of(arguments));
        return JavaProcess.tool(folder, all.toArray(String[]::new)).run();
    }

    private Path memory() {
        return folder.resolve("memory");
    }

    private String stored(String sql) {
        try (MemoryStore memory = MemoryStore.openReadOnly(memory())) {
            return memory.database().read(connection -> {
                try (Statement statement = connection.createStatement();
                        ResultSet row = statement.executeQuery(sql)) {
                    return row.getString(1);
                }
            });
        }
    }

    private void executeInMemory(String sql) {
        try (MemoryStore memory = MemoryStore.open(memory())) {
            memory.database().transaction(connection -> {
                try (Statement statement = connection.createStatement()) {
                    return statement.execute(sql);
                }
            });
        }
    }
}
