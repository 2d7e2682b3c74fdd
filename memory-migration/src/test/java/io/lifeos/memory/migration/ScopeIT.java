package io.lifeos.memory.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lifeos.memory.archive.MappingException;
import io.lifeos.memory.archive.table.TableSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Memories of one owner, out of a table that holds those of many. */
final class ScopeIT extends MigrationFixture {

    private static final String CREATE = "CREATE TABLE mem0 (id uuid PRIMARY KEY, vector real[], payload jsonb)";

    private int rows;

    @Test
    void one_owner_after_the_other_comes_into_the_same_memory_and_none_is_taken_for_gone() {
        both.execute(CREATE);
        insert("alice", "of alice");
        insert("bob", "of bob");
        insert("bob", "of bob too");
        both.execute("INSERT INTO mem0 VALUES (gen_random_uuid(), NULL, '{\"data\": \"of nobody\"}')");

        MigrationReport alice = migrateOf("alice");
        assertThat(alice.migrated()).isEqualTo(1);
        assertThat(alice.leftOut()).isEqualTo(3);
        assertNothingGone(migrateOf("bob"), 2);
        assertNothingGone(migrateOf("alice"), 0);
        assertThat(contents()).isEqualTo("of alice,of bob,of bob too");
        assertThat(both.stored("SELECT count(*) FROM migration_sources")).containsExactly("1");

        MigrationResult again = both.migrator().forgetGone(true).build().migrate();
        assertThat(again.run().goneForgotten()).isZero();
        assertThat(both.stored("SELECT count(*) FROM facts WHERE is_active = 0"))
                .containsExactly("0");
    }

    @Test
    void a_row_that_is_really_gone_is_reported_whoever_it_was_of_and_one_that_changes_hands_is_not() {
        both.execute(CREATE);
        insert("alice", "of alice");
        insert("bob", "of bob");
        insert("bob", "given to alice");
        migrateOf("alice");
        migrateOf("bob");
        both.execute(
                "UPDATE mem0 SET payload = payload || '{\"user_id\": \"alice\"}' WHERE payload->>'data' = 'given to alice'",
                "DELETE FROM mem0 WHERE payload->>'data' = 'of alice'");
        assertThat(migrateOf("bob").orphaned().count()).isEqualTo(1);
        MigrationReport alice = migrateOf("alice");
        assertThat(alice.updated()).isEqualTo(1);
        assertThat(alice.orphaned().count()).isEqualTo(1);
        assertThat(both.verify().orphaned().count()).isEqualTo(1);
        assertThat(both.migrator().forgetGone(true).build().migrate().run().goneForgotten())
                .as("in a run for one owner")
                .isZero();
        both.readWith(archive -> archive);
        MigrationResult again = both.migrator().forgetGone(true).build().migrate();
        assertThat(again.run().goneForgotten()).isEqualTo(1);
        assertThat(both.stored("SELECT content FROM facts WHERE is_active = 0")).containsExactly("of alice");
    }

    @Test
    void an_owner_without_memories_is_complete_beside_those_of_others() {
        both.execute(CREATE);
        insert("alice", "of alice");
        migrateOf("alice");
        assertNothingGone(migrateOf("carol"), 0);
        both.execute("DELETE FROM mem0");
        readOf("alice");
        assertThat(both.verify().reason().orElseThrow()).contains("the source has no rows, but 1 were migrated");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "O'Brien",
                "\"",
                "\\",
                "\\'",
                "'; DROP TABLE mem0; --",
                "?",
                "$1",
                "{d '1'}",
                "",
                " a ",
                "%",
                "é\ud83d\ude00"
            })
    void an_owner_of_any_name_is_data(String name) {
        both.execute(CREATE);
        both.source()
                .execute(
                        "INSERT INTO mem0 VALUES (gen_random_uuid(), NULL, jsonb_build_object('data', 'mine', 'user_id', '"
                                + name.replace("'", "''") + "'))");
        insert("other", "not mine");
        readOf(name);
        both.migrateAndProve();
        assertThat(contents()).isEqualTo("mine");
        assertThat(both.stored("SELECT metadata ->> '$.user_id' FROM facts")).containsExactly(name);
    }

    @Test
    void several_scopes_must_all_match_in_columns_and_members_and_tables_beside() {
        both.execute(
                "CREATE TABLE langchain_pg_collection (uuid uuid PRIMARY KEY, name varchar, cmetadata json)",
                "CREATE TABLE langchain_pg_embedding (id varchar PRIMARY KEY, collection_id uuid, embedding real[],"
                        + " document varchar, cmetadata jsonb)",
                "INSERT INTO langchain_pg_collection VALUES ('11111111-1111-4111-8111-111111111111', 'notes'),"
                        + " ('22222222-2222-4222-8222-222222222222', 'others')",
                "INSERT INTO langchain_pg_embedding SELECT n || u, c::uuid, NULL, u || ' in ' || n,"
                        + " jsonb_build_object('user_id', u) FROM (VALUES ('11111111-1111-4111-8111-111111111111', 'notes'),"
                        + " ('22222222-2222-4222-8222-222222222222', 'others')) t(c, n), unnest(ARRAY['1', '2']) u");
        both.readWith(archive -> archive.table(
                TableSpec.detected().whereScope("collection", "notes").whereScope("user_id", "2")));
        assertThat(both.migrateAndProve().leftOut()).isEqualTo(3);
        assertThat(contents()).isEqualTo("2 in notes");
    }

    @Test
    void owners_are_told_apart_in_columns_of_any_name_and_type_and_under_ids_of_several_columns() {
        both.execute(
                "CREATE SCHEMA \"My \"\"Agents\"\"\"",
                "CREATE TABLE \"My \"\"Agents\"\"\".\"Their; Memories\" (\"the \"\"Id\" int, part text, content text,"
                        + " \"Owner's No\" int, PRIMARY KEY (\"the \"\"Id\", part))",
                "INSERT INTO \"My \"\"Agents\"\"\".\"Their; Memories\" VALUES (1, 'a \"b\"', 'of 1', 1), (1, 'c', 'of 2', 2),"
                        + " (2, '[\"x\",\"y\"]', 'of none', NULL)");
        for (String owner : new String[] {"1", "2", "1"}) {
            both.readWith(archive -> archive.table(TableSpec.named("\"My \"\"Agents\"\"\".\"Their; Memories\"")
                    .scope("Owner's No")
                    .whereScope("Owner's No", owner)));
            MigrationReport report = both.migrateAndProve();
            assertThat(report.orphaned().isEmpty()).isTrue();
        }
        assertThat(contents()).isEqualTo("of 1,of 2");
        assertThat(both.stored("SELECT metadata FROM facts ORDER BY id"))
                .containsExactly("{\"Owner's No\": 1}", "{\"Owner's No\": 2}");
    }

    @Test
    void ids_that_a_table_had_before_under_another_key_are_gone_and_fail_nothing() {
        both.execute(
                "CREATE TABLE archival_memory (id text PRIMARY KEY, content text, agent_id text)",
                "INSERT INTO archival_memory VALUES ('x', 'old', 'a'), ('[\"1\",\"2\"]', 'old too', 'a')");
        both.migrateAndProve();
        for (String key :
                new String[] {"id int PRIMARY KEY", "id uuid PRIMARY KEY", "id int, part int, PRIMARY KEY (id, part)"
                }) {
            both.execute(
                    "DROP TABLE archival_memory",
                    "CREATE TABLE archival_memory (" + key + ", content text, agent_id text)");
            both.readWith(
                    archive -> archive.table(TableSpec.named("archival_memory").whereScope("agent_id", "a")));
            assertThat(both.migrate().run().orphaned().count()).isEqualTo(2);
        }
    }

    @Test
    void a_scope_that_is_not_there_is_named_beside_the_columns_that_are() {
        both.execute("CREATE TABLE archival_memory (id int PRIMARY KEY, content text, project text)");
        both.readWith(
                archive -> archive.table(TableSpec.named("archival_memory").whereScope("user_id", "alice")));
        assertThatThrownBy(both::migrate)
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("no scope user_id")
                .hasMessageContaining("[id, content, project]");
    }

    private MigrationReport migrateOf(String user) {
        readOf(user);
        return both.migrateAndProve();
    }

    private void readOf(String user) {
        both.readWith(archive -> archive.table(TableSpec.detected().whereScope("user_id", user)));
    }

    private void assertNothingGone(MigrationReport report, long migrated) {
        assertThat(report.migrated()).isEqualTo(migrated);
        assertThat(report.orphaned().isEmpty()).isTrue();
        assertThat(both.verify().orphaned().isEmpty()).isTrue();
    }

    private String contents() {
        return String.join(",", both.stored("SELECT content FROM facts ORDER BY id"));
    }

    private void insert(String user, String content) {
        both.execute("INSERT INTO mem0 VALUES ('00000000-0000-4000-8000-" + String.format("%012d", rows++)
                + "', NULL, '{\"data\": \"" + content + "\", \"user_id\": \"" + user + "\"}')");
    }
}
