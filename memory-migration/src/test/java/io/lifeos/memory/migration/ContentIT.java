package io.lifeos.memory.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.archive.MappingException;
import io.lifeos.memory.archive.file.FileArchive;
import io.lifeos.memory.archive.profile.TableProfile;
import io.lifeos.memory.archive.table.TableSpec;
import io.lifeos.memory.postgres.testing.TableDump;
import io.lifeos.memory.testing.MemoryOracle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contents that are more than a text, or none. */
final class ContentIT extends MigrationFixture {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"json", "jsonb"})
    void the_memory_is_the_text_in_json_and_the_row_stays_what_it_was(String type) throws Exception {
        create("t", "content " + type);
        insert("t", "\"Likes \\\"green\\\" tea\\nin the morning\"");
        insert("t", "{\"memory\": \"Lives in Porto\"}");
        insert("t", "[{\"type\": \"text\", \"text\": \"one\"}, {\"type\": \"image_url\"}, \"two\"]");
        insert("t", "{\"content\": [{\"type\": \"thinking\", \"text\": \"hm\"}, {\"text\": \"three\"}]}");
        insert("t", "null");
        insert("t", "\"  \"");
        insert("t", "{\"image\": \"x\"}");
        insert("t", "7");
        MigrationReport report = both.migrateAndProve();
        List<String> contents = List.of("Likes \"green\" tea\nin the morning", "Lives in Porto", "one\ntwo", "three");
        assertThat(both.stored("SELECT content FROM facts ORDER BY id")).isEqualTo(contents);
        assertThat(report.leftOut()).isEqualTo(4);
        assertThat(both.migrator().build().plan().rows().leftOut())
                .isEqualTo(Map.of("without content", 2L, "no text", 2L));
        both.execute("DELETE FROM t WHERE content::text = '7'");
        assertSameFromDump("t");
    }

    @Test
    void a_member_that_is_no_string_gives_its_text_and_the_metadata_stays_whole() throws Exception {
        create("mem", "payload jsonb");
        both.readWith(archive -> archive.table(TableSpec.named("mem")
                .profile(TableProfile.GENERIC)
                .metadata("payload")
                .contentMember("data")));
        both.execute(
                "INSERT INTO mem VALUES (1, '{\"data\": \"plain\", \"topic\": \"tea\"}')",
                "INSERT INTO mem VALUES (2, '{\"data\": [\"a\", {\"text\": \"b\"}], \"topic\": \"tea\"}')",
                "INSERT INTO mem VALUES (3, '{\"data\": {\"url\": \"x\"}}'), (4, '{\"data\": \" \"}')");
        assertThat(both.migrateAndProve().leftOut()).isEqualTo(2);
        assertThat(both.stored("SELECT content || ' ' || metadata FROM facts ORDER BY id"))
                .containsExactly(
                        "plain {\"topic\": \"tea\"}",
                        "a\nb {\"data\": [\"a\", {\"text\": \"b\"}], \"topic\": \"tea\"}");
        both.execute("UPDATE mem SET payload = '{\"data\": [\"c\"]}' WHERE id = 2");
        assertThat(both.migrateAndProve().updated()).isEqualTo(1);
        assertThat(both.stored("SELECT content FROM facts ORDER BY id")).containsExactly("plain", "c");
    }

    @Test
    void a_content_that_was_changed_beside_the_row_is_found_by_verification() {
        create("t", "content jsonb");
        insert("t", "\"likes tea\"");
        both.migrateAndProve();
        both.tamper("UPDATE facts SET content = 'likes coffee'");
        assertThat(both.verify().changed().first())
                .extracting(RowDifference::columns)
                .containsExactly(List.of("content"));
    }

    @Test
    void an_array_of_texts_is_a_list_of_parts() throws Exception {
        create("t", "content text[]");
        both.execute("INSERT INTO t VALUES (1, ARRAY['a, \"b\"', NULL, ' ', 'c']), (2, '{}'), (3, ARRAY['', NULL]),"
                + " (4, NULL), (5, ARRAY['d']), (6, ARRAY['e', 'f'])");
        assertThat(both.migrateAndProve().leftOut()).isEqualTo(3);
        assertThat(both.stored("SELECT content FROM facts ORDER BY id")).containsExactly("a, \"b\"\nc", "d", "e\nf");
        assertThat(both.migrator().build().plan().rows().leftOut())
                .isEqualTo(Map.of("without content", 1L, "no text", 2L));
        assertSameFromDump("t");
    }

    @Test
    void a_text_that_looks_like_json_is_a_text() {
        create("t", "content text");
        insert("t", "[\"a\"]");
        insert("t", "\"quoted\"");
        insert("t", "null");
        both.migrateAndProve();
        assertThat(both.stored("SELECT content FROM facts ORDER BY id"))
                .containsExactly("[\"a\"]", "\"quoted\"", "null");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytea", "tsvector", "oid"})
    void a_content_that_cannot_be_a_text_is_refused_with_its_reason(String type) {
        create("t", "content " + type);
        both.execute("INSERT INTO t VALUES (1, '7')");
        assertThatThrownBy(() -> both.migrate())
                .isInstanceOf(MappingException.class)
                .hasMessageContainingAll("The column content", "cannot be the content", type, "nothing was read");
        assertThat(both.stored("SELECT count(*) FROM facts")).containsExactly("0");
    }

    @Test
    void a_csv_row_that_says_null_is_left_out_and_counted_as_such() throws Exception {
        Path file =
                Files.writeString(folder.resolve("x.csv"), "id,content\n1,hello\n2,NULL\n3,\\N\n4,null\n5,annulled\n");
        try (MemoryStore memory = MemoryStore.open(folder.resolve("memory"));
                FileArchive archive = FileArchive.of(file)) {
            Migrator migrator = Migrator.from(archive).into(memory).build();
            assertThat(migrator.migrate().run().leftOut()).isEqualTo(3);
            assertThat(MemoryOracle.rows(memory.database(), "SELECT content FROM facts ORDER BY id"))
                    .containsExactly("hello", "annulled");
            assertThat(migrator.plan().rows().leftOut()).isEqualTo(Map.of("saying NULL", 3L));
        }
    }

    @Test
    void a_csv_value_that_spells_null_without_quotes_is_no_owner_no_session_and_no_time() throws Exception {
        Path file = Files.writeString(folder.resolve("x.csv"), """
                id,content,user_id,session_id,created_at,topic
                1,hello,NULL,\\N,null,NULL
                2,hallo,"NULL","null",2026-01-02,"\\N"
                3,holla,Null,ann,2026-01-03,nullable
                """);
        try (MemoryStore memory = MemoryStore.open(folder.resolve("memory"));
                FileArchive archive = FileArchive.of(file)) {
            MigrationResult result = Migrator.from(archive).into(memory).build().migrate();
            assertThat(result.verification().reason()).isEmpty();
            assertThat(result.run().warnings()).noneMatch(warning -> warning.contains("cannot be read"));
            assertThat(MemoryOracle.rows(
                            memory.database(),
                            "SELECT concat_ws('|', f.content, coalesce(o.id, '-'), coalesce(f.session_id, '-'),"
                                    + " coalesce(l.source_columns ->> 'topic', '-')) FROM facts f"
                                    + " JOIN fact_embeddings l ON l.fact_id = f.id"
                                    + " LEFT JOIN fact_owners o ON o.fact_id = f.id ORDER BY f.id"))
                    .containsExactly("hello|-|-|-", "hallo|NULL|null|\\N", "holla|Null|ann|nullable");
        }
    }

    private void create(String table, String columns) {
        both.execute("CREATE TABLE " + table + " (id serial PRIMARY KEY, " + columns + ")");
        both.readWith(archive -> archive.table(TableSpec.named(table)));
    }

    private void insert(String table, String content) {
        both.execute("INSERT INTO " + table + " (content) VALUES ('" + content + "')");
    }

    /** That the dump of the table gives the same memories, and leaves out as many rows for the same reasons. */
    private void assertSameFromDump(String table) {
        Path file = folder.resolve(table + ".jsonl");
        TableDump.write(both.source(), "SELECT * FROM " + table, file);
        try (MemoryStore memory = MemoryStore.open(folder.resolve("memory"));
                FileArchive archive = FileArchive.of(file)) {
            Migrator migrator = Migrator.from(archive).into(memory).build();
            MigrationResult result = migrator.migrate();
            assertThat(result.verification().reason()).isEmpty();
            assertThat(MemoryOracle.rows(memory.database(), "SELECT content FROM facts ORDER BY id"))
                    .isEqualTo(both.stored("SELECT content FROM facts ORDER BY id"));
            assertThat(result.run().leftOut())
                    .isEqualTo(both.migrator().build().plan().rows().leftOut().values().stream()
                            .mapToLong(Long::longValue)
                            .sum());
        }
    }
}
