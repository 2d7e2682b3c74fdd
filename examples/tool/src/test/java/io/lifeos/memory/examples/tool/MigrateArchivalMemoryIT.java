package io.lifeos.memory.examples.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.postgres.testing.Requirement;
import io.lifeos.memory.postgres.testing.TestDatabase;
import io.lifeos.memory.postgres.testing.TestPostgres;
import java.io.File;
import java.nio.file.Path;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tool as a process, where PostgreSQL and the memory are there to be used: exit codes 0 and 1. */
class MigrateArchivalMemoryIT {

    @TempDir
    Path folder;

    private TestDatabase database;

    @BeforeEach
    void three_archival_memories() {
        database = TestPostgres.newDatabase();
        database.execute(
                "CREATE TABLE archival_memory (id serial PRIMARY KEY, content text, metadata jsonb,"
                        + " created_at timestamptz)",
                """
                INSERT INTO archival_memory (content, metadata, created_at) VALUES
                    ('Größe zählt nicht 📈', '{"tags": ["deutsch"]}', '2026-01-23 10:00:00.000001+00'),
                    ('Second', NULL, '2026-01-24 10:00:00+00'),
                    ('Third', '[1, 2]', '2026-01-25 10:00:00+00')""");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void migrates_and_verifies_and_does_nothing_the_second_time() {
        JsonNode first = tool("--json").exitsWith(0).json();
        assertThat(first.get("success").booleanValue()).isTrue();
        assertThat(first.get("read").asInt()).isEqualTo(3);
        assertThat(first.get("migrated").asInt()).isEqualTo(3);
        assertThat(first.get("rejected").asInt()).isZero();
        assertThat(first.get("errors")).isEmpty();
        assertThat(first.get("verification").get("outcome").textValue()).isEqualTo("complete");
        assertThat(first.get("verification").get("checked").asInt()).isEqualTo(3);
        assertThat(first.get("verification").get("sampleFacts")).hasSize(3);
        assertThat(first.get("verification")
                        .get("sampleFacts")
                        .get(0)
                        .get("content")
                        .textValue())
                .isEqualTo("Größe zählt nicht 📈");

        JsonNode second = tool("--json").exitsWith(0).json();
        assertThat(second.get("migrated").asInt()).isZero();
        assertThat(second.get("skipped").asInt()).isEqualTo(3);

        JsonNode forced =
                tool("--json", "--force", "--batch-size", "2").exitsWith(0).json();
        assertThat(forced.get("migrated").asInt()).isZero();
        assertThat(forced.get("updated").asInt()).isEqualTo(3);
    }

    @Test
    void uses_the_home_folder_and_the_environment_unless_told_otherwise() {
        JavaProcess.tool(folder)
                .environment(Map.of("DATABASE_URL", database.url()))
                .run()
                .exitsWith(0);
        assertThat(folder.resolve("home/.lifeos/memory/jarvis.db")).exists();
        assertThat(folder.resolve("home/.lifeos/memory/memory/2026-01-24.md")).exists();
    }

    @Test
    void reads_another_table_under_another_name() {
        database.execute(
                "CREATE TABLE \"Other\" AS SELECT * FROM archival_memory LIMIT 1",
                "ALTER TABLE \"Other\" ADD PRIMARY KEY (id)");
        JsonNode json = tool("--json", "--table", "public.\"Other\"", "--source-name", "elsewhere")
                .exitsWith(0)
                .json();
        assertThat(json.get("migrated").asInt()).isEqualTo(1);
    }

    @Test
    void says_where_the_migration_stands_before_and_after() {
        JsonNode before = tool("--status", "--json").exitsWith(0).json();
        assertThat(before.get("postgresAvailable").booleanValue()).isTrue();
        assertThat(before.get("reason").isNull()).isTrue();
        assertThat(before.get("postgresCount").asInt()).isEqualTo(3);
        assertThat(before.get("leftOut").asInt()).isZero();
        assertThat(before.get("sqliteCount").asInt()).isZero();
        assertThat(before.get("migratedCount").asInt()).isZero();
        assertThat(before.get("pendingCount").asInt()).isEqualTo(3);

        tool().exitsWith(0);
        database.execute("INSERT INTO archival_memory (content) VALUES ('Fourth')");
        JsonNode after = tool("--status", "--json").exitsWith(0).json();
        assertThat(after.get("sqliteCount").asInt()).isEqualTo(3);
        assertThat(after.get("migratedCount").asInt()).isEqualTo(3);
        assertThat(after.get("pendingCount").asInt()).isEqualTo(1);
    }

    @Test
    void says_what_a_migration_would_do_and_creates_nothing_at_all() {
        JsonNode json = tool("--dry-run", "--json").exitsWith(0).json();
        assertThat(json.get("wouldMigrate").asInt()).isEqualTo(3);
        assertThat(json.get("wouldUpdate").asInt()).isZero();
        assertThat(json.get("wouldSkip").asInt()).isZero();
        assertThat(json.get("wouldReject").asInt()).isZero();
        assertThat(json.get("pendingCount").asInt()).isEqualTo(3);
        assertThat(json.get("memoryExists").booleanValue()).isFalse();
        for (String look : List.of("--dry-run", "--status", "--plan", "--detect")) {
            assertThat(tool(look).exitsWith(0).out()).contains("No memory yet at " + memory());
        }
        assertThat(tool("--verify").exitsWith(4).err()).contains("There is no memory in " + memory());
        assertThat(memory()).doesNotExist();
        assertThat(folder.resolve("home")).doesNotExist();
    }

    @Test
    void shows_a_person_the_counts_and_a_few_facts() {
        JavaProcess.Ended ended = tool().exitsWith(0);
        assertThat(ended.out())
                .contains("Migration: done", "migrated                            3", "Verification: complete")
                .contains("fact 2 (row 2): Second");
        assertThat(ended.err()).isEmpty();
    }

    @Test
    void finds_what_was_changed_or_added_at_the_source_since() {
        tool().exitsWith(0);
        database.execute(
                "UPDATE archival_memory SET content = 'second' WHERE id = 2",
                "INSERT INTO archival_memory (content) VALUES ('Fourth')",
                "DELETE FROM archival_memory WHERE id = 3");

        JsonNode json = tool("--verify", "--json").exitsWith(1).json();
        assertThat(json.get("success").booleanValue()).isFalse();
        assertThat(json.get("exitCode").asInt()).isEqualTo(1);
        assertThat(json.get("error").textValue()).isNotBlank();
        assertThat(json.get("outcome").textValue()).isEqualTo("incomplete");
        assertThat(json.get("changed")).hasToString("[2]");
        assertThat(json.get("missing")).hasToString("[4]");
        assertThat(json.get("orphaned")).hasToString("[3]");

        JavaProcess.Ended human = tool("--verify").exitsWith(1);
        assertThat(human.out()).contains("Verification: incomplete", "row 2, fact 2: content", "row 4");
        assertIsOneSentence(human.err());

        tool().exitsWith(0);
        tool("--verify").exitsWith(0);
    }

    @Test
    void finds_a_fact_that_was_changed_here_and_restores_it_by_force() {
        tool().exitsWith(0);
        executeInMemory("UPDATE facts SET content = 'edited' WHERE id = 2");

        JsonNode kept = tool("--json").exitsWith(1).json();
        assertThat(kept.get("keptLocal").get(0).get("factId").asInt()).isEqualTo(2);
        assertThat(kept.get("verification")
                        .get("differences")
                        .get(0)
                        .get("columns")
                        .get(0)
                        .textValue())
                .isEqualTo("content");
        tool("--force").exitsWith(0);
    }

    @Test
    void names_a_row_that_the_memory_rejects_and_brings_over_the_others() {
        try (MemoryStore memory = MemoryStore.open(memory())) {
            assertThat(memory.workspace().database()).exists();
        }
        executeInMemory("CREATE TRIGGER refuse BEFORE INSERT ON facts WHEN new.content = 'Second'"
                + " BEGIN SELECT RAISE(ABORT, 'refused by a test'); END");

        JsonNode json = tool("--allow-foreign-triggers", "--json").exitsWith(1).json();
        assertThat(json.get("success").booleanValue()).isFalse();
        assertThat(json.get("exitCode").asInt()).isEqualTo(1);
        assertThat(json.get("migrated").asInt()).isEqualTo(2);
        assertThat(json.get("rejected").asInt()).isEqualTo(1);
        assertThat(json.get("errors").get(0).get("id").asInt()).isEqualTo(2);
        assertThat(json.get("errors").get(0).get("reason").textValue()).contains("refused by a test");

        JavaProcess.Ended human = tool("--allow-foreign-triggers").exitsWith(1);
        assertThat(human.out()).contains("Migration: not complete", "row 2: ", "refused by a test");
        assertIsOneSentence(human.err());
    }

    @Test
    void does_not_break_where_the_terminal_knows_only_ascii() {
        Map<String, String> ascii = Map.of("LC_ALL", "C", "LANG", "C");
        JavaProcess.Ended human = process().environment(ascii).run().exitsWith(0);
        assertThat(human.out()).contains("fact 1 (row 1): Gr??e z?hlt nicht ?");
        assertThat(human.err()).isEmpty();

        JavaProcess.Ended json =
                process("--verify", "--json").environment(ascii).run().exitsWith(0);
        assertThat(json.json().get("sampleFacts").get(0).get("content").textValue())
                .isEqualTo("Größe zählt nicht 📈");
    }

    @Test
    void says_so_if_its_report_cannot_be_written() {
        File full = new File("/dev/full");
        Requirement.orSkip(full.exists(), "this machine has no /dev/full");
        JavaProcess.Ended ended = process("--json").run(full).exitsWith(1);
        assertIsOneSentence(ended.err());
        tool("--verify").exitsWith(0);
    }

    private static void assertIsOneSentence(String standardError) {
        assertThat(standardError).startsWith("Error: ").hasLineCount(1).doesNotContain("Exception");
    }

    private JavaProcess.Ended tool(String... arguments) {
        return process(arguments).run();
    }

    private JavaProcess process(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--database-url", database.url(), "--root", memory().toString()));
        all.addAll(List.of(arguments));
        return JavaProcess.tool(folder, all.toArray(String[]::new));
    }

    private Path memory() {
        return folder.resolve("memory");
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
