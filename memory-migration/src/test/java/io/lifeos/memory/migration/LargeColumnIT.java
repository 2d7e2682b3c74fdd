package io.lifeos.memory.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lifeos.memory.archive.MappingException;
import io.lifeos.memory.archive.UnreadColumn;
import io.lifeos.memory.archive.table.TableSpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Columns beside the content that are large, or not worth keeping. */
final class LargeColumnIT extends MigrationFixture {

    private static final int BYTES = 10_100_000;

    @BeforeEach
    void create_table() {
        both.execute(
                "CREATE TABLE docs (id int PRIMARY KEY, content text, blob_data bytea, words tsvector)",
                "INSERT INTO docs VALUES (1, 'small', NULL, to_tsvector('simple', 'small')),"
                        + " (2, '10.1 MB', decode(repeat('42', " + BYTES + "), 'hex'), NULL)");
        both.readWith(archive -> archive.table(TableSpec.named("docs").content("content")));
    }

    @Test
    void a_kept_column_of_more_than_twenty_million_characters_is_proven() {
        both.migrateAndProve();
        assertThat(both.stored("SELECT length(source_columns ->> 'blob_data') FROM fact_embeddings ORDER BY fact_id"))
                .containsExactly(null, String.valueOf(2 * BYTES + 2));
    }

    @Test
    void a_binary_column_and_a_search_index_are_named_in_the_plan_and_can_be_left_out() {
        assertThat(both.migrator().build().plan().warnings())
                .anyMatch(warning -> warning.startsWith("The column blob_data is binary"))
                .anyMatch(warning -> warning.startsWith("The column words is a search index"));
        both.readWith(archive ->
                archive.table(TableSpec.named("docs").content("content")).leaveOut("blob_data", "words"));
        MigrationPlan plan = both.migrator().build().plan();
        assertThat(plan.warnings()).noneMatch(warning -> warning.contains("--leave-out"));
        assertThat(plan.unread()).extracting(UnreadColumn::name).containsExactly("blob_data", "words");
        both.migrateAndProve();
        assertThat(both.stored("SELECT source_columns ->> 'blob_data' FROM fact_embeddings ORDER BY fact_id"))
                .containsExactly(null, null);
    }

    @Test
    void the_content_and_the_id_are_not_to_be_left_out_nor_is_a_column_that_is_not_there() {
        for (String column : new String[] {"content", "id"}) {
            both.readWith(archive -> archive.table("docs").leaveOut(column));
            assertThatThrownBy(both::migrate)
                    .isInstanceOf(MappingException.class)
                    .hasMessageContaining("The column " + column)
                    .hasMessageContaining("cannot be left out");
        }
        both.readWith(archive -> archive.table("docs").leaveOut("fts"));
        assertThatThrownBy(both::migrate)
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("no column fts to be left out; it has [id, content, blob_data, words]");
    }
}
