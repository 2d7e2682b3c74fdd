package io.lifeos.memory.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.lifeos.memory.archive.MappingException;
import io.lifeos.memory.archive.file.FileArchive;
import io.lifeos.memory.archive.profile.TableProfile;
import io.lifeos.memory.archive.table.TableSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who said a memory follows from values that are words for a role, or from what is named. */
final class RolesIT extends MigrationFixture {

    private static final String LEFT_OUT = "of a tool or the system";

    @TempDir
    Path folder;

    static Stream<Arguments> chats() {
        return Stream.of(
                Arguments.of(
                        "n8n",
                        "chat (id serial PRIMARY KEY, session_id varchar, message jsonb)",
                        "(session_id, message) VALUES ('s', '{\"type\": \"human\", \"content\": \"My dog is Rex\"}'),"
                                + " ('s', '{\"type\": \"ai\", \"content\": \"Nice name\", \"tool_calls\": []}'),"
                                + " ('s', '{\"type\": \"tool\", \"content\": \"{}\"}')",
                        generic().metadata("message").contentMember("content").sessionId("session_id")),
                Arguments.of(
                        "Spring AI's chat memory",
                        "chat (conversation_id varchar, content text, type varchar, \"timestamp\" timestamp, sequence_id bigint,"
                                + " PRIMARY KEY (conversation_id, sequence_id))",
                        "VALUES ('c', 'My dog is Rex', 'USER', '2026-01-05', 0), ('c', 'Nice name', 'ASSISTANT', '2026-01-05', 1),"
                                + " ('c', 'Be kind', 'SYSTEM', '2026-01-05', 2)",
                        generic().content("content").createdAt("timestamp")),
                Arguments.of(
                        "Zep, whose role is a name",
                        "chat (uuid uuid PRIMARY KEY DEFAULT gen_random_uuid(), role text, role_type text, content text)",
                        "(role, role_type, content) VALUES ('Jane', 'user', 'My dog is Rex'), ('Guide', 'assistant', 'Nice name'),"
                                + " ('search', 'tool', 'none')",
                        generic().content("content")),
                Arguments.of(
                        "Mastra, whose type is a version",
                        "chat (id text PRIMARY KEY, content text, role text, type text)",
                        "VALUES ('1', 'My dog is Rex', 'user', 'v2'), ('2', 'Nice name', 'assistant', 'v2'), ('3', 'none', 'tool', 'v2'),"
                                + " ('4', ' ', NULL, 'v2')",
                        generic().content("content")));
    }

    private static TableSpec generic() {
        return TableSpec.named("chat").profile(TableProfile.GENERIC);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("chats")
    void what_the_assistant_said_is_marked_and_what_a_tool_said_is_left_out(
            String name, String columns, String rows, TableSpec spec) {
        both.execute("CREATE TABLE " + columns, "INSERT INTO chat " + rows);
        both.readWith(archive -> archive.table(spec));
        MigrationPlan plan = both.migrator().build().plan();
        assertThat(plan.rows().assistantOutput()).isEqualTo(1);
        assertThat(plan.rows().leftOut()).contains(entry(LEFT_OUT, 1L));
        both.migrateAndProve();
        assertThat(both.stored("SELECT content || is_assistant_output FROM facts ORDER BY content"))
                .containsExactly("My dog is Rex0", "Nice name1");
        both.readWith(archive -> archive.table(spec).includeLeftOut(true));
        assertThat(both.migrate().run().migrated()).isEqualTo(1);
        assertThat(both.stored("SELECT sum(is_assistant_output) FROM facts")).containsExactly("2");
    }

    @Test
    void a_role_in_a_column_is_in_the_metadata_of_the_fact() {
        both.execute(
                "CREATE TABLE chat (id int PRIMARY KEY, content text, role text)",
                "INSERT INTO chat VALUES (1, 'My dog is Rex', 'user'), (2, 'Nice name', 'assistant')");
        both.readWith(archive -> archive.table(generic().content("content")));
        both.migrateAndProve();
        assertThat(both.stored("SELECT metadata ->> '$.role' FROM facts ORDER BY id"))
                .containsExactly("user", "assistant");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"'user', 'user'", "'assistant', 'assistant'", "'user', 'assistant '', 'x'", "'human', 'robot'"})
    void values_that_are_not_all_words_for_both_a_person_and_an_assistant_make_no_role(String values) {
        String[] two = values.split(", ", 2);
        both.execute("CREATE TABLE chat (id serial PRIMARY KEY, content text, type text)");
        both.execute("INSERT INTO chat (content, type) VALUES ('one', " + two[0] + ")");
        both.execute("INSERT INTO chat (content, type) VALUES ('two', "
                + (two[1].contains("''") ? "'assistant'), ('three', 'x'" : two[1]) + ")");
        both.readWith(archive -> archive.table(generic().content("content")));
        both.migrateAndProve();
        assertThat(both.stored("SELECT sum(is_assistant_output) FROM facts")).containsExactly("0");
    }

    @Test
    void in_archival_memory_only_a_named_place_is_a_role() {
        both.execute(
                "CREATE TABLE archival_memory (id int PRIMARY KEY, content text, metadata jsonb)",
                "INSERT INTO archival_memory VALUES (1, 'one', '{\"type\": \"user\"}'), (2, 'two', '{\"type\": \"model\"}'),"
                        + " (3, 'three', '{\"type\": \"tool\"}'), (4, 'four', '{\"type\": \"note\"}')");
        assertThat(both.migrateAndProve().migrated()).isEqualTo(4);
        assertThat(both.stored("SELECT sum(is_assistant_output) FROM facts")).containsExactly("0");
        both.readWith(
                archive -> archive.table(TableSpec.named("archival_memory").role("type")));
        assertThat(both.migrate().run().leftOut()).isEqualTo(1);
        assertThat(both.stored("SELECT group_concat(content) FROM facts WHERE is_assistant_output = 1"))
                .containsExactly("two");
    }

    @Test
    void a_named_role_that_is_nowhere_is_refused_with_the_columns_that_are() {
        both.execute("CREATE TABLE chat (id int PRIMARY KEY, content text)");
        both.readWith(archive -> archive.table(generic().content("content").role("speaker")));
        assertThatThrownBy(both::migrate)
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("no role speaker")
                .hasMessageContaining("[id, content]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jsonl", "csv"})
    void a_dump_shows_the_same_roles(String format) throws IOException {
        String rows = format.equals("csv") ? """
                id,content,meta
                1,one,"{""role"": ""user""}"
                2,two,"{""role"": ""AI""}"
                3,three,"{""role"": ""system""}"
                """ : """
                {"id":1,"content":"one","meta":{"role":"user"}}
                {"id":2,"content":"two","meta":{"role":"AI"}}
                {"id":3,"content":"three","meta":{"role":"system"}}
                """;
        Path file = Files.writeString(folder.resolve("chat." + format), rows);
        try (FileArchive archive = FileArchive.builder(file)
                .table(generic().id("id").content("content").metadata("meta"))
                .build()) {
            Migrator migrator = Migrator.from(archive).into(both.memory()).build();
            assertThat(migrator.plan().rows().assistantOutput()).isEqualTo(1);
            assertThat(migrator.plan().rows().leftOut()).containsOnly(entry(LEFT_OUT, 1L));
            assertThat(migrator.migrate().success()).isTrue();
        }
        assertThat(both.stored("SELECT content || is_assistant_output FROM facts ORDER BY content"))
                .containsExactly("one0", "two1");
    }
}
