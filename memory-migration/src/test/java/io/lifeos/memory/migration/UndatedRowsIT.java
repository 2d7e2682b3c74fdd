package io.lifeos.memory.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.archive.file.FileArchive;
import io.lifeos.memory.archive.table.TableSpec;
import io.lifeos.memory.postgres.testing.TableDump;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Times that cannot be read, or do not say where: none is taken for the time of the import without a word. */
final class UndatedRowsIT extends MigrationFixture {

    /** The first ones name their zone or need none, the next ones do not, and the last ones are no times. */
    private static final List<String> TIMES = List.of(
            "2026-01-25T15:07:40Z",
            "2026-01-25 15:07:40.123456+05:30",
            "1769353660",
            "1769353660123.5",
            "Sun, 25 Jan 2026 15:07:00 GMT",
            "2026-01-25T24:00:00Z",
            "2026-01-25",
            "2026-01-25 15:07",
            "25 Jan 2026 15:07:00",
            "2016-12-31 23:59:60",
            "2026-13-25",
            "2026-02-30T10:00:00Z",
            "25/01/2026",
            "2026-01-25 25:00:00",
            "20260125150740",
            "315532799",
            "2026-01-25 15:07:40 in the morning",
            "soon");

    private static final int ZONED = 6;
    private static final int WITHOUT_ZONE = 4;
    private static final int UNREADABLE = 8;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"created_at text", "metadata jsonb"})
    void the_plan_knows_as_the_run_does_how_many_rows_have_no_time_or_no_zone(String column) {
        both.execute("CREATE TABLE archival_memory (id serial PRIMARY KEY, content text, " + column + ")");
        String name = column.substring(0, column.indexOf(' '));
        for (String time : TIMES) {
            String value = name.equals("metadata") ? "{\"created_at\": \"" + time + "\"}" : time;
            both.execute("INSERT INTO archival_memory (content, " + name + ") VALUES ('a memory', '" + value + "')");
        }
        both.execute("INSERT INTO archival_memory (content) VALUES ('undated')");
        assertTold(both.migrator().build());
        Path file = folder.resolve("archival_memory.jsonl");
        TableDump.write(both.source(), "SELECT * FROM archival_memory", file);
        try (MemoryStore memory = MemoryStore.open(folder.resolve("memory"));
                FileArchive archive = FileArchive.of(file)) {
            assertTold(Migrator.from(archive).into(memory).build());
        }
    }

    private static void assertTold(Migrator migrator) {
        MigrationPlan plan = migrator.plan();
        assertThat(plan.rows().times().values()).containsExactly((long) ZONED + WITHOUT_ZONE);
        assertThat(plan.rows().withoutTime()).isEqualTo(UNREADABLE + 1);
        assertThat(plan.rows().withoutZone()).isEqualTo(WITHOUT_ZONE);
        assertThat(plan.warnings()).anyMatch(warning -> warning.contains("4 times name no zone"));
        MigrationReport report = migrator.migrate().run();
        assertThat(report.undated()).isEqualTo(UNREADABLE + 1);
        assertThat(report.warnings())
                .anyMatch(warning -> warning.startsWith(
                        "8 rows have a time that cannot be read, the first of them row " + (ZONED + WITHOUT_ZONE + 1)))
                .anyMatch(warning -> warning.startsWith("4 times name no zone, and are read as UTC"));
    }

    @Test
    void a_zone_that_was_chosen_is_not_warned_of() {
        both.execute(
                "CREATE TABLE archival_memory (id int PRIMARY KEY, content text, created_at timestamp)",
                "INSERT INTO archival_memory VALUES (1, 'a', '2026-01-25 15:07')");
        both.readWith(archive -> archive.sourceZone(ZoneId.of("Europe/Berlin")));
        assertThat(both.migrator().build().plan().warnings()).isEmpty();
        assertThat(both.migrate().run().warnings()).isEmpty();
    }

    @Test
    void a_column_that_looks_like_the_time_or_the_session_is_named() {
        both.execute(
                "CREATE TABLE notes (id int PRIMARY KEY, content text, inserted_at timestamptz, updated_at timestamptz,"
                        + " thread_id text)",
                "INSERT INTO notes VALUES (1, 'a', now(), now(), 't')");
        both.readWith(archive -> archive.table(TableSpec.named("notes")));
        assertThat(both.migrator().build().plan().warnings())
                .anyMatch(warning ->
                        warning.startsWith("1 rows have no time, though inserted_at may be one by the name: they get"))
                .anyMatch(warning -> warning.contains("thread_id may be one by the name"));
    }
}
