package io.lifeos.memory.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.archive.ScopeCount;
import io.lifeos.memory.archive.file.FileArchive;
import io.lifeos.memory.archive.profile.TableProfile;
import io.lifeos.memory.archive.table.TableSpec;
import io.lifeos.memory.fact.Owner;
import io.lifeos.memory.recall.RecallHit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose a memory is follows from names that mean the same in every table. */
final class OwnersIT extends MigrationFixture {

    private static final TableSpec DETECTED = TableSpec.detected();

    @TempDir
    Path folder;

    static Stream<Arguments> tables() {
        return Stream.of(
                table(
                        "archival_memory with a column",
                        "archival_memory (id serial PRIMARY KEY, user_id text, content text, metadata jsonb)",
                        "(user_id, content) VALUES ('ann', 'Ann is ill'), ('bob', 'Bob is rich')",
                        DETECTED,
                        "user_id"),
                table(
                        "archival_memory with a member",
                        "archival_memory (id serial PRIMARY KEY, content text, metadata jsonb)",
                        "(content, metadata) VALUES ('Ann is ill', '{\"userId\": \"ann\"}'),"
                                + " ('Bob is rich', '{\"userId\": \"bob\"}')",
                        DETECTED,
                        "userId"),
                table(
                        "Open WebUI",
                        "memory (id varchar PRIMARY KEY, user_id varchar, content text, updated_at bigint, created_at bigint)",
                        "VALUES ('1', 'ann', 'Ann is ill', 1767225600, 1767225600),"
                                + " ('2', 'bob', 'Bob is rich', 1767225600, 1767225600)",
                        TableSpec.named("memory")
                                .profile(TableProfile.GENERIC)
                                .content("content")
                                .createdAt("created_at"),
                        "user_id"),
                table(
                        "AIOX",
                        "memories (id int PRIMARY KEY, owner_user_id text, body text)",
                        "VALUES (1, 'ann', 'Ann is ill'), (2, 'bob', 'Bob is rich')",
                        TableSpec.named("memories")
                                .profile(TableProfile.GENERIC)
                                .content("body"),
                        "owner_user_id"),
                table(
                        "LangChain",
                        "langchain_pg_embedding (id varchar PRIMARY KEY, collection_id uuid, embedding real[],"
                                + " document varchar, cmetadata json)",
                        "(id, document, cmetadata) VALUES ('1', 'Ann is ill', '{\"user_id\": \"ann\"}'),"
                                + " ('2', 'Bob is rich', '{\"user_id\": \"bob\", \"nul\": \"\\u0000\"}')",
                        DETECTED,
                        "user_id"),
                table(
                        "LangChain's store",
                        "notes (langchain_id uuid PRIMARY KEY, content text, embedding real[], user_id text,"
                                + " langchain_metadata json)",
                        "(langchain_id, content, user_id) VALUES (gen_random_uuid(), 'Ann is ill', 'ann'),"
                                + " (gen_random_uuid(), 'Bob is rich', 'bob')",
                        TableSpec.named("notes"),
                        "user_id"),
                table(
                        "LangChain4j",
                        "notes (embedding_id uuid PRIMARY KEY, embedding real[], text text, user_id text)",
                        "(embedding_id, text, user_id) VALUES (gen_random_uuid(), 'Ann is ill', 'ann'),"
                                + " (gen_random_uuid(), 'Bob is rich', 'bob')",
                        TableSpec.named("notes"),
                        "user_id"),
                table(
                        "Spring AI",
                        "vector_store (id uuid PRIMARY KEY, content text, metadata json, embedding real[])",
                        "(id, content, metadata) VALUES (gen_random_uuid(), 'Ann is ill', '{\"userId\": \"ann\"}'),"
                                + " (gen_random_uuid(), 'Bob is rich', '{\"userId\": \"bob\"}')",
                        DETECTED,
                        "userId"),
                table(
                        "LlamaIndex",
                        "data_notes (id bigserial PRIMARY KEY, text varchar, metadata_ json, node_id varchar,"
                                + " embedding real[])",
                        "(text, metadata_, node_id) VALUES ('Ann is ill', '{\"user_id\": \"ann\"}', 'a'),"
                                + " ('Bob is rich', '{\"user_id\": \"bob\"}', 'b')",
                        DETECTED,
                        "user_id"));
    }

    private static Arguments table(String name, String columns, String rows, TableSpec spec, String scope) {
        return Arguments.of(name, columns, rows, spec, scope);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tables")
    void people_are_named_before_and_can_be_parted_afterwards(
            String name, String columns, String rows, TableSpec spec, String scope) {
        both.execute(
                "CREATE TABLE " + columns,
                "INSERT INTO " + columns.substring(0, columns.indexOf('(')).strip() + " " + rows);
        both.readWith(archive -> archive.table(spec));
        MigrationPlan plan = both.migrator().build().plan();
        assertThat(plan.scopes()).contains(new ScopeCount(scope, Map.of("ann", 1L, "bob", 1L), 0, 0));
        assertThat(plan.warnings())
                .anyMatch(warning ->
                        warning.startsWith("Rows of several owners come together in this memory, by " + scope));
        both.migrateAndProve();
        assertThat(recalled(both.memory(), "ann")).containsExactly("Ann is ill");
        assertThat(recalled(both.memory(), "bob")).containsExactly("Bob is rich");
        assertThat(both.stored("SELECT metadata ->> '$." + scope + "' FROM facts ORDER BY content"))
                .containsExactly("ann", "bob");
    }

    private static List<String> recalled(MemoryStore memory, String user) {
        return memory.recall("is").owner(Owner.user(user)).fetch().hits().stream()
                .map(RecallHit::fact)
                .map(fact -> {
                    assertThat(fact.owners()).containsExactly(Owner.user(user));
                    return fact.content();
                })
                .toList();
    }

    @Test
    void a_column_wins_over_a_member_and_each_kind_has_one_owner() {
        both.execute(
                "CREATE TABLE archival_memory (id int PRIMARY KEY, content text, metadata jsonb, owner_id text, tenant_id int)",
                "INSERT INTO archival_memory VALUES (1, 'one', '{\"user_id\": \"bob\", \"agentId\": \"a\"}', 'ann', 7),"
                        + " (2, 'two', '{\"user_id\": \"bob\", \"run_id\": 5}', ' ', NULL),"
                        + " (3, 'three', '\"{\\\"customer_id\\\": \\\"eve\\\"}\"', NULL, NULL), (4, 'four', '[1]', NULL, NULL)");
        MigrationPlan plan = both.migrator().build().plan();
        assertThat(plan.scopes().get(0).scope()).isEqualTo("owner_id or user_id or customer_id");
        both.migrateAndProve();
        assertThat(both.stored("SELECT fact_id || ' ' || kind || ' ' || id FROM fact_owners ORDER BY fact_id, kind"))
                .containsExactly("1 agent a", "1 tenant 7", "1 user ann", "2 run 5", "2 user bob", "3 user eve");
    }

    @Test
    void an_owner_who_changes_is_a_change_of_the_row_and_one_that_another_program_wrote_is_found() {
        both.execute(
                "CREATE TABLE archival_memory (id int PRIMARY KEY, content text, user_id text)",
                "INSERT INTO archival_memory VALUES (1, 'one', 'ann')");
        both.migrateAndProve();
        both.execute("UPDATE archival_memory SET user_id = 'bob'");
        assertThat(both.migrateAndProve().updated()).isEqualTo(1);
        assertThat(both.stored("SELECT id FROM fact_owners")).containsExactly("bob");
        both.tamper("UPDATE fact_owners SET id = 'eve'");
        assertThat(both.verify().changed().first())
                .extracting(RowDifference::columns)
                .containsExactly(List.of("owners"));
    }

    @Test
    void a_name_that_may_be_an_owner_is_offered_and_not_assumed() {
        both.execute(
                "CREATE TABLE archival_memory (id int PRIMARY KEY, content text, entity_id text, metadata jsonb)",
                "INSERT INTO archival_memory VALUES (1, 'one', 'e', '{\"collection_name\": \"c\"}')");
        MigrationPlan plan = both.migrator().build().plan();
        assertThat(plan.scopes()).isEmpty();
        assertThat(plan.warnings())
                .anyMatch(warning -> warning.contains("entity_id") && warning.contains("collection_name"));
        both.migrateAndProve();
        assertThat(both.stored("SELECT count(*) FROM fact_owners")).containsExactly("0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jsonl", "csv"})
    void a_dump_names_the_same_owners(String format) throws IOException {
        String rows = format.equals("csv") ? """
                id,content,metadata,org_id
                1,Ann is ill,"{""user_id"": ""ann""}",x
                2,Bob is rich,"{""user_id"": ""bob""}",x
                """ : """
                {"id":1,"content":"Ann is ill","metadata":{"user_id":"ann"},"org_id":"x"}
                {"id":2,"content":"Bob is rich","metadata":{"user_id":"bob"},"org_id":"x"}
                """;
        Path file = Files.writeString(folder.resolve("archival_memory." + format), rows);
        try (FileArchive archive = FileArchive.of(file)) {
            Migrator migrator = Migrator.from(archive).into(both.memory()).build();
            assertThat(migrator.plan().scopes())
                    .containsExactly(
                            new ScopeCount("user_id", Map.of("ann", 1L, "bob", 1L), 0, 0),
                            new ScopeCount("org_id", Map.of("x", 2L), 0, 0));
            assertThat(migrator.migrate().success()).isTrue();
        }
        assertThat(both.memory().recall("is").owner(Owner.user("ann")).fetch().hits())
                .singleElement()
                .satisfies(
                        hit -> assertThat(hit.fact().owners()).containsExactly(Owner.user("ann"), Owner.tenant("x")));
    }

    @Test
    void a_dump_names_the_owners_in_a_string_of_json_and_behind_white_space() throws IOException {
        Path file = Files.writeString(folder.resolve("archival_memory.csv"), """
                id,content,metadata
                1,Ann is ill,'  {''user_id'': ''ann''}'
                2,Bob is rich,'''{\\''user_id\\'': \\''bob\\'', \\''role\\'': \\''assistant\\''}'''
                3,'''Quoted'' {by} me','\t''{\\''user_id\\'': \\''bob\\''}'' '
                4,Eve has left,'''{\\''user_id\\'': \\''eve\\'', \\''expired\\'': true}'''
                """.replace('\'', '"'));
        try (FileArchive archive = FileArchive.of(file)) {
            Migrator migrator = Migrator.from(archive).into(both.memory()).build();
            assertThat(migrator.plan().scopes())
                    .containsExactly(new ScopeCount("user_id", Map.of("ann", 1L, "bob", 2L), 0, 0));
            assertThat(migrator.migrate().run().warnings())
                    .anySatisfy(
                            warning -> assertThat(warning).contains("several owners", "by user_id: bob (2), ann (1)"));
        }
        assertThat(both.stored("SELECT id FROM fact_owners ORDER BY fact_id")).containsExactly("ann", "bob", "bob");
    }
}
