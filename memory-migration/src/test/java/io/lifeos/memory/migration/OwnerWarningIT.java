package io.lifeos.memory.migration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a run says of the owners whose rows come together. */
class OwnerWarningIT extends MigrationFixture {

    @Test
    void a_run_that_brings_two_people_together_says_so_in_its_report_and_so_does_a_repeated_one() {
        insert("'ann', 'Ann is ill'", "'bob', 'Bob is rich'", "'bob', 'Bob is tall'");
        assertWarned(both.migrate().run());
        assertWarned(both.migrate().run());
    }

    @Test
    void a_person_whom_another_table_brought_is_named_beside_the_one_of_this_table() {
        insert("'ann', 'Ann is ill'", "'ann', 'Ann is tall'");
        both.migrate().run();
        both.execute("DELETE FROM archival_memory");
        both.execute("INSERT INTO archival_memory (user_id, content) VALUES ('bob', 'Bob is rich')");
        assertThat(both.migrator().sourceName("another").build().migrate().run().warnings())
                .anySatisfy(warning -> assertThat(warning).contains("several owners", "by user_id: ann (2), bob (1)"));
    }

    @Test
    void contents_that_are_no_text_are_named_as_such() {
        both.execute("CREATE TABLE archival_memory (id serial PRIMARY KEY, content jsonb)");
        both.execute("INSERT INTO archival_memory (content) VALUES ('\"a\"'), ('\"b\"'), ('7')");
        assertThat(both.migrate().run().warnings())
                .anySatisfy(warning -> assertThat(warning).startsWith("1 rows have a content that is no text"));
    }

    @Test
    void the_rows_of_one_person_need_no_warning() {
        insert("'ann', 'Ann is ill'", "'ann', 'Ann is tall'");
        assertThat(both.migrate().run().warnings()).noneMatch(warning -> warning.contains("several owners"));
    }

    @Test
    void people_who_are_named_beside_the_one_whose_program_it_is_are_counted_too() {
        both.execute(
                "CREATE TABLE archival_memory (id int PRIMARY KEY, user_id text, customer_id text, content text)",
                "INSERT INTO archival_memory VALUES (1, 'shop', 'ann', 'Ann is ill'), (2, 'shop', 'bob', 'Bob is rich')");
        assertThat(both.migrator().build().plan().warnings())
                .anySatisfy(warning -> assertThat(warning).contains("several owners", "customer_id: ann (1), bob (1)"));
        for (int run = 1; run <= 2; run++) {
            assertThat(both.migrateAndProve().warnings())
                    .anySatisfy(warning ->
                            assertThat(warning).contains("several owners", "by customer_id: ann (1), bob (1)"));
        }
        assertThat(both.stored("SELECT metadata ->> '$.customer_id' FROM facts"))
                .containsExactly("ann", "bob");
    }

    private static void assertWarned(MigrationReport report) {
        assertThat(report.warnings())
                .anySatisfy(warning -> assertThat(warning).contains("several owners", "by user_id: bob (2), ann (1)"));
    }

    private void insert(String... rows) {
        both.execute("CREATE TABLE archival_memory (id serial PRIMARY KEY, user_id text, content text)");
        for (String row : rows) {
            both.execute("INSERT INTO archival_memory (user_id, content) VALUES (" + row + ")");
        }
    }

    @Test
    void people_are_counted_by_kind_where_only_a_closer_look_at_the_metadata_finds_them() {
        both.execute("CREATE TABLE archival_memory (id serial PRIMARY KEY, content text, metadata text)");
        both.execute("INSERT INTO archival_memory (content, metadata) VALUES"
                + " ('Ann is ill', '{\"user\\u005fid\": \"ann\"}'), ('Bob is rich', '{\"user\\u005fid\": \"bob\"}')");
        assertThat(both.migrate().run().warnings())
                .anySatisfy(warning -> assertThat(warning).contains("several owners", "by user: ann (1), bob (1)"));
    }
}
