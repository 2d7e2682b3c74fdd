package io.lifeos.memory.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lifeos.memory.archive.MappingException;
import io.lifeos.memory.archive.profile.TableProfile;
import io.lifeos.memory.archive.table.TableSpec;
import io.lifeos.memory.fact.Fact;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A table that no program is known to make, whose columns the user names. */
final class GenericTableIT extends MigrationFixture {

    private static final String TABLE = "\"My \"\"Agents\"\"\".\"Their; Memories\"";

    @Test
    void every_column_means_what_the_user_says() {
        createOddTable();
        both.execute("INSERT INTO " + TABLE + " VALUES ('k 1', 7, 'the body', '{\"x\": 1}', 'no time', 1769353660,"
                + " 's 1', 'the context', '{a,\"b c\"}', 'd, a', 'medium', '{1,2}', 'm 1', 'alice', 7, 'kept')");
        both.readWith(archive -> archive.table(oddTable()));
        both.migrateAndProve();
        Fact fact = both.memory().find(1).orElseThrow();
        assertThat(fact.content()).isEqualTo("the body");
        assertThat(fact.context()).contains("the context");
        assertThat(fact.sessionId()).contains("s 1");
        assertThat(fact.confidence()).isEqualTo(0.6);
        assertThat(fact.happenedAt()).isEqualTo(Instant.parse("2026-01-25T15:07:40Z"));
        assertThat(fact.source()).contains("Their; Memories");
        assertThat(fact.metadata()).contains("{\"an \\\"Owner\\\"\": \"alice\", \"Team?\": 7, \"x\": 1}");
        assertThat(both.stored(
                        "SELECT e.name FROM entity_mentions m JOIN entities e ON e.id = m.entity_id ORDER BY m.place"))
                .containsExactly("#a", "#b c", "#d");
        assertThat(both.stored("SELECT postgres_memory_id || model || dimensions FROM fact_embeddings"))
                .containsExactly("[\"k 1\",\"7\"]m 12");
        assertThat(both.stored("SELECT source_columns ->> '$.content' FROM fact_embeddings"))
                .containsExactly("kept");

        both.execute("UPDATE " + TABLE + " SET \"the Body\" = 'changed', \"Made At\" = '2020-01-01'");
        assertThat(both.migrateAndProve().updated()).isEqualTo(1);
        assertThat(both.memory().find(1).orElseThrow().happenedAt()).isEqualTo(Instant.parse("2020-01-01T00:00:00Z"));
    }

    @Test
    void another_mapping_of_the_same_table_changes_the_facts_in_place() {
        both.execute(
                "CREATE TABLE notes (key int PRIMARY KEY, body text, title text)",
                "INSERT INTO notes VALUES (1, 'the body', 'the title')");
        both.readWith(archive -> archive.table(TableSpec.named("notes").content("body")));
        both.migrateAndProve();
        both.readWith(archive ->
                archive.table(TableSpec.named("notes").content("title").context("body")));
        both.migrateAndProve();
        assertThat(both.memory().find(1).orElseThrow().content()).isEqualTo("the title");
        assertThat(both.memory().find(1).orElseThrow().context()).contains("the body");
        assertThat(both.stored("SELECT count(*) FROM facts")).containsExactly("1");
    }

    @Test
    void a_column_of_the_id_may_be_the_content_too() {
        both.execute(
                "CREATE TABLE notes (body text PRIMARY KEY, made date)",
                "INSERT INTO notes VALUES ('only once', '2026-01-25')");
        both.readWith(archive -> archive.table(
                TableSpec.named("notes").id("body").content("body").createdAt("made")));
        both.migrateAndProve();
        assertThat(both.memory().find(1).orElseThrow().content()).isEqualTo("only once");
    }

    @Test
    void a_member_of_the_metadata_may_be_the_content_whatever_its_json_holds() {
        both.execute("CREATE TABLE notes (id int PRIMARY KEY, doc json)", """
                INSERT INTO notes VALUES (1, '{"body": "a", "x": 1}'), (2, '{"body": "b\\u0000c", "x": "\\ud800"}'),
                    (3, '{"body": "d", "body": "e"}'), (4, '"body"'), (5, '[]'), (6, NULL), (7, '{"body": 7}'),
                    (8, '{ "body" : "\\\\u0000 \\ud83d\\ude00" }')""");
        both.readWith(archive -> archive.table(TableSpec.named("notes")
                .profile(TableProfile.GENERIC)
                .metadata("doc")
                .contentMember("body")));
        assertThat(both.migrateAndProve().leftOut()).isEqualTo(4);
        assertThat(both.stored("SELECT content FROM facts ORDER BY id"))
                .containsExactly("a", "b\ufffdc", "e", "\\u0000 \ud83d\ude00");
        assertThat(both.stored("SELECT metadata FROM facts ORDER BY id"))
                .containsExactly("{\"x\": 1}", "{\"body\": \"b\\u0000c\", \"x\": \"\\ud800\"}", "{}", "{}");
    }

    @Test
    void an_id_that_tells_no_rows_apart_is_refused_and_the_cure_is_named() {
        both.execute(
                "CREATE TABLE notes (id serial PRIMARY KEY, key text, body text)",
                "INSERT INTO notes (key, body) VALUES ('a', '1'), ('a', '2'), ('b', '3'), (NULL, '4')");
        both.readWith(
                archive -> archive.table(TableSpec.named("notes").id("key").content("body")));
        assertThatThrownBy(both::migrate)
                .isInstanceOf(MappingException.class)
                .hasMessageContaining(
                        "cannot be told apart by key: 1 rows have none, and 1 values of it are in several")
                .hasMessageContaining("key together with the primary key");
        both.execute("DELETE FROM notes WHERE key IS NULL");
        both.readWith(archive ->
                archive.table(TableSpec.named("notes").id("key", "id").content("body")));
        assertThat(both.migrateAndProve().migrated()).isEqualTo(3);
    }

    @Test
    void a_column_that_is_not_there_is_named_beside_those_that_are() {
        both.execute("CREATE TABLE notes (id serial PRIMARY KEY, \"Body\" text)");
        assertRefused(TableSpec.named("notes").content("body").context("about"), "no column body and no column about");
        assertRefused(TableSpec.named("notes"), "no column content");
        assertRefused(TableSpec.named("notes").profile(TableProfile.GENERIC), "no column named as such");
        assertRefused(TableSpec.named("notes").metadata("Body").contentMember("data"), "with the member data");
        assertRefused(TableSpec.named("notes").content("Body\"; DROP TABLE notes; --"), "no column Body\"; DROP");
        both.readWith(archive -> archive.table(TableSpec.named("notes").content("Body")));
        both.migrateAndProve();
    }

    @Test
    void a_blank_name_or_a_value_that_no_text_holds_is_refused_at_once() {
        TableSpec table = TableSpec.named("notes");
        assertThatIllegalArgumentException().isThrownBy(() -> table.content(" "));
        assertThatIllegalArgumentException().isThrownBy(() -> table.whereScope("user_id", "a\0"));
        assertThatIllegalArgumentException().isThrownBy(() -> TableSpec.named("notes; DROP TABLE notes"));
    }

    @Test
    void memories_without_a_time_take_the_one_that_is_given_on_their_first_import_and_keep_it() {
        both.execute(
                "CREATE TABLE notes (id int PRIMARY KEY, content text, metadata json)",
                "INSERT INTO notes VALUES (1, 'undated', '{}'), (2, 'dated', '{\"createdAt\": \"2020-01-01T00:00:00+02:00\"}')");
        both.readWith(archive -> archive.table("notes"));
        Instant given = Instant.parse("2019-05-01T12:00:00.123456789Z");
        assertThat(both.migrator().undatedTime(given).build().migrate().success())
                .isTrue();
        Instant kept = Instant.parse("2019-05-01T12:00:00.123456Z");
        assertThat(times()).containsExactly(kept, Instant.parse("2019-12-31T22:00:00Z"));
        both.execute("UPDATE notes SET content = content || ' and changed'");
        assertThat(both.migrator()
                        .undatedTime(Instant.EPOCH)
                        .acceptChangedContents(true)
                        .build()
                        .migrate()
                        .run()
                        .updated())
                .isEqualTo(2);
        both.migrateAndProve();
        both.migrator().force(true).build().migrate();
        assertThat(times()).containsExactly(kept, Instant.parse("2019-12-31T22:00:00Z"));
        assertThatIllegalArgumentException().isThrownBy(() -> both.migrator().undatedTime(Instant.MAX));
    }

    private List<Instant> times() {
        return List.of(
                both.memory().find(1).orElseThrow().happenedAt(),
                both.memory().find(2).orElseThrow().happenedAt());
    }

    private void assertRefused(TableSpec table, String message) {
        both.readWith(archive -> archive.table(table));
        assertThatThrownBy(both::migrate)
                .isInstanceOf(MappingException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("it has [id, Body]");
    }

    private void createOddTable() {
        both.execute("CREATE SCHEMA \"My \"\"Agents\"\"\"", "CREATE TABLE " + TABLE + """
                 ("the ""Key" text, "No." int, "the Body" text, "What's Known" json, "Made At" text, "or at" bigint,
                 "Se$$ion" text, "About?" text, "Tag's" text[], "More Tags" text, "Sure" text, "Ve{c}tor" real[],
                 "Mo\\del" text, "an ""Owner""\" text, "Team?" int, content text)""");
    }

    private static TableSpec oddTable() {
        return TableSpec.named(TABLE)
                .profile(TableProfile.GENERIC)
                .id("the \"Key", "No.")
                .content("the Body")
                .metadata("What's Known")
                .createdAt("Made At", "or at")
                .sessionId("Se$$ion")
                .context("About?")
                .tags("Tag's", "More Tags")
                .confidence("Sure")
                .embedding("Ve{c}tor")
                .embeddingModel("Mo\\del")
                .scope("an \"Owner\"", "Team?");
    }
}
