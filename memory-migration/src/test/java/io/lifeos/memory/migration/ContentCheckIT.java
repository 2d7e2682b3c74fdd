package io.lifeos.memory.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lifeos.memory.archive.MappingException;
import io.lifeos.memory.archive.file.FileArchive;
import io.lifeos.memory.archive.profile.TableProfile;
import io.lifeos.memory.archive.table.TableSpec;
import io.lifeos.memory.migration.VerificationReport.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources whose contents are not where they are looked for, so that a run would bring over nothing, or little. */
class ContentCheckIT extends MigrationFixture {

    private static final TableSpec CHAT =
            TableSpec.named("chat_history").metadata("message").contentMember("content");

    @Test
    void a_member_that_no_row_has_stops_a_run_and_names_the_members_that_are_there() {
        chatHistory();
        both.readWith(archive -> archive.table(CHAT));
        assertThatThrownBy(both::migrate)
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("No row of \"public\".\"chat_history\" has a content in message->>content")
                .hasMessageContaining("message has the members data, type")
                .hasMessageContaining("Nothing was stored");
        assertThat(both.stored("SELECT identity FROM migration_sources")).isEmpty();
        assertThatThrownBy(both::verify).isInstanceOf(MappingException.class);
        assertThatThrownBy(() -> both.migrator().dryRun(true).build().migrateArchivalMemory())
                .isInstanceOf(MappingException.class);
        assertThat(both.migrator().build().plan().warnings())
                .anySatisfy(warning -> assertThat(warning).contains("message has the members data, type"));
    }

    @Test
    void a_column_that_is_empty_in_every_row_stops_a_run_and_names_the_columns() {
        both.execute(
                "CREATE TABLE notes (id int PRIMARY KEY, content text, body text)",
                "INSERT INTO notes VALUES (1, NULL, 'here'), (2, NULL, 'here too')");
        both.readWith(archive -> archive.table(TableSpec.named("notes")));
        assertThatThrownBy(both::migrate)
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("has a content in content; its columns are id, content, body");
    }

    @Test
    void a_table_that_only_looks_like_that_of_a_program_is_no_success() {
        both.execute(
                "CREATE TABLE \"DocumentChunk_text\" (id uuid PRIMARY KEY, payload json, vector real[])",
                "INSERT INTO \"DocumentChunk_text\" VALUES (gen_random_uuid(), '{\"text\": \"a chunk\"}', '{1,2}')");
        both.readWith(archive ->
                archive.table(TableSpec.named("\"DocumentChunk_text\"").profile(TableProfile.MEM0)));
        assertThatThrownBy(both::migrate)
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("payload has the members text");
    }

    @Test
    void a_member_that_no_line_of_a_dump_has_stops_a_run_likewise(@TempDir Path folder) throws IOException {
        Path dump = Files.writeString(
                folder.resolve("chat_history.jsonl"),
                "{\"id\": 1, \"message\": {\"type\": \"human\", \"data\": {\"content\": \"My name is Sam\"}}}\n");
        try (FileArchive archive = FileArchive.builder(dump).table(CHAT).build()) {
            Migrator migrator = Migrator.from(archive).into(both.memory()).build();
            assertThatThrownBy(migrator::migrate)
                    .isInstanceOf(MappingException.class)
                    .hasMessageContaining("message has the members data, type");
        }
    }

    @Test
    void an_empty_table_is_no_mistake() {
        both.execute("CREATE TABLE notes (id int PRIMARY KEY, content text)");
        both.readWith(archive -> archive.table(TableSpec.named("notes")));
        assertThat(both.migrate().success()).isTrue();
    }

    @Test
    void rows_that_are_all_retired_are_no_mistake() {
        both.execute(
                "CREATE TABLE notes (id int PRIMARY KEY, content text, deleted_at timestamptz)",
                "INSERT INTO notes VALUES (1, 'gone', now()), (2, 'gone too', now())");
        both.readWith(archive -> archive.table(TableSpec.named("notes")));
        MigrationResult result = both.migrate();
        assertThat(result.success()).isTrue();
        assertThat(result.run().leftOutByReason()).containsExactly(Map.entry("soft-deleted", 2L));
        assertThat(result.run().warnings()).contains("No row is selected: all are left out.");
    }

    @Test
    void a_run_that_leaves_out_over_half_for_want_of_a_content_is_no_success_until_that_is_allowed() {
        both.execute(
                "CREATE TABLE notes (id int PRIMARY KEY, content text)",
                "INSERT INTO notes VALUES (1, 'one'), (2, NULL), (3, NULL)");
        both.readWith(archive -> archive.table(TableSpec.named("notes")));
        MigrationResult result = both.migrate();
        assertThat(result.run().migrated()).isEqualTo(1);
        assertThat(result.run().success()).isFalse();
        assertThat(result.run().doubt())
                .hasValueSatisfying(doubt -> assertThat(doubt).contains("2 of 3 rows", "--allow-left-out"));
        assertThat(result.verification().outcome()).isEqualTo(Outcome.INCOMPLETE);
        assertThat(both.migrator().allowLeftOut(true).build().migrate().success())
                .isTrue();
    }

    @Test
    void half_of_the_rows_or_rows_that_are_left_out_otherwise_raise_no_doubt() {
        both.execute(
                "CREATE TABLE notes (id int PRIMARY KEY, content text, deleted_at timestamptz)",
                "INSERT INTO notes VALUES (1, 'one', NULL), (2, 'two', NULL), (3, NULL, NULL), (4, NULL, NULL)");
        both.readWith(archive -> archive.table(TableSpec.named("notes")));
        assertThat(both.migrate().success()).isTrue();
        both.execute("INSERT INTO notes SELECT i, 'gone', now() FROM generate_series(10, 30) i");
        MigrationResult result = both.migrate();
        assertThat(result.success()).isTrue();
        assertThat(result.run().doubt()).isEmpty();
        assertThat(result.run().leftOutByReason())
                .containsEntry("without content", 2L)
                .containsEntry("soft-deleted", 21L);
    }

    @Test
    void a_time_that_cannot_be_read_is_a_warning_with_its_first_row_and_a_count() {
        both.execute(
                "CREATE TABLE notes (id int PRIMARY KEY, content text, created_at text)",
                "INSERT INTO notes VALUES (1, 'one', '2026-01-01T00:00:00Z'), (2, 'two', 'last Tuesday'),"
                        + " (3, 'three', 'soon'), (4, 'four', NULL)");
        both.readWith(archive -> archive.table(TableSpec.named("notes")));
        MigrationReport report = both.migrate().run();
        assertThat(report.undated()).isEqualTo(3);
        assertThat(report.warnings())
                .anyMatch(warning ->
                        warning.startsWith("2 rows have a time that cannot be read, the first of them row 2"))
                .anyMatch(warning -> warning.startsWith("1 rows have no time"));
    }

    private void chatHistory() {
        both.execute(
                "CREATE TABLE chat_history (id serial PRIMARY KEY, session_id uuid NOT NULL, message jsonb NOT NULL,"
                        + " created_at timestamptz NOT NULL)",
                "INSERT INTO chat_history (session_id, message, created_at) VALUES"
                        + " ('60000000-0000-4000-8000-000000000001',"
                        + " '{\"type\":\"human\",\"data\":{\"content\":\"My name is Sam\"}}', '2026-01-01Z')");
    }
}
