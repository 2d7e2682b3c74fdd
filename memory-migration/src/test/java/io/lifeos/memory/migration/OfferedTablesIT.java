package io.lifeos.memory.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.archive.table.TableSpec;
import io.lifeos.memory.postgres.DetectedTable;
import io.lifeos.memory.postgres.Detection;
import io.lifeos.memory.postgres.PostgresArchive;
import org.junit.jupiter.api.Test;

/** Relations that detection offers although they are no plain tables: each can be read as it says. */
final class OfferedTablesIT extends MigrationFixture {

    @Test
    void a_materialized_view_is_read_when_the_columns_of_its_id_are_named() {
        both.execute("CREATE MATERIALIZED VIEW archival_memory AS SELECT 1 AS id, 'likes tea' AS content");
        assertCanBeReadByItsId();
    }

    @Test
    void a_foreign_table_is_read_when_the_columns_of_its_id_are_named() {
        both.execute(
                "CREATE EXTENSION file_fdw",
                "CREATE SERVER files FOREIGN DATA WRAPPER file_fdw",
                "CREATE FOREIGN TABLE archival_memory (id int, content text) SERVER files"
                        + " OPTIONS (program 'echo 1,likes tea', format 'csv')");
        assertCanBeReadByItsId();
    }

    @Test
    void a_relation_that_has_no_rows_is_refused_as_before() {
        both.execute("CREATE SEQUENCE archival_memory");
        both.readWith(archive -> archive.table(TableSpec.named("archival_memory")));
        assertThat(both.migrator().build().verifyMigration().reason().orElseThrow())
                .contains("archival_memory");
    }

    @Test
    void a_table_with_the_columns_of_a_program_and_contents_of_another_is_not_taken_for_its_own() {
        both.execute(
                "CREATE TABLE \"DocumentChunk_text\" (id uuid PRIMARY KEY, payload json, vector real[])",
                "INSERT INTO \"DocumentChunk_text\" VALUES ('11111111-1111-4111-8111-111111111111',"
                        + " '{\"type\": \"IndexSchema\", \"text\": \"The importer runs at night.\"}', '{1,0,0}')",
                "CREATE TABLE mem0 (id uuid PRIMARY KEY, payload json, vector real[])",
                "INSERT INTO mem0 VALUES ('21111111-1111-4111-8111-111111111111',"
                        + " '{\"data\": \"Likes tea\", \"hash\": \"x\"}', '{1,0,0}')",
                "CREATE TABLE empty_collection (id uuid PRIMARY KEY, payload json, vector real[])");
        try (PostgresArchive archive = PostgresArchive.of(both.source().url())) {
            Detection found = archive.detect();
            assertThat(found.tables())
                    .extracting(DetectedTable::name)
                    .containsExactly("\"public\".\"empty_collection\"", "\"public\".\"mem0\"");
            assertThat(found.skipped())
                    .singleElement()
                    .satisfies(table -> assertThat(table.reason()).contains("rows have other contents"));
        }
    }

    private void assertCanBeReadByItsId() {
        try (PostgresArchive archive = PostgresArchive.of(both.source().url())) {
            assertThat(archive.detect().tables().get(0).problem().orElseThrow()).contains("name the columns of its id");
        }
        both.readWith(
                archive -> archive.table(TableSpec.named("archival_memory").id("id")));
        both.migrateAndProve();
        assertThat(both.stored("SELECT content FROM facts")).containsExactly("likes tea");
    }
}
