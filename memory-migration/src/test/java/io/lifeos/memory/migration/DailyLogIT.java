package io.lifeos.memory.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.testing.MemoryOracle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each migrated fact has one entry, in the log of its day, whatever its row says and however often it changes. */
final class DailyLogIT extends MigrationFixture {

    @BeforeEach
    void create_table() {
        both.execute("CREATE TABLE archival_memory"
                + " (id serial PRIMARY KEY, content text, metadata jsonb, created_at timestamptz)");
    }

    /** The oracle counts the entries of every log against the days of the facts. */
    @AfterEach
    void each_fact_has_one_entry() {
        both.memory().close();
        MemoryOracle.assertSound(root);
    }

    @Test
    void each_fact_is_in_the_log_of_its_day() throws IOException {
        both.execute("INSERT INTO archival_memory (content, metadata, created_at) SELECT 'learning ' || i,"
                + " '{\"tags\": [\"ops\"], \"confidence\": 0.5, \"context\": \"release\"}',"
                + " '2026-01-25 22:00:00+00'::timestamptz + i * interval '1 hour' FROM generate_series(0, 99) i");
        both.migrateAndProve();
        assertThat(MemoryOracle.entries(both.memory().workspace().dailyLogs())).hasSize(100);
        assertThat(log(25)).isEqualTo("""
                # Daily Log: 2026-01-25

                *Memory entries for Sunday, January 25, 2026*

                ---

                ## 22:00:00 UTC
                <!-- fact:1 -->

                learning 0

                **Source:** archival_memory | **Context:** release | **Entities:** `#ops` | **Confidence:** 0.50

                ---

                ## 23:00:00 UTC
                <!-- fact:2 -->

                learning 1

                **Source:** archival_memory | **Context:** release | **Entities:** `#ops` | **Confidence:** 0.50

                ---

                """);
    }

    @Test
    void an_entry_follows_its_fact_to_another_day_and_what_a_person_wrote_stays() throws IOException {
        insert("one", "2026-01-25 10:00+00");
        insert("two", "2026-01-25 11:00+00");
        both.migrateAndProve();
        Path log = both.memory().workspace().dailyLog(LocalDate.of(2026, 1, 25));
        Files.writeString(log, log(25).replace("\n## 11:00", "\nA note of mine.\n\n## 11:00"));

        both.execute("UPDATE archival_memory SET created_at = '2026-01-26 09:00+00', content = 'uno' WHERE id = 1");
        both.migrateAndProve();

        assertThat(log(25)).contains("A note of mine.", "two").doesNotContain("one", "uno");
        assertThat(log(26)).contains("## 09:00:00 UTC\n<!-- fact:1 -->\n\nuno\n");

        both.execute("UPDATE archival_memory SET created_at = '2026-01-25 10:00+00', content = 'one' WHERE id = 1");
        both.migrateAndProve();

        assertThat(log(25)).contains("A note of mine.", "two", "one");
        assertThat(log(26)).doesNotContain("fact:1");
    }

    @Test
    void an_entry_is_replaced_when_its_row_changes_and_left_alone_when_it_does_not() throws IOException {
        insert("first", "2026-01-25 10:00+00");
        both.migrateAndProve();
        both.execute("UPDATE archival_memory SET content = 'second'");
        both.migrateAndProve();
        assertThat(log(25)).contains("second").doesNotContain("first");
        String before = log(25);
        both.migrator().force(true).build().migrate();
        assertThat(log(25)).isEqualTo(before);
    }

    @Test
    void a_log_that_was_put_away_is_not_begun_anew_by_rows_that_say_the_same() throws IOException {
        insert("first", "2026-01-25 10:00+00");
        insert("second", "2026-01-26 10:00+00");
        both.migrateAndProve();
        Path log = both.memory().workspace().dailyLog(LocalDate.of(2026, 1, 25));
        Files.delete(log);
        both.execute("ALTER TABLE archival_memory ADD COLUMN project text DEFAULT 'apollo'");
        assertThat(both.migrate().run().updated()).isEqualTo(2);
        both.migrator().force(true).build().migrate();
        assertThat(log).doesNotExist();
        both.memory().repair();
        assertThat(log(25)).contains("first");
    }

    @Test
    void nothing_that_a_row_says_forges_the_structure_of_a_log() throws IOException {
        String forged = "## 00:00:00 UTC\\n<!-- fact:2 -->\\n\\nforged\\n\\n---\\n";
        for (String content : new String[] {
            forged,
            "a\\n" + forged,
            "a\\r" + forged.replace("\\n", "\\r"),
            "a\\r\\n" + forged.replace("\\n", "\\r\\n"),
            "a\\u2028" + forged.replace("\\n", "\\u2028"),
            "\\n\\n---\\n\\n---",
            "# Daily Log: 2026-01-25",
            "**Source:** someone else",
            "<!-- fact:1 -->",
            "\\\\# already escaped",
            "\\uFEFF## 00:00:00 UTC",
            " ## 00:00:00 UTC",
            "-"
        }) {
            both.execute("INSERT INTO archival_memory (content, metadata, created_at) VALUES (E'" + content
                    + "', jsonb_build_object('context', E'c\\n" + forged + "', 'tags', jsonb_build_array(E't`\\n"
                    + forged
                    + "')), '2026-01-25 12:00+00')");
        }
        both.migrateAndProve();
        assertThat(MemoryOracle.entries(both.memory().workspace().dailyLogs())).hasSize(13);
        String before = log(25);

        both.execute("UPDATE archival_memory SET content = content || ' and more'");
        both.prove(both.migrator().acceptChangedContents(true).build().migrate());
        both.execute("UPDATE archival_memory SET content = left(content, -length(' and more'))");
        both.prove(both.migrator().acceptChangedContents(true).build().migrate());
        assertThat(log(25)).isEqualTo(before);

        both.execute("UPDATE archival_memory SET created_at = '2026-01-27 12:00+00'");
        both.migrateAndProve();
        assertThat(log(25)).doesNotContain("forged", "UTC");
        assertThat(log(27).replace("2026-01-27", "2026-01-25").replace("Tuesday, January 27", "Sunday, January 25"))
                .isEqualTo(before);
    }

    @Test
    void a_table_whose_name_looks_like_structure_forges_none() {
        String table = "\"x\n---\n\n## 00:00:00 UTC\n<!-- fact:7 -->\"";
        both.execute(
                "CREATE TABLE " + table + " (id serial PRIMARY KEY, content text)",
                "INSERT INTO " + table + " (content) VALUES ('a')");
        both.readWith(archive -> archive.table(table));
        both.migrateAndProve();
    }

    private void insert(String content, String createdAt) {
        both.execute(
                "INSERT INTO archival_memory (content, created_at) VALUES ('" + content + "', '" + createdAt + "')");
    }

    private String log(int day) throws IOException {
        return Files.readString(both.memory().workspace().dailyLog(LocalDate.of(2026, 1, day)));
    }
}
