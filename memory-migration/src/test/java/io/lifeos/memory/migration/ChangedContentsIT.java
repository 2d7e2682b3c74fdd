package io.lifeos.memory.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lifeos.memory.archive.table.TableSpec;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.postgres.PostgresArchive;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Known ids under which most rows say something else, as they are other rows. */
final class ChangedContentsIT extends MigrationFixture {

    @Test
    void a_window_of_messages_that_moved_overwrites_nothing() {
        both.execute(
                "CREATE TABLE chat (conversation text, place int, content text, written timestamptz,"
                        + " PRIMARY KEY (conversation, place))",
                "INSERT INTO chat VALUES ('c', 0, 'Hello', '2026-01-01 10:00Z'),"
                        + " ('c', 1, 'I moved to Porto', '2026-01-01 10:01Z'), ('c', 2, 'It rains', '2026-01-01 10:02Z')");
        both.readWith(archive ->
                archive.table(TableSpec.named("chat").content("content").createdAt("written")));
        both.migrateAndProve();
        both.execute(
                "DELETE FROM chat",
                "INSERT INTO chat VALUES ('c', 0, 'I moved to Porto', '2026-01-01 10:01Z'),"
                        + " ('c', 1, 'It rains', '2026-01-01 10:02Z'), ('c', 2, 'Bye', '2026-01-01 10:03Z')");
        String before = Stored.facts(both.memory());
        assertThatThrownBy(both::migrate)
                .isInstanceOf(ChangedContentsException.class)
                .hasMessageContaining("3 of 3 known rows")
                .hasMessageContaining("moving window")
                .hasMessageContaining("such as conversation, written, content")
                .hasMessageContaining("Nothing was stored")
                .hasMessageContaining("--accept-changed-contents");
        assertThat(Stored.facts(both.memory())).isEqualTo(before);
        assertThat(both.migrator().build().plan().warnings())
                .anySatisfy(warning -> assertThat(warning).contains("place, which looks like a place in a list"));
    }

    @Test
    void an_id_that_is_a_place_gets_a_proposal_of_the_columns_of_its_table_that_a_run_takes() {
        both.execute(
                "CREATE TABLE chat (thread_id text, position int, role text, content text, written timestamptz,"
                        + " PRIMARY KEY (position))",
                "INSERT INTO chat VALUES ('c', 0, 'user', 'Hello', '2026-01-01 10:00Z'),"
                        + " ('c', 1, 'assistant', 'Hello', '2026-01-01 10:00Z')");
        both.readWith(archive -> archive.table(
                TableSpec.named("chat").role("role").content("content").createdAt("written")));
        assertThat(both.migrator().build().plan().warnings())
                .anySatisfy(warning -> assertThat(warning)
                        .contains("(--id thread_id,written,role,content)")
                        .endsWith(
                                "; a run is refused while two rows agree in all of these, or one lacks any of them."));
        both.readWith(archive -> archive.table(TableSpec.named("chat")
                .id("thread_id", "written", "role", "content")
                .role("role")
                .content("content")
                .createdAt("written")));
        assertThat(both.migrateAndProve().migrated()).isEqualTo(2);
    }

    @Test
    void messages_that_are_told_apart_by_what_stays_with_them_outlive_the_window() {
        both.execute(
                "CREATE TABLE chat (conversation text, sequence_id int, content text, written timestamptz)",
                "INSERT INTO chat VALUES ('c', 0, 'Hello', '2026-01-01 10:00Z'),"
                        + " ('c', 1, 'It rains', '2026-01-01 10:02Z')");
        both.readWith(archive -> archive.table(TableSpec.named("chat")
                .id("conversation", "written", "content")
                .content("content")
                .createdAt("written")));
        both.migrateAndProve();
        both.execute(
                "DELETE FROM chat",
                "INSERT INTO chat VALUES ('c', 0, 'It rains', '2026-01-01 10:02Z'),"
                        + " ('c', 1, 'Bye', '2026-01-01 10:03Z')");
        MigrationReport report = both.migrate().run();
        assertThat(report.migrated()).isEqualTo(1);
        assertThat(report.updated()).as("its new place is kept beside it").isEqualTo(1);
        assertThat(report.orphaned().count()).isEqualTo(1);
        assertThat(both.stored("SELECT content FROM facts WHERE is_active = 1 ORDER BY id"))
                .containsExactly("Hello", "It rains", "Bye");
    }

    @Test
    void serials_that_were_renewed_stop_a_run_before_its_first_write_even_of_new_rows() {
        insertNotes(60);
        both.migrateAndProve();
        both.execute(
                "UPDATE notes SET content = 'another ' || content WHERE id > 40",
                "INSERT INTO notes VALUES (-1, 'new and first', now())");
        String before = Stored.facts(both.memory());
        assertThatThrownBy(both::migrate)
                .isInstanceOf(ChangedContentsException.class)
                .hasMessageContaining("20 of 60");
        assertThat(Stored.facts(both.memory())).isEqualTo(before);
    }

    @Test
    void a_copy_of_the_server_in_which_a_third_says_something_else_is_not_taken_for_the_source() {
        insertNotes(60);
        both.migrateAndProve();
        both.execute("UPDATE notes SET content = 'the copy says otherwise ' || id WHERE id % 10 < 4");
        ChangedContentsException stop = catchThrowableOfType(ChangedContentsException.class, both::migrate);
        assertThat(stop.known()).isEqualTo(60);
        assertThat(stop.changed()).isEqualTo(24);
        assertThat(both.migrator().dryRun(true).build())
                .satisfies(dryRun ->
                        assertThatThrownBy(dryRun::migrateArchivalMemory).isInstanceOf(ChangedContentsException.class));
    }

    @Test
    void a_server_that_stands_before_the_last_run_is_named_in_the_message_and_decides_nothing_alone() {
        insertNotes(30);
        both.migrateAndProve();
        assertThat(both.stored("SELECT server_state FROM migration_sources"))
                .first()
                .asString()
                .matches("1 [0-9A-F]+/[0-9A-F]+");
        both.tamper("UPDATE migration_sources SET server_state = '7 FFFFFFFF/0'");
        both.execute("UPDATE notes SET content = 'corrected' WHERE id = 1");
        assertThat(both.migrate().run().updated()).isEqualTo(1);
        both.tamper("UPDATE migration_sources SET server_state = '7 FFFFFFFF/0'");
        both.execute("UPDATE notes SET content = 'otherwise ' || id");
        assertThatThrownBy(both::migrate)
                .isInstanceOf(ChangedContentsException.class)
                .hasMessageContaining("The server is on timeline 1, and was on 7 at the last run");
        both.tamper("UPDATE migration_sources SET server_state = '1 FFFFFFFF/0'");
        assertThatThrownBy(both::migrate).hasMessageContaining("an older copy");
    }

    @Test
    void a_role_that_may_not_ask_the_server_migrates_without_the_hint() {
        insertNotes(3);
        both.execute(
                "CREATE ROLE plain_reader LOGIN",
                "GRANT SELECT ON notes TO plain_reader",
                "REVOKE EXECUTE ON FUNCTION pg_control_checkpoint() FROM PUBLIC");
        try (PostgresArchive archive = PostgresArchive.builder()
                .url(both.source().url("plain_reader", "none"))
                .table(TableSpec.named("notes"))
                .build()) {
            assertThat(Migrator.from(archive)
                            .into(both.memory())
                            .build()
                            .migrate()
                            .success())
                    .isTrue();
            assertThat(both.stored("SELECT server_state FROM migration_sources"))
                    .containsOnlyNulls();
        } finally {
            both.execute(
                    "GRANT EXECUTE ON FUNCTION pg_control_checkpoint() TO PUBLIC",
                    "DROP OWNED BY plain_reader",
                    "DROP ROLE plain_reader");
        }
    }

    @ParameterizedTest(name = "{0} of 100")
    @ValueSource(ints = {1, 19, 20})
    void a_fifth_of_changed_rows_is_everyday_life(int changed) {
        insertNotes(100);
        both.migrateAndProve();
        both.execute("UPDATE notes SET content = 'corrected ' || id WHERE id <= " + changed);
        assertThat(both.migrateAndProve().updated()).isEqualTo(changed);
    }

    @Test
    void fewer_than_20_changed_rows_stop_nothing_unless_they_are_all() {
        insertNotes(20);
        both.migrateAndProve();
        both.execute("UPDATE notes SET content = 'corrected ' || id WHERE id > 1");
        assertThat(both.migrateAndProve().updated()).isEqualTo(19);
        both.execute("UPDATE notes SET content = content || ' again'");
        assertThatThrownBy(both::migrate).isInstanceOf(ChangedContentsException.class);
    }

    @Test
    void a_single_memory_may_be_rewritten() {
        insertNotes(1);
        both.migrateAndProve();
        both.execute("UPDATE notes SET content = 'corrected'");
        assertThat(both.migrateAndProve().updated()).isEqualTo(1);
    }

    @Test
    void changed_times_new_columns_and_blanks_are_no_other_contents() {
        insertNotes(50);
        both.migrateAndProve();
        both.execute(
                "ALTER TABLE notes ADD COLUMN project text DEFAULT 'apollo'",
                "UPDATE notes SET written = written + interval '1 day', content = '  ' || content || E'\\n'");
        assertThat(both.migrateAndProve().updated()).isEqualTo(50);
    }

    @Test
    void changed_contents_are_taken_over_once_they_are_accepted() {
        insertNotes(30);
        both.migrateAndProve();
        both.execute("UPDATE notes SET content = 'rewritten ' || id");
        MigrationResult accepted =
                both.migrator().acceptChangedContents(true).build().migrate();
        assertThat(both.prove(accepted).updated()).isEqualTo(30);
        assertThat(both.memory().find(30).map(Fact::content)).contains("rewritten 30");
    }

    @Test
    void facts_that_were_edited_or_forgotten_here_say_nothing_of_their_rows() {
        insertNotes(40);
        both.migrateAndProve();
        both.tamper(
                "UPDATE facts SET content = 'mine' WHERE id <= 15",
                "UPDATE facts SET is_active = 0 WHERE id BETWEEN 16 AND 25");
        both.execute(
                "UPDATE notes SET content = 'theirs' WHERE id <= 25", "INSERT INTO notes VALUES (99, 'new', now())");
        MigrationReport report = both.migrate().run();
        assertThat(report.migrated()).isEqualTo(1);
        assertThat(report.updated()).isZero();
        assertThat(report.keptLocal().count()).isEqualTo(25);
    }

    @Test
    void rows_that_are_gone_and_new_ones_beside_them_are_no_changed_contents() {
        insertNotes(50);
        both.migrateAndProve();
        both.execute("UPDATE notes SET id = id + 1000 WHERE id > 10");
        MigrationReport report = both.migrate().run();
        assertThat(report.migrated()).isEqualTo(40);
        assertThat(report.orphaned().count()).isEqualTo(40);
    }

    @Test
    void a_plan_tells_of_changed_contents_before_a_run_refuses_them() {
        insertNotes(30);
        assertThat(both.migrator().build().plan().changed()).hasValue(0);
        both.migrateAndProve();
        both.execute("UPDATE notes SET content = 'otherwise ' || id WHERE id <= 25");
        MigrationPlan plan = both.migrator().build().plan();
        assertThat(plan.changed()).hasValue(25);
        assertThat(plan.warnings())
                .anySatisfy(warning ->
                        assertThat(warning).contains("25 of 30 known rows", "a migration stops before it writes"));
    }

    @Test
    void a_plan_counts_changed_contents_that_a_run_accepts_without_a_warning() {
        insertNotes(30);
        both.migrateAndProve();
        both.execute("UPDATE notes SET content = 'corrected' WHERE id = 3");
        MigrationPlan plan = both.migrator().build().plan();
        assertThat(plan.changed()).hasValue(1);
        assertThat(plan.warnings()).noneMatch(warning -> warning.contains("known rows"));
    }

    private void insertNotes(int rows) {
        both.execute(
                "CREATE TABLE notes (id int PRIMARY KEY, content text, written timestamptz)",
                "INSERT INTO notes SELECT i, 'note ' || i, '" + Instant.parse("2026-01-01T00:00:00Z")
                        + "'::timestamptz + i * interval '1 hour' FROM generate_series(1, " + rows + ") i");
        both.readWith(archive -> archive.table(TableSpec.named("notes").createdAt("written")));
    }
}
